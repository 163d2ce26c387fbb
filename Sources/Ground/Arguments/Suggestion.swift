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
        let distance = distance(typed, letters)
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

  /// How many letters must be put in, left out, exchanged or swapped with their
  /// neighbour to make one word the other (optimal string alignment).
  public static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column + 1] + 1, current[column] + 1,
          previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
