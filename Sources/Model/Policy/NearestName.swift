/// The known name that a mistyped one most likely stands for; nil where none is near.
func nearestName(to text: String, in names: some Sequence<String>) -> String? {
  let wanted = Array(text.lowercased().utf8)
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  let bound = max(1, wanted.count / 3)
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = Array(name.lowercased().utf8)
    if wanted.count >= 3, candidate.starts(with: wanted), best == nil { best = (name, bound) }
    guard abs(candidate.count - wanted.count) <= bound else { continue }
    let distance = editDistance(wanted, candidate)
    if distance <= bound, distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours between two texts.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let change = left[row] == right[column] ? 0 : 1
      var cost = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
