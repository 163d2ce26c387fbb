public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .addInsteadOfCopy,
    .addWithoutChecksum,
    .argumentDefault,
    .circularStages,
    .cleanupInLaterLayer,
    .copyDestinationSlash,
    .copyFromEmptyStage,
    .copyFromUndefinedStage,
    .copyIgnoredFile,
    .copyRelativeDestination,
    .copySourceMissing,
    .copyThenUnpack,
    .copyWholeFilesystem,
    .definitionDescription,
    .dockerignoreIncomplete,
    .dockerignoreInvalid,
    .dockerignoreMissing,
    .duplicateStageName,
    .emptyContinuation,
    .envSelfRef,
    .envUndocumented,
    .fileLength,
    .fromAsCasing,
    .inlineWaiver,
    .instructionCasing,
    .labelKey,
    .labelMissing,
    .labelRepeated,
    .labelValues,
    .legacyKeyValue,
    .maintainerDeprecated,
    .refPlaceholder,
    .reservedStageName,
    .sourceBeforeDependencies,
    .stageArgScope,
    .stageNameCasing,
    .stageNumber,
    .syntaxDirective,
    .syntaxError,
    .trailingComment,
    .undefinedArgInFrom,
    .undefinedVar,
    .unneededFileCopied,
    .unreachableStage,
    .unusedArg,
    .vexFileCopied,
    .workdirRelative,
    .workdirSystemDirectory,
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
