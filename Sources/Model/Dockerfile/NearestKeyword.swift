import Source

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
      let distance = EditDistance.between(Array(word.utf8), Array(candidate.utf8))
      if distance * 3 <= max(candidate.utf8.count, 3), distance < best?.1 ?? Int.max {
        best = (candidate, distance)
      }
    }
    return best?.0
  }
}
