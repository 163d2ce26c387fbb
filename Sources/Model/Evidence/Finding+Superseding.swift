import Source

extension Finding {
  /// What the finding is about: each place with all that explains it.
  var extents: [SourceRange] {
    let others = related.filter { !$0.isAgain }.map(\.range)
    return [others.reduce(range) { $0.union($1) }] + related.filter(\.isAgain).map(\.range)
  }

  /// The finding without its places that some ranges touch; nil where none is left.
  func outside(_ ranges: DisjointRanges) -> Finding? {
    var rest = self
    rest.related.removeAll { $0.isAgain && ranges.touch($0.range) }
    guard ranges.touch(range) else { return rest }
    guard let next = rest.related.firstIndex(where: \.isAgain) else { return nil }
    rest.range = rest.related.remove(at: next).range
    return rest
  }

  /// Findings without those places at which a finding of another rule, which is no less severe, tells
  /// the same cause. `relations` are the rules that each rule stands for.
  public static func withoutSuperseded(
    _ findings: [Finding], relations: [String: [String]]
  ) -> [Finding] {
    var told: [String: [(severity: Severity, range: SourceRange)]] = [:]
    for finding in findings {
      for rule in relations[finding.rule] ?? [] {
        told[rule, default: []] += finding.extents.map { (finding.severity, $0) }
      }
    }
    if told.isEmpty { return findings }
    return findings.compactMap { finding in
      guard let told = told[finding.rule] else { return finding }
      return finding.outside(
        DisjointRanges(told.filter { $0.severity >= finding.severity }.map(\.range)))
    }
  }
}

/// Ranges in their order, of which none touches another.
struct DisjointRanges {
  private var ranges: [SourceRange] = []

  init(_ all: [SourceRange]) {
    for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, last.upperBound >= range.lowerBound {
        ranges[ranges.count - 1] = last.union(range)
      } else {
        ranges.append(range)
      }
    }
  }

  /// Whether one of them shares a byte with a range, or holds the place that it names.
  func touch(_ place: SourceRange) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > place.lowerBound { high = middle } else { low = middle + 1 }
    }
    return low < ranges.count
      && (ranges[low].contains(place) || ranges[low].overlaps(place))
  }
}
