public import Source

/// What was found in one input.
public struct Verdict: Sendable {
  /// The input; nil when it could not be read.
  public let source: SourceText?
  /// The name of the input, as given.
  public let name: String
  /// The findings that stand, in the order of the source.
  public let findings: [Finding]
  /// How many findings a waiver or a baseline took away.
  public let waived: Int
  /// Why the input could not be examined, where it could not.
  public let failure: Failure?

  /// The verdict on a source that was read.
  public init(source: SourceText, findings: [Finding], waived: Int = 0) {
    self.source = source
    self.name = source.name
    self.findings = findings
    self.waived = waived
    failure = nil
  }

  /// The verdict on an input that could not be read.
  public init(name: String, failure: Failure) {
    self.name = name
    self.failure = failure
    source = nil
    findings = []
    waived = 0
  }
}
