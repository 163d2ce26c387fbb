extension IgnoreExpressionParser {
  /// How often `{n}`, `{n,}` and `{n,m}` want something.
  struct Bounds {
    var least: Int
    /// Nothing where there is no bound.
    var most: Int?
  }

  /// How many nodes the repetitions of a pattern may add.
  static let largestRepetition = 10_000
  /// The largest number that Go takes in a repetition.
  private static let mostRepetitions = 1000

  /// Reads a repetition; where none stands here, the brace is a character like any other.
  mutating func repetition() -> Bounds? {
    var index = position + 1
    guard let least = number(&index) else { return nil }
    var bounds = Bounds(least: least, most: least)
    if index < scalars.count, scalars[index] == "," {
      index += 1
      bounds.most = nil
      if index < scalars.count, scalars[index] != "}" {
        guard let most = number(&index) else { return nil }
        bounds.most = most
      }
    }
    guard index < scalars.count, scalars[index] == "}" else { return nil }
    position = index + 1
    return bounds
  }

  /// Reads a number without leading zeros; too large ones come as the first that is.
  private func number(_ index: inout Int) -> Int? {
    let start = index
    var value = 0
    while index < scalars.count, case "0"..."9" = scalars[index] {
      value = min(value * 10 + Int(scalars[index].value - 0x30), Self.mostRepetitions + 1)
      index += 1
    }
    if index == start || index > start + 1 && scalars[start] == "0" { return nil }
    return value
  }

  /// Repeats the last node; false where Go refuses to.
  mutating func repeatLast(_ bounds: Bounds) -> Bool {
    if max(bounds.least, bounds.most ?? 0) > Self.mostRepetitions { return false }
    if let most = bounds.most, most < bounds.least { return false }
    guard let last = nodes.popLast() else {
      // The start of the path is no node, and can be wanted no time as well.
      if bounds.least == 0 { nodes = [.any(.anything)] }
      return branches.isEmpty
    }
    switch last {
    case .condition: if bounds.least > 0 { nodes.append(last) }
    case .one(let taker):
      for _ in 0..<bounds.least { nodes.append(last) }
      if let most = bounds.most {
        for _ in bounds.least..<most {
          nodes.append(.optional(skipTo: nodes.count + 2))
          nodes.append(last)
        }
      } else {
        nodes.append(.any(taker))
      }
    // Stands only at the start of a later alternative, where nothing can be repeated.
    case .any, .optional: return false
    }
    repeated += max(bounds.least, bounds.most ?? 0)
    return repeated <= Self.largestRepetition
  }
}
