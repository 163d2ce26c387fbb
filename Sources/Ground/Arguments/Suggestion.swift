import Source

/// The word that was probably meant.
public enum Suggestion {
  /// The known words nearest to a mistyped one, at most three, the nearest first.
  public static func nearest(to word: String, among known: [String]) -> [String] {
    let typed = Array(word.lowercased().utf8)
    // Nobody mistypes a word of this length into a known one.
    if typed.isEmpty || typed.count > 64 { return [] }
    var found: [(distance: Int, word: String)] = []
    for candidate in known {
      let letters = Array(candidate.lowercased().utf8)
      let limit = max(1, min(3, max(typed.count, letters.count) / 3))
      if typed.count >= 2, letters.starts(with: typed) {
        found.append((1, candidate))
      } else if abs(letters.count - typed.count) <= limit, letters.count > 1 || typed == letters {
        let distance = EditDistance.between(typed, letters)
        if distance <= limit, distance < letters.count { found.append((distance, candidate)) }
      }
    }
    let best = found.map(\.distance).min() ?? 0
    return found.filter { $0.distance == best }.prefix(3).map(\.word)
  }

  /// The nearest words as the question "did you mean `…`?"; nil when none is near.
  public static func sentence(for word: String, among known: [String]) -> String? {
    let words = nearest(to: word, among: known).map { "`\($0)`" }
    if words.isEmpty { return nil }
    return "did you mean \(words.joined(separator: " or "))?"
  }
}
