public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .apkCacheKept,
    .aptInScript,
    .aptListsKept,
    .assumeYesMissing,
    .cacheMountMissing,
    .condaCacheKept,
    .consecutiveRun,
    .devDepsShipped,
    .editableInstall,
    .gemDocumentation,
    .gemUnpinned,
    .goInstallUnpinned,
    .installBloat,
    .lockFileUnused,
    .npmCacheKept,
    .npmUnpinned,
    .outdatedOption,
    .packageIndexAlone,
    .packageSignatureUnchecked,
    .packageTlsUnchecked,
    .packageUnpinnedApk,
    .packageUnpinnedApt,
    .packageUnpinnedRpm,
    .packageUnpinnedZypper,
    .packageUpgrade,
    .packagesUnsorted,
    .pipCacheKept,
    .pipUnpinned,
    .pythonMusl,
    .recommendsInstalled,
    .rpmCacheKept,
    .sitePackagesCopied,
    .trailingComment,
    .uvNoVenv,
    .uvSyncProject,
    .yarnCacheKept,
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
