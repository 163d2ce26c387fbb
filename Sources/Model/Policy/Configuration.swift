public import Evidence
import Source

/// What the configuration files of a project say, with what they extend.
public struct Configuration: Sendable {
  /// The path of the file that was found; nil where there is none.
  public internal(set) var path: String?
  /// The profile; nil where no file names one.
  public internal(set) var profile: Setting<String>?
  /// Statements about rules, in order.
  public internal(set) var directives: [Directive] = []
  /// Values, in order.
  public internal(set) var values: [ValueSetting] = []
  /// The least severity that fails a run, nil for never; nil where no file says.
  public internal(set) var failOn: Setting<Severity?>?
  /// Statements that hold for some paths only, in order.
  public internal(set) var overrides: [Override] = []
  /// How waivers in checked files are treated.
  public internal(set) var inlineWaivers = InlineWaivers()
  /// Images that stand in for others.
  public internal(set) var standIns = StandIns()
  /// The report format that a translated file asks for, by our name.
  public internal(set) var format: Setting<String>?
  /// Whether reports are coloured, where a translated file says so.
  public internal(set) var color: Setting<Bool>?
  /// What is wrong with the files: one verdict for each file that was read.
  public internal(set) var verdicts: [Verdict] = []

  /// A configuration that says nothing.
  public init() {}

  /// Statements that hold for the paths that match a pattern.
  public struct Override: Sendable {
    /// The folder that patterns are relative to.
    let folder: String
    let patterns: [PathPattern]
    /// The profile; nil where it stays.
    public internal(set) var profile: Setting<String>?
    /// Statements about rules.
    public internal(set) var directives: [Directive] = []
    /// Values.
    public internal(set) var values: [ValueSetting] = []

    /// Whether the statements hold for a path.
    public func matches(_ path: String) -> Bool {
      let relative = PathText.relative(path, to: folder)
      return patterns.contains { $0.matches(relative) }
    }
  }
}

/// How waivers in checked files are treated.
public struct InlineWaivers: Hashable, Sendable {
  /// Whether they count at all.
  public var isEnabled = true
  /// Whether each must say why.
  public var requiresReason = false
  /// Whether those that take nothing away are findings.
  public var reportsUnused = true

  /// Waivers that count, need no reason, and are reported where they take nothing away.
  public init() {}
}
