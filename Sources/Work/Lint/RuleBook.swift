public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .chmodRecursiveExec,
    .chmodRecursiveNoX,
    .chmodWorldWritable,
    .chownBeforeExist,
    .copyAfterUser,
    .copyChmod,
    .dockerSocket,
    .homeMismatch,
    .homeMissing,
    .missingBinSetcap,
    .mutableCleanup,
    .nonrootChown,
    .overwrittenHardening,
    .passwordSet,
    .packageAsNonroot,
    .placeholderPath,
    .railsStateUnwritable,
    .setcapLost,
    .setuidFile,
    .sudoUsed,
    .systemLockedOut,
    .trailingComment,
    .uidClash,
    .unknownUserName,
    .userCannotWrite,
    .userGroupDropsOthers,
    .userLoginShell,
    .userMissing,
    .userNotNumeric,
    .userRoot,
    .userUidLow,
    .userUnused,
    .useraddLargeUid,
    .volumeRootOwned,
    .volumeSystemPath,
    .writableCode,
    .wrongCacheHome,
  ]

  /// What is known of each rule.
  public static let descriptions: [RuleDescription] = all.map(\.description)

  /// The rule of a name or an alias; names are matched in any letter case.
  public static func rule(_ name: String) -> Rule? {
    let wanted = name.lowercased()
    return all.first { $0.description.name == wanted }
      ?? all.first { $0.description.aliases.contains { $0.lowercased() == wanted } }
  }
}
