/// A shell pattern of `#`, `%` and `/`: `*` and `?` without brackets.
///
/// BuildKit makes a regular expression of it, so `*` and `?` do not match a
/// newline. Every search here takes time in proportion to pattern times text.
struct ExpansionPattern {
  /// An escape that BuildKit refuses.
  struct InvalidEscape: Error {
    /// The escaped character; empty at the end of the pattern.
    let escape: String
  }

  /// A code point, or one of the marks below, which lie past all code points.
  private var elements: [UInt32] = []
  private static let any: UInt32 = 0x110000
  private static let star: UInt32 = 0x110001
  private static let newline: UInt32 = 0x0A

  /// A pattern from its text; with `isReversed` one that matches reversed texts.
  init(_ bytes: [UInt8], isReversed: Bool) throws(InvalidEscape) {
    var scalars = bytes.scalars
    if isReversed { scalars = Self.reversed(scalars) }
    let backslash = UInt32(UInt8(ascii: "\\"))
    var index = scalars.first == 0xFEFF ? 1 : 0
    while index < scalars.count {
      var scalar = scalars[index]
      index += 1
      switch scalar {
      case UInt32(UInt8(ascii: "*")):
        if elements.last != Self.star { elements.append(Self.star) }
        continue
      case UInt32(UInt8(ascii: "?")):
        elements.append(Self.any)
        continue
      case backslash:
        guard index < scalars.count else { throw InvalidEscape(escape: "") }
        scalar = scalars[index]
        if scalar == UInt32(UInt8(ascii: "}")) || scalar == UInt32(UInt8(ascii: "/")) { continue }
        index += 1
        if scalar != UInt32(UInt8(ascii: "*")), scalar != UInt32(UInt8(ascii: "?")),
          scalar != backslash
        {
          throw InvalidEscape(escape: Unicode.Scalar(scalar).map { String($0) } ?? "")
        }
      default: break
      }
      elements.append(scalar)
    }
  }

  /// The pattern from back to front, with escapes still before what they escape.
  private static func reversed(_ scalars: [UInt32]) -> [UInt32] {
    let backslash = UInt32(UInt8(ascii: "\\"))
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      // Written from back to front, so the escape comes second.
      if scalars[index] == backslash, index + 1 < scalars.count {
        result.append(scalars[index + 1])
        index += 1
        result.append(backslash)
      } else {
        result.append(scalars[index])
      }
      index += 1
    }
    result.reverse()
    return result
  }

  /// The end of the shortest or longest beginning of `value` that matches.
  ///
  /// `steps` falls by the work done; the search gives up where it passes zero.
  func prefixEnd(_ value: [UInt32], longest: Bool, steps: inout Int) -> Int? {
    var live = [Bool](repeating: false, count: elements.count + 1)
    var after = live
    live[0] = true
    var best: Int?
    for position in 0...value.count {
      steps -= elements.count + 1
      if steps < 0 { return nil }
      for index in elements.indices where live[index] && elements[index] == Self.star {
        live[index + 1] = true
      }
      if live[elements.count] {
        best = position
        if !longest { return best }
      }
      if position == value.count { break }
      var isAlive = false
      for index in after.indices { after[index] = false }
      for index in elements.indices where live[index] {
        if elements[index] == Self.star {
          if value[position] != Self.newline {
            after[index] = true
            isAlive = true
          }
        } else if matches(elements[index], value[position]) {
          after[index + 1] = true
          isAlive = true
        }
      }
      if !isAlive { break }
      swap(&live, &after)
    }
    return best
  }

  /// The leftmost match in `value`, and of those that begin there the longest.
  func firstMatch(_ value: [UInt32], steps: inout Int) -> Range<Int>? {
    firstMatch(value, from: 0, steps: &steps)
  }

  /// Every match in the order in which Go's `ReplaceAllString` finds them: an
  /// empty match directly after another match does not count.
  func matches(_ value: [UInt32], steps: inout Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var from = 0
    while from <= value.count, let match = firstMatch(value, from: from, steps: &steps) {
      if match.upperBound > (result.last?.upperBound ?? 0) || match.lowerBound == 0 {
        result.append(match)
      }
      from = max(from + 1, match.upperBound)
    }
    return result
  }

  private func firstMatch(_ value: [UInt32], from: Int, steps: inout Int) -> Range<Int>? {
    // For each place in the pattern, the first start of a match that is there.
    let none = Int.max
    var live = [Int](repeating: none, count: elements.count + 1)
    var after = live
    var best: Range<Int>?
    for position in from...value.count {
      steps -= elements.count + 1
      if steps < 0 { return nil }
      if best == nil { live[0] = min(live[0], position) }
      for index in elements.indices where elements[index] == Self.star {
        live[index + 1] = min(live[index + 1], live[index])
      }
      let start = live[elements.count]
      if start <= (best?.lowerBound ?? none - 1) { best = start..<position }
      if position == value.count { break }
      var isAlive = false
      for index in after.indices { after[index] = none }
      for index in elements.indices where live[index] <= (best?.lowerBound ?? none - 1) {
        let target: Int
        if elements[index] == Self.star {
          if value[position] == Self.newline { continue }
          target = index
        } else {
          if !matches(elements[index], value[position]) { continue }
          target = index + 1
        }
        after[target] = min(after[target], live[index])
        isAlive = true
      }
      swap(&live, &after)
      if best != nil, !isAlive { break }
    }
    return best
  }

  private func matches(_ element: UInt32, _ scalar: UInt32) -> Bool {
    element == scalar || element == Self.any && scalar != Self.newline
  }
}
