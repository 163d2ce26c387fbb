import Documents
public import Evidence
public import Source

/// Findings that are known and accepted for now, so that only new ones count.
///
/// An entry holds the rule, the path and the text of the line, not its number,
/// so that it stays the same when lines move.
public struct Baseline: Hashable, Sendable {
  private var counts: [String: [Fingerprint: Int]] = [:]

  /// What stays the same of a finding while its file changes around it.
  public struct Fingerprint: Hashable, Sendable {
    /// The rule.
    public let rule: String
    /// The 64-bit FNV-1a hash of the line on which the finding begins, runs of blanks as one.
    public let line: UInt64

    /// The fingerprint of a finding in a source.
    public init(of finding: Finding, in source: SourceText) {
      rule = finding.rule
      let range = source.lineRange(source.line(at: finding.range.lowerBound))
      line = Self.hash(source.bytes[range.offsets])
    }

    init(rule: String, line: UInt64) {
      self.rule = rule
      self.line = line
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for word in bytes.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ 0x20) &* 0x100_0000_01b3
      }
      return hash
    }
  }

  /// A baseline without entries.
  public init() {}

  /// The findings of verdicts; inputs that could not be read have none.
  public init(recording verdicts: [Verdict]) {
    for verdict in verdicts {
      guard let source = verdict.source else { continue }
      for finding in verdict.findings {
        add(Fingerprint(of: finding, in: source), count: 1, path: verdict.name)
      }
    }
  }

  private mutating func add(_ fingerprint: Fingerprint, count: Int, path: String) {
    counts[PathText.normalised(path), default: [:]][fingerprint, default: 0] += count
  }

  /// How many findings it holds.
  public var count: Int { counts.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

  /// What a baseline makes of the findings of one source.
  public struct Remainder: Sendable {
    /// The findings that are new, in the order given.
    public internal(set) var new: [Finding] = []
    /// The findings that were known.
    public internal(set) var known: [Finding] = []
    /// What was known and is gone, with how often, sorted by rule and line.
    public internal(set) var stale: [(fingerprint: Fingerprint, count: Int)] = []
  }

  /// Takes the known findings of a source away.
  public func subtracted(from findings: [Finding], of source: SourceText) -> Remainder {
    var left = counts[PathText.normalised(source.name)] ?? [:]
    var remainder = Remainder()
    for finding in findings {
      let fingerprint = Fingerprint(of: finding, in: source)
      if let count = left[fingerprint], count > 0 {
        left[fingerprint] = count - 1
        remainder.known.append(finding)
      } else {
        remainder.new.append(finding)
      }
    }
    remainder.stale = Self.sorted(left).filter { $0.count > 0 }
    return remainder
  }

  /// The paths that hold entries, sorted.
  public var paths: [String] { counts.keys.sorted() }

  private static func sorted(
    _ entries: [Fingerprint: Int]
  ) -> [(fingerprint: Fingerprint, count: Int)] {
    entries.map { (fingerprint: $0.key, count: $0.value) }.sorted {
      ($0.fingerprint.rule, $0.fingerprint.line) < ($1.fingerprint.rule, $1.fingerprint.line)
    }
  }
}

extension Baseline {
  private static let limits = YAMLLimits(bytes: 64 << 20, depth: 4, nodes: 4_000_000)

  /// The baseline as a file: the same findings always give the same bytes.
  public var text: String {
    let files = paths.map { path -> YAMLValue.Pair in
      let lines = Self.sorted(counts[path] ?? [:]).map { entry -> YAMLValue in
        let hash = String(entry.fingerprint.line, radix: 16)
        let padded = String(repeating: "0", count: 16 - hash.utf8.count) + hash
        return .string("\(entry.fingerprint.rule) \(padded) \(entry.count)")
      }
      return YAMLValue.Pair(path, .list(lines))
    }
    return "# Known findings, each as rule, hash of its line, and how often.\n"
      + "# Written by `hardstand check --write-baseline`.\n"
      + YAMLValue.map([.init("baseline", 1), .init("files", .map(files))]).document
  }

  /// Reads the file of a baseline; throws a `Failure` with the place where it is none.
  public init(reading source: SourceText) throws(Failure) {
    self.init()
    let root = try YAMLNode(reading: source, limits: Self.limits)
    guard root["baseline"]?.int == 1 else {
      throw Failure(
        "cannot read `\(source.name)` as a baseline", because: ["it is not of version 1"],
        hint: "Write it anew with `--write-baseline`")
    }
    for file in root["files"]?.entries ?? [] {
      for line in file.value.items ?? [] {
        let parts = (line.text ?? "").split(separator: " ")
        guard parts.count == 3, let hash = UInt64(parts[1], radix: 16), let count = Int(parts[2]),
          (1...1_000_000).contains(count)
        else {
          throw Failure(
            "this is no entry of a baseline", in: source, at: line.range.lowerBound,
            hint: "Write it anew with `--write-baseline`")
        }
        add(Fingerprint(rule: String(parts[0]), line: hash), count: count, path: file.key)
      }
    }
  }
}
