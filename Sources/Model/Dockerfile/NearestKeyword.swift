extension InstructionKind {
  /// The instruction that a misspelt word most likely means; nil where none is near.
  public static func nearest(to word: String) -> InstructionKind? { NearestKeyword.find(word) }
}

/// Finds what a misspelt keyword was meant to be.
enum NearestKeyword {
  /// The instruction that a word most likely means; nil where none is near.
  static func find(_ word: String) -> InstructionKind? {
    nearest(word.uppercased(), in: InstructionKind.allCases.map(\.rawValue))
      .flatMap(InstructionKind.init(rawValue:))
  }

  /// The candidate at the smallest edit distance, if that is small for its length.
  static func nearest(_ word: String, in candidates: [String]) -> String? {
    guard word.utf8.count <= 32 else { return nil }
    var best: (String, Int)?
    for candidate in candidates {
      let distance = distance(Array(word.utf8), Array(candidate.utf8))
      if distance * 3 <= max(candidate.utf8.count, 3), distance < best?.1 ?? Int.max {
        best = (candidate, distance)
      }
    }
    return best?.0
  }

  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      row.reserveCapacity(right.count + 1)
      for (j, b) in right.enumerated() {
        var cost = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        row.append(cost)
      }
      beforePrevious = previous
      previous = row
    }
    return previous[right.count]
  }
}
