/// What a stage sets in the configuration of its image, beyond what the base brings.
public struct ImageSettings: Hashable, Sendable {
  /// The variables of ENV.
  public var environment = PlannedVariables()
  /// The labels.
  public var labels: [String: PlannedText] = [:]
  /// The author.
  public var author: PlannedText?
  /// The user.
  public var user: PlannedText?
  /// The working directory.
  public var directory: PlannedText?
  /// The ports of EXPOSE, such as `8080/tcp`.
  public var ports: Set<String> = []
  /// The volumes.
  public var volumes: Set<PlannedText> = []
  /// The signal that stops a container.
  public var stopSignal: PlannedText?
  /// The shell that SHELL sets.
  public var shell: [String]?
  /// The entry point.
  public var entrypoint: PlannedCommand?
  /// The command; nil inside of the optional where ENTRYPOINT took away that of the base.
  public var command: PlannedCommand?
  /// Whether ENTRYPOINT took away the command of the base.
  public var clearsCommand = false
  /// The health check.
  public var healthcheck: PlannedHealthcheck?
  /// The triggers of ONBUILD.
  public var triggers: [PlannedTrigger] = []

  /// No settings.
  public init() {}
}

/// A HEALTHCHECK.
public struct PlannedHealthcheck: Hashable, Sendable {
  /// The command; nil for `NONE`.
  public let command: PlannedCommand?
  /// The times in nanoseconds and the retries, by the names of their flags.
  public let timing: [String: Int64]
}

/// An instruction that ONBUILD keeps for builds on the image.
public struct PlannedTrigger: Hashable, Sendable {
  /// The keyword in upper case.
  public let keyword: String
  /// The arguments as the parser splits them.
  public let arguments: [String]
  /// The flags, sorted.
  public let flags: [String]
  /// The command of a RUN, CMD, ENTRYPOINT or HEALTHCHECK.
  public let command: PlannedCommand?
}
