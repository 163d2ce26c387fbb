public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .addInsteadOfCopy,
    .addWithoutChecksum,
    .apkCacheKept,
    .aptListsKept,
    .argumentDefault,
    .assumeYesMissing,
    .chmodRecursiveNoX,
    .chownBeforeExist,
    .circularStages,
    .copyDestinationSlash,
    .copyFromEmptyStage,
    .copyFromUndefinedStage,
    .copyIgnoredFile,
    .copyRelativeDestination,
    .copySourceMissing,
    .copyThenUnpack,
    .copyWholeFilesystem,
    .definitionDescription,
    .dockerignoreMissing,
    .duplicateStageName,
    .emptyContinuation,
    .entryCwd,
    .envAltSwitch,
    .envSelfRef,
    .execFormVar,
    .fromAsCasing,
    .gemUnpinned,
    .goInstallUnpinned,
    .instructionCasing,
    .legacyKeyValue,
    .maintainerDeprecated,
    .missingAppArg,
    .missingBinSetcap,
    .missingEntryBinary,
    .nonrootChown,
    .npmUnpinned,
    .overwrittenHardening,
    .packageUnpinnedApk,
    .packageUnpinnedApt,
    .packageUnpinnedRpm,
    .packageUnpinnedZypper,
    .pathLacksInstalledBin,
    .pipUnpinned,
    .packageAsNonroot,
    .recommendsInstalled,
    .refPlaceholder,
    .reservedStageName,
    .rpmCacheKept,
    .shellInShelllessStage,
    .signalShellPid1,
    .stageArgScope,
    .stageNameCasing,
    .stageNumber,
    .syntaxDirective,
    .syntaxError,
    .trailingComment,
    .undefinedArgInFrom,
    .undefinedRuntimeVar,
    .undefinedVar,
    .unknownUserName,
    .unreachableStage,
    .userCannotWrite,
    .uvNoVenv,
    .uvSyncProject,
    .workdirRelative,
    .workdirSystemDirectory,
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
