public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .andThenOr,
    .backticks,
    .binShRelinked,
    .breakOutsideLoop,
    .cdInsteadOfWorkdir,
    .constantTest,
    .countedMatches,
    .curlAndWget,
    .curlRedirects,
    .declarationHidesFailure,
    .downloadErrorIgnored,
    .downloadWithoutRetry,
    .echoEscapes,
    .execBeforeEnd,
    .exitStatusRange,
    .findIntoXargs,
    .heredocIgnoresFailure,
    .ignoredFailure,
    .joinedTests,
    .leadingDashPattern,
    .listingParsed,
    .localOutsideFunction,
    .loopOverFind,
    .missingDestination,
    .negationWithoutEffect,
    .outputAsCommand,
    .patternInTest,
    .pipeIntoNonReader,
    .pipefailMissing,
    .posixShellFeature,
    .quotedTilde,
    .quotesWithinQuotes,
    .readWhileWritten,
    .readWithoutRaw,
    .redirectEatsOutput,
    .redirectOrder,
    .removalOfEmptyVariable,
    .runWithoutEffect,
    .senselessCommand,
    .setAssignment,
    .shellSyntaxError,
    .singleQuotedVariable,
    .statusTestedLater,
    .sudoOnShellWord,
    .systemFolderRemoved,
    .testOperators,
    .trailingComment,
    .unassignedVariable,
    .unguardedCd,
    .unquotedArguments,
    .unquotedPattern,
    .unquotedSubstitution,
    .unquotedVariable,
    .uselessCat,
    .userSwitchWithoutCommand,
    .variableInFormat,
    .wgetProgress,
    .whichCommand,
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
