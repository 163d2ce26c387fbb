public import Evidence

/// Every rule there is.
public enum RuleBook {
  /// The rules, sorted by name. A new rule needs its line here, and a test fails without.
  public static let all: [Rule] = [
    .brokenExecForm,
    .cudaInstalledTwice,
    .cudaVersionMismatch,
    .daemonizedStart,
    .deadEnv,
    .driverCapabilitiesAll,
    .entryCwd,
    .envAltSwitch,
    .envClobbersBase,
    .execFormVar,
    .exposeHostPart,
    .exposeProtocolCase,
    .exposeSsh,
    .gpuQueryInBuild,
    .gpuRuntimeInImage,
    .healthcheckClientTool,
    .healthcheckLocalhost,
    .healthcheckMissing,
    .healthcheckMissingBinary,
    .healthcheckTimeoutLong,
    .healthcheckTimingMissing,
    .healthcheckWgetSpider,
    .loopbackServer,
    .missingAppArg,
    .missingEntryBinary,
    .multipleInstructions,
    .noEntrypoint,
    .pathLacksInstalledBin,
    .pid1NoInit,
    .pipUserNopath,
    .portIncoherent,
    .shellFormCommand,
    .shellInShelllessStage,
    .signalShellPid1,
    .stopsignalMissing,
    .stopsignalProgram,
    .stopsignalSpelling,
    .stopsignalUngraceful,
    .telemetryOn,
    .trailingComment,
    .undefinedRuntimeVar,
    .visibleDevicesFixed,
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
