import Source

/// Reads the syntax of Go's `regexp/syntax` with its Perl flags.
struct ExpressionReader {
  private let text: String
  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var flags = Flags()
  private var depth = 0

  private struct Flags {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesNewline = false
  }

  /// The most times that a part may be repeated, and groups may nest, as in Go.
  private static let repeatLimit = 1000
  private static let depthLimit = 1000

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  mutating func expression() throws(Failure) -> ExpressionNode {
    let node = try choice()
    if place < scalars.count { throw trouble("a `)` stands without its `(`") }
    return node
  }

  private func trouble(_ reason: String, _ hint: String? = nil) -> Failure {
    Failure(
      "cannot understand the regular expression `\(text)`", because: [reason],
      hint: hint ?? "write it in the syntax of Go's regexp (RE2)")
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    place += 1
    return true
  }

  private func stands(_ word: String) -> Bool {
    scalars[place...].starts(with: word.unicodeScalars)
  }

  private mutating func choice() throws(Failure) -> ExpressionNode {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.depthLimit { throw trouble("its groups nest too deep") }
    var options: [ExpressionNode] = []
    repeat { options.append(try sequence()) } while take("|")
    return options.count == 1 ? options[0] : .choice(options)
  }

  private mutating func sequence() throws(Failure) -> ExpressionNode {
    var parts: [ExpressionNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if stands("\\Q") {
        place += 2
        while place < scalars.count, !stands("\\E") {
          parts.append(literal(scalars[place]))
          place += 1
        }
        if place < scalars.count { place += 2 }
        continue
      }
      guard let part = try atom() else { continue }
      parts.append(try repetition(of: part))
    }
    return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
  }

  private mutating func repetition(of part: ExpressionNode) throws(Failure) -> ExpressionNode {
    guard let bounds = try bounds() else { return part }
    // Whether it is greedy is of no meaning here.
    _ = take("?")
    let again = place
    if try self.bounds() != nil {
      place = again
      throw trouble("two repetitions stand one after the other", "put the first into a group")
    }
    return .repeated(part, minimum: bounds.minimum, maximum: bounds.maximum)
  }

  private mutating func bounds() throws(Failure) -> (minimum: Int, maximum: Int?)? {
    switch next {
    case "*":
      place += 1
      return (0, nil)
    case "+":
      place += 1
      return (1, nil)
    case "?":
      place += 1
      return (0, 1)
    case "{":
      // A brace that begins no repetition stands for itself.
      let start = place
      place += 1
      guard let minimum = number() else {
        place = start
        return nil
      }
      var maximum: Int? = minimum
      if take(",") { maximum = next == "}" ? nil : number() ?? -1 }
      guard maximum != -1, take("}") else {
        place = start
        return nil
      }
      if minimum > Self.repeatLimit || (maximum ?? 0) > Self.repeatLimit
        || minimum > maximum ?? minimum
      {
        throw trouble("a repetition is above \(Self.repeatLimit), or its bounds are the wrong way")
      }
      return (minimum, maximum)
    default: return nil
    }
  }

  private mutating func number() -> Int? {
    var text = ""
    while let scalar = next, scalar.isASCII, scalar.properties.numericType == .decimal {
      text.unicodeScalars.append(scalar)
      place += 1
    }
    if text.isEmpty { return nil }
    return text.utf8.count > 6 ? 1_000_000 : Int(text)
  }

  private func literal(_ scalar: Unicode.Scalar) -> ExpressionNode {
    .scalar(.of(scalar, ignoresCase: flags.ignoresCase))
  }

  private mutating func atom() throws(Failure) -> ExpressionNode? {
    guard let scalar = next else { return nil }
    switch scalar {
    case "*", "+", "?": throw trouble("`\(scalar)` repeats nothing")
    case "{":
      let start = place
      if try bounds() != nil { throw trouble("a repetition repeats nothing") }
      place = start + 1
      return literal(scalar)
    case "(": return try group()
    case "[": return .scalar(try set())
    case ".":
      place += 1
      return .scalar(flags.dotTakesNewline ? .any : .anyOfLine)
    case "^":
      place += 1
      return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$":
      place += 1
      return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case "\\":
      place += 1
      return try escape()
    default:
      place += 1
      return literal(scalar)
    }
  }

  // MARK: Groups

  private mutating func group() throws(Failure) -> ExpressionNode? {
    place += 1
    let outer = flags
    if take("?") {
      if stands("P<") || (next == "<" && !stands("<=") && !stands("<!")) {
        if next == "P" { place += 1 }
        place += 1
        var name = ""
        while let scalar = next, scalar != ">" {
          name.unicodeScalars.append(scalar)
          place += 1
        }
        let isName =
          !name.isEmpty
          && name.unicodeScalars.allSatisfy { ScalarSet.word.contains($0) }
        guard take(">"), isName else { throw trouble("the name of a group is not complete") }
      } else if try takeFlags() {
        return nil
      }
    }
    let inner = try choice()
    guard take(")") else { throw trouble("a `(` stands without its `)`") }
    flags = outer
    return inner
  }

  /// Takes flags; true where they hold for what follows in the group around them.
  private mutating func takeFlags() throws(Failure) -> Bool {
    var isOn = true
    var isAny = false
    while let scalar = next {
      place += 1
      switch scalar {
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotTakesNewline = isOn
      case "U": break
      case "-" where isOn:
        isOn = false
        isAny = false
        continue
      case ":" where isOn || isAny: return false
      case ")" where isAny: return true
      case "=", "!", "<":
        throw trouble(
          "Go's regexp takes no `(?\(scalar)`", "write it without looking ahead or back")
      default: throw trouble("`(?` is followed by `\(scalar)`, which is no flag")
      }
      isAny = true
    }
    throw trouble("a `(?` is not complete")
  }

  // MARK: Escapes

  private mutating func escape() throws(Failure) -> ExpressionNode {
    guard let scalar = next else { throw trouble("it ends with a `\\`") }
    switch scalar {
    case "A": return assertion(.textStart)
    case "z": return assertion(.textEnd)
    case "b": return assertion(.wordBoundary)
    case "B": return assertion(.noWordBoundary)
    case "C": throw trouble("single bytes, `\\C`, cannot be matched", "write `(?s:.)`")
    default: break
    }
    if let set = try setEscape() { return .scalar(set) }
    return literal(try scalarEscape())
  }

  private mutating func assertion(_ assertion: ExpressionNode.Assertion) -> ExpressionNode {
    place += 1
    return .assertion(assertion)
  }

  /// A set such as `\d` or `\p{Lu}`, after its backslash.
  private mutating func setEscape() throws(Failure) -> ScalarSet? {
    guard let scalar = next else { return nil }
    let set: ScalarSet
    switch scalar {
    case "d": set = .digits
    case "D": set = ScalarSet.digits.negated
    case "s": set = .blanks
    case "S": set = ScalarSet.blanks.negated
    case "w": set = .word
    case "W": set = ScalarSet.word.negated
    case "p", "P": return try category(isNegated: scalar == "P")
    default: return nil
    }
    place += 1
    var folded = set
    folded.ignoresCase = flags.ignoresCase && !set.isNegated
    return folded
  }

  private mutating func category(isNegated: Bool) throws(Failure) -> ScalarSet {
    place += 1
    var name = ""
    var isNegated = isNegated
    if take("{") {
      if take("^") { isNegated.toggle() }
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        place += 1
      }
      guard take("}") else { throw trouble("a `\\p{` stands without its `}`") }
    } else if let scalar = next {
      name.unicodeScalars.append(scalar)
      place += 1
    }
    if name == "Any" { return isNegated ? ScalarSet.any.negated : .any }
    let known = [
      "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
      "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C",
      "Cc", "Cf", "Cs", "Co",
    ]
    guard known.contains(name) else {
      throw trouble(
        "`\\p{\(name)}` cannot be matched",
        "use a general category, such as `\\p{Lu}`, or a range of characters")
    }
    return ScalarSet(
      categories: [.init(name: name, isNegated: false)], isNegated: isNegated,
      ignoresCase: flags.ignoresCase && !isNegated)
  }

  /// One scalar, after its backslash.
  private mutating func scalarEscape() throws(Failure) -> Unicode.Scalar {
    guard let scalar = next else { throw trouble("it ends with a `\\`") }
    place += 1
    switch scalar {
    case "a": return "\u{7}"
    case "f": return "\u{C}"
    case "t": return "\t"
    case "n": return "\n"
    case "r": return "\r"
    case "v": return "\u{B}"
    case "x": return try hexadecimal()
    case "0"..."7":
      // Digits from 1 to 7 alone would be references to groups, which Go does not have.
      if scalar != "0", next.map({ !("0"..."7").contains($0) }) ?? true { break }
      var value = scalar.value - 0x30
      for _ in 0..<2 {
        guard let digit = next, ("0"..."7").contains(digit) else { break }
        value = value * 8 + digit.value - 0x30
        place += 1
      }
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    default:
      if scalar.isASCII, !ScalarSet.word.contains(scalar) { return scalar }
    }
    throw trouble("Go's regexp takes no `\\\(scalar)`")
  }

  private mutating func hexadecimal() throws(Failure) -> Unicode.Scalar {
    var digits = ""
    if take("{") {
      while let scalar = next, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        place += 1
      }
      guard take("}") else { throw trouble("a `\\x{` stands without its `}`") }
    } else {
      for _ in 0..<2 {
        guard let scalar = next else { break }
        digits.unicodeScalars.append(scalar)
        place += 1
      }
      if digits.utf8.count != 2 { throw trouble("`\\x` takes two digits") }
    }
    let isHexadecimal = digits.unicodeScalars.allSatisfy { $0.properties.isASCIIHexDigit }
    guard isHexadecimal, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
    else { throw trouble("`\\x\(digits)` is no character") }
    return scalar
  }

  // MARK: Sets

  private mutating func set() throws(Failure) -> ScalarSet {
    place += 1
    var set = ScalarSet(ignoresCase: flags.ignoresCase)
    let isNegated = take("^")
    var isFirst = true
    while isFirst || next != "]" {
      guard let scalar = next else { throw trouble("a `[` stands without its `]`") }
      if scalar == "-", !isFirst, place + 1 < scalars.count, scalars[place + 1] != "]" {
        throw trouble("a range in brackets has no start")
      }
      isFirst = false
      if stands("[:"), let named = try namedSet() {
        set.inner.append(named)
        continue
      }
      if scalar == "\\" {
        place += 1
        if let inner = try setEscape() {
          set.inner.append(inner)
          continue
        }
        place -= 1
      }
      let low = try setScalar()
      var high = low
      if next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" {
        place += 1
        high = try setScalar()
      }
      if high < low { throw trouble("the range `\(low)-\(high)` runs backwards") }
      set.ranges.append(low.value...high.value)
    }
    place += 1
    set.isNegated = isNegated
    return set
  }

  private mutating func setScalar() throws(Failure) -> Unicode.Scalar {
    guard let scalar = next else { throw trouble("a `[` stands without its `]`") }
    place += 1
    return scalar == "\\" ? try scalarEscape() : scalar
  }

  private mutating func namedSet() throws(Failure) -> ScalarSet? {
    guard
      let end = scalars[(place + 2)...].firstIndex(of: ":"), end + 1 < scalars.count,
      scalars[end + 1] == "]"
    else { return nil }
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[(place + 2)..<end])
    let isNegated = name.hasPrefix("^")
    if isNegated { name.removeFirst() }
    let ranges: [ClosedRange<UInt32>]
    switch name {
    case "alnum": ranges = [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": ranges = [0x41...0x5A, 0x61...0x7A]
    case "ascii": ranges = [0...0x7F]
    case "blank": ranges = [9...9, 32...32]
    case "cntrl": ranges = [0...0x1F, 0x7F...0x7F]
    case "digit": ranges = [0x30...0x39]
    case "graph": ranges = [0x21...0x7E]
    case "lower": ranges = [0x61...0x7A]
    case "print": ranges = [0x20...0x7E]
    case "punct": ranges = [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": ranges = [9...13, 32...32]
    case "upper": ranges = [0x41...0x5A]
    case "word": ranges = ScalarSet.word.ranges
    case "xdigit": ranges = [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: throw trouble("`[:\(name):]` is no set of Go's regexp")
    }
    place = end + 2
    return ScalarSet(ranges: ranges, isNegated: isNegated, ignoresCase: flags.ignoresCase)
  }
}
