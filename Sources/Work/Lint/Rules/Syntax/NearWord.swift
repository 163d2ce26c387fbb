/// Finds the word that a misspelt one most likely means.
enum NearWord {
  /// The first word, in alphabetical order, that differs by one added, left out, changed or swapped
  /// letter; nil where there is none.
  static func find(_ word: String, in words: Set<String>) -> String? {
    let left = Array(word.utf8)
    return words.sorted().first { candidate in
      let right = Array(candidate.utf8)
      guard left != right, abs(left.count - right.count) <= 1, right.count > 2 else { return false }
      let start = zip(left, right).prefix { $0 == $1 }.count
      let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed())
        .prefix { $0 == $1 }.count
      let rest = (left.count - start - end, right.count - start - end)
      if rest.0 <= 1, rest.1 <= 1 { return true }
      return rest == (2, 2) && left[start] == right[start + 1] && left[start + 1] == right[start]
    }
  }
}
