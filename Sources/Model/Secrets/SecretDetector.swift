import Source

/// The search for secrets in text and bytes.
///
/// It reads the bytes once. Two bytes that begin no known form are passed over
/// by a table; everything that is looked at more closely has a bound, so the
/// time grows in step with the size.
public struct SecretDetector: Sendable {
  /// The lowest confidence that is reported.
  public let threshold: SecretFinding.Confidence
  /// Whether values of names such as `password` are reported by how random they look.
  public let looksAtAssignments: Bool

  /// A detector. Placeholders, references to variables and checksums are never reported.
  public init(
    threshold: SecretFinding.Confidence = .possible, looksAtAssignments: Bool = true
  ) {
    self.threshold = threshold
    self.looksAtAssignments = looksAtAssignments
  }

  /// The secrets in some bytes, in their order, none overlapping another.
  public func findings(in bytes: [UInt8]) -> [SecretFinding] {
    var scan = SecretScan(bytes, looksAtAssignments: looksAtAssignments)
    scan.run()
    return Self.merged(scan.findings).filter { $0.confidence >= threshold }
  }

  /// The secrets in a text, in their order.
  public func findings(in text: String) -> [SecretFinding] {
    findings(in: Array(text.utf8))
  }

  /// Of findings that overlap, the one that is surer, or else the one found first.
  private static func merged(_ findings: [SecretFinding]) -> [SecretFinding] {
    var result: [SecretFinding] = []
    for finding in findings.sorted(by: { $0.range < $1.range }) {
      if let last = result.last, last.range.overlaps(finding.range) {
        let isSurer = finding.confidence > last.confidence
        let isEquallySure = finding.confidence == last.confidence
        // A known form says more than the name of the variable that holds it.
        if isSurer || isEquallySure && last.kind == SecretScan.assignmentKind {
          result[result.count - 1] = finding
        }
      } else {
        result.append(finding)
      }
    }
    return result
  }
}
