/// A set of characters in an ignore pattern.
struct IgnoreScalarSet: Sendable {
  /// The members, in no order.
  private(set) var ranges: [ClosedRange<UInt32>] = []
  /// General categories by their first letter, and whether all but them are meant.
  private(set) var categories: [(letter: UInt8, isNegated: Bool)] = []
  /// Whether everything else is meant.
  var isNegated = false

  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  /// Adds characters, or with `isNegated` all but these.
  mutating func insert(_ list: [ClosedRange<UInt32>], isNegated: Bool) {
    if !isNegated {
      ranges += list
      return
    }
    var from: UInt32 = 0
    for range in list.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if from < range.lowerBound { ranges.append(from...(range.lowerBound - 1)) }
      from = max(from, range.upperBound + 1)
    }
    ranges.append(from...0x10FFFF)
  }

  mutating func insert(category letter: UInt8, isNegated: Bool) {
    categories.append((letter, isNegated))
  }

  func contains(_ scalar: UInt32) -> Bool {
    for range in ranges where range.contains(scalar) { return !isNegated }
    for (letter, isNegatedCategory) in categories
    where (Self.category(of: scalar) == letter) != isNegatedCategory { return !isNegated }
    return isNegated
  }

  /// The first letter of the general category; nothing for what is not assigned.
  private static func category(of scalar: UInt32) -> UInt8? {
    if (0xD800...0xDFFF).contains(scalar) { return UInt8(ascii: "C") }
    switch Unicode.Scalar(scalar)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return UInt8(ascii: "L")
    case .nonspacingMark, .spacingMark, .enclosingMark: return UInt8(ascii: "M")
    case .decimalNumber, .letterNumber, .otherNumber: return UInt8(ascii: "N")
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return UInt8(ascii: "P")
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return UInt8(ascii: "S")
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return UInt8(ascii: "Z")
    case .control, .format, .privateUse, .surrogate: return UInt8(ascii: "C")
    default: return nil
    }
  }
}

extension IgnoreScalarSet {
  private static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  private static let upper: [ClosedRange<UInt32>] = [0x41...0x5A]
  private static let lower: [ClosedRange<UInt32>] = [0x61...0x7A]

  /// The members of `\d`, `\s` and `\w`, which `\D`, `\S` and `\W` leave out.
  static func perl(_ letter: Unicode.Scalar) -> [ClosedRange<UInt32>]? {
    switch letter {
    case "d", "D": digits
    case "s", "S": [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
    case "w", "W": digits + upper + [0x5F...0x5F] + lower
    default: nil
    }
  }

  /// The members of `[:name:]`.
  static func named(_ name: String) -> [ClosedRange<UInt32>]? {
    switch name {
    case "alnum": digits + upper + lower
    case "alpha": upper + lower
    case "ascii": [0x00...0x7F]
    case "blank": [0x09...0x09, 0x20...0x20]
    case "cntrl": [0x00...0x1F, 0x7F...0x7F]
    case "digit": digits
    case "graph": [0x21...0x7E]
    case "lower": lower
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [0x09...0x0D, 0x20...0x20]
    case "upper": upper
    case "word": digits + upper + lower + [0x5F...0x5F]
    case "xdigit": digits + [0x41...0x46, 0x61...0x66]
    default: nil
    }
  }
}
