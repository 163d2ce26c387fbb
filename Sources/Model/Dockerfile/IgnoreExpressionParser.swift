/// The reader of the regular expressions that moby writes for ignore patterns.
///
/// The syntax is that of Go's `regexp/syntax`, as far as such an expression can
/// hold it: a pattern may bring brackets and backslashes of its own, and then
/// these mean what they mean to Go.
struct IgnoreExpressionParser {
  let scalars: [Unicode.Scalar]
  var position = 0
  private(set) var branches: [[IgnoreExpression.Node]] = []
  var nodes: [IgnoreExpression.Node] = []
  /// How many nodes repetitions have added.
  var repeated = 0
  /// Whether a repetition was read just before, which no other may follow.
  private var isAfterRepetition = false

  init(_ scalars: [UInt32]) {
    self.scalars = scalars.map { Unicode.Scalar($0) ?? "\u{FFFD}" }
  }

  /// The nodes of each alternative, or nothing where the expression is malformed.
  mutating func parse() -> [[IgnoreExpression.Node]]? {
    while position < scalars.count {
      let wasAfterRepetition = isAfterRepetition
      isAfterRepetition = false
      switch scalars[position] {
      case "(":
        // The only group there is.
        guard take("(.*/)?") else { return nil }
        nodes.append(.optional(skipTo: nodes.count + 3))
        nodes.append(.any(.notNewline))
        nodes.append(.one(.scalar(0x2F)))
        isAfterRepetition = true
      case "|":
        position += 1
        branches.append(nodes)
        // Only the first alternative is bound to the start.
        nodes = [.any(.anything)]
      case ".":
        position += 1
        add(.notNewline)
      case "^":
        position += 1
        nodes.append(.condition(.start))
      case "$":
        position += 1
        nodes.append(.condition(.end))
      case "[":
        if take("[^/]") {
          add(.notSlash)
        } else {
          guard let set = set() else { return nil }
          add(.set(set))
        }
      case "\\":
        guard backslash() else { return nil }
      case "{":
        if let bounds = repetition() {
          guard !wasAfterRepetition, repeatLast(bounds) else { return nil }
          isAfterRepetition = true
        } else {
          position += 1
          nodes.append(.one(.scalar(UInt32(UInt8(ascii: "{")))))
        }
      case "*", "?", "+", ")": return nil
      default:
        nodes.append(.one(.scalar(scalars[position].value)))
        position += 1
      }
    }
    return branches + [nodes]
  }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    position + offset < scalars.count ? scalars[position + offset] : nil
  }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[position...].starts(with: text.unicodeScalars) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  /// Adds what takes a character, with the `*` that may follow.
  private mutating func add(_ taker: IgnoreExpression.Taker) {
    if peek() == "*" {
      position += 1
      nodes.append(.any(taker))
      isAfterRepetition = true
    } else {
      nodes.append(.one(taker))
    }
  }

  /// Reads a backslash and what it means outside of brackets.
  private mutating func backslash() -> Bool {
    switch peek(1) {
    case "A":
      nodes.append(.condition(.start))
      position += 2
    case "z":
      nodes.append(.condition(.end))
      position += 2
    case "b":
      nodes.append(.condition(.wordBoundary))
      position += 2
    case "B":
      nodes.append(.condition(.noWordBoundary))
      position += 2
    case "Q":
      position += 2
      while position < scalars.count {
        if take("\\E") { break }
        nodes.append(.one(.scalar(scalars[position].value)))
        position += 1
      }
    default:
      var set = IgnoreScalarSet()
      if let isSet = group(into: &set) {
        if isSet { add(.set(set)) }
        return isSet
      }
      guard let scalar = escaped() else { return false }
      nodes.append(.one(.scalar(scalar)))
    }
    return true
  }

  /// Reads `\d`, `\pL` and the like into a set; false where it is malformed,
  /// nothing where something else stands here.
  private mutating func group(into set: inout IgnoreScalarSet) -> Bool? {
    guard peek() == "\\", let letter = peek(1) else { return nil }
    if let list = IgnoreScalarSet.perl(letter) {
      position += 2
      set.insert(list, isNegated: letter < "a")
      return true
    }
    guard letter == "p" || letter == "P" else { return nil }
    guard let name = peek(2), "LMNPSZC".unicodeScalars.contains(name) else { return false }
    position += 3
    set.insert(category: UInt8(ascii: name), isNegated: letter == "P")
    return true
  }

  /// Reads a backslash and the one character that it stands for.
  private mutating func escaped() -> UInt32? {
    guard let letter = peek(1) else { return nil }
    position += 2
    switch letter {
    case "0", "1", "2", "3", "4", "5", "6", "7":
      var value = letter.value - 0x30
      // One digit alone would be a back reference, which Go does not have.
      if value != 0, octalDigit() == nil { return nil }
      for _ in 0..<2 {
        guard let digit = octalDigit() else { break }
        value = value * 8 + digit
        position += 1
      }
      return value
    case "x":
      guard let high = hexDigit(peek()), let low = hexDigit(peek(1)) else { return nil }
      position += 2
      return high * 16 + low
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    default:
      let isWord = ScalarKind.isLetter(letter.value) || ScalarKind.isDigit(letter.value)
      return letter.isASCII && !isWord ? letter.value : nil
    }
  }

  private func octalDigit() -> UInt32? {
    guard let digit = peek(), digit >= "0", digit <= "7" else { return nil }
    return digit.value - 0x30
  }

  private func hexDigit(_ scalar: Unicode.Scalar?) -> UInt32? {
    switch scalar {
    case .some("0"..."9"): scalar.map { $0.value - 0x30 }
    case .some("a"..."f"), .some("A"..."F"): scalar.map { ($0.value | 0x20) - 0x61 + 10 }
    default: nil
    }
  }

  /// Reads a set in brackets.
  private mutating func set() -> IgnoreScalarSet? {
    var set = IgnoreScalarSet()
    position += 1
    if peek() == "^" {
      set.isNegated = true
      position += 1
    }
    var isFirst = true
    while isFirst || peek() != "]" {
      isFirst = false
      if peek() == "[", peek(1) == ":", let end = endOfName() {
        guard named(until: end, into: &set) else { return nil }
        continue
      }
      if let isSet = group(into: &set) {
        if !isSet { return nil }
        continue
      }
      guard let low = member() else { return nil }
      var high = low
      if peek() == "-", let following = peek(1), following != "]" {
        position += 1
        guard let end = member(), end >= low else { return nil }
        high = end
      }
      set.insert(low...high)
    }
    position += 1
    return set
  }

  private mutating func member() -> UInt32? {
    guard let scalar = peek() else { return nil }
    if scalar == "\\" { return escaped() }
    position += 1
    return scalar.value
  }

  /// The offset of the `:]` that ends a name in brackets.
  private func endOfName() -> Int? {
    var index = position + 2
    while index + 1 < scalars.count {
      if scalars[index] == ":", scalars[index + 1] == "]" { return index }
      index += 1
    }
    return nil
  }

  private mutating func named(until end: Int, into set: inout IgnoreScalarSet) -> Bool {
    var from = position + 2
    let isNegated = from < end && scalars[from] == "^"
    if isNegated { from += 1 }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[from..<end])
    guard let list = IgnoreScalarSet.named(name) else { return false }
    set.insert(list, isNegated: isNegated)
    position = end + 2
    return true
  }
}
