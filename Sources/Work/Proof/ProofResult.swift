/// What came of one check.
public struct ProofResult: Hashable, Sendable {
  /// A way in which the image is not what it shall be.
  public struct Difference: Hashable, Sendable {
    /// What was looked at, such as `/etc/passwd: permissions`.
    public let what: String
    /// What it shall be, and what it is.
    public let expected, seen: String

    /// A difference from its parts.
    public init(_ what: String, expected: String, seen: String) {
      self.what = what
      self.expected = expected
      self.seen = seen
    }

    /// The difference as a sentence.
    public var sentence: String { "\(what): expected \(expected), seen \(seen)" }
  }

  /// The name, with the kind of check before it as container-structure-test has it.
  public let name: String
  /// Why it failed; none where it passed.
  public var differences: [Difference] = []
  /// What a command wrote to its standard output.
  public var output = ""
  /// What a command wrote to its standard error output.
  public var errors = ""
  /// How long it took.
  public var duration = Duration.zero
  /// A command by which a person can repeat it; for hardening.
  public var command: String?
  /// What was seen; for hardening.
  public var seen: String?
  /// The row of the requirements that it answers.
  public var requirement: String?
  /// Whether a failure is told and does not count.
  public var isAdvice = false

  /// Whether the image is what it shall be.
  public var passed: Bool { differences.isEmpty || isAdvice }

  /// A result without differences.
  public init(_ name: String) { self.name = name }

  mutating func add(_ what: String, expected: String, seen: String) {
    differences.append(Difference(what, expected: expected, seen: seen))
  }
}

/// What came of all checks of one file.
public struct ProofReport: Hashable, Sendable {
  /// The file of the checks, as the user gave it.
  public let file: String
  /// The results in the order of container-structure-test.
  public let results: [ProofResult]

  /// A report from its parts.
  public init(file: String, results: [ProofResult]) {
    self.file = file
    self.results = results
  }
}
