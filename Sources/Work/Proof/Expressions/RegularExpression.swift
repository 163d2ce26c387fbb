public import Source

/// A regular expression in the syntax of Go's `regexp` (RE2), searched for in text in linear time.
///
/// It answers one question, whether the text holds a match, so neither groups nor greed are kept. Text
/// is compared by Unicode scalars, and bytes that are no UTF-8 read as U+FFFD, as Go has it.
public struct RegularExpression: Sendable {
  /// The expression as it was written.
  public let text: String
  private let program: ExpressionProgram

  /// Reads an expression.
  /// - Throws: `Failure` that says what Go does not take, or hardstand cannot match.
  public init(_ text: String) throws(Failure) {
    self.text = text
    var reader = ExpressionReader(text)
    program = try ExpressionProgram(try reader.expression())
  }

  /// Whether a match stands anywhere in a text.
  public func matches(_ text: String) -> Bool { program.finds(in: text.unicodeScalars) }
}

/// The parts that an expression is made of.
indirect enum ExpressionNode: Sendable {
  case empty
  /// One scalar that is in a set.
  case scalar(ScalarSet)
  case assertion(Assertion)
  case sequence([ExpressionNode])
  case choice([ExpressionNode])
  /// From `minimum` to `maximum` times; nil for any number.
  case repeated(ExpressionNode, minimum: Int, maximum: Int?)

  enum Assertion: Sendable {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }
}

/// A set of Unicode scalars.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  var categories: [Category] = []
  /// Sets that are in it as they stand, each with its own sense.
  var inner: [ScalarSet] = []
  var isNegated = false
  var ignoresCase = false

  struct Category: Sendable {
    /// One or two letters, such as `L` or `Lu`.
    let name: String
    let isNegated: Bool
  }

  static func of(_ scalar: Unicode.Scalar, ignoresCase: Bool = false) -> ScalarSet {
    ScalarSet(ranges: [scalar.value...scalar.value], ignoresCase: ignoresCase)
  }
  static let any = ScalarSet(ranges: [0...0x10FFFF])
  static let anyOfLine = ScalarSet(ranges: [10...10], isNegated: true)
  static let digits = ScalarSet(ranges: [0x30...0x39])
  static let blanks = ScalarSet(ranges: [9...10, 12...13, 32...32])
  static let word = ScalarSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

  var negated: ScalarSet {
    var set = self
    set.isNegated.toggle()
    return set
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var found = has(scalar)
    if !found, ignoresCase {
      found = ScalarSet.folds(of: scalar).contains { has($0) }
    }
    return found != isNegated
  }

  private func has(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } || inner.contains { $0.contains(scalar) }
      || categories.contains {
        ScalarSet.letters(scalar.properties.generalCategory).hasPrefix($0.name) != $0.isNegated
      }
  }

  /// The other cases of a letter, where those are one scalar.
  private static func folds(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      let value = scalar.value
      let isLetter = (0x41...0x5A).contains(value & ~0x20)
      var folds = isLetter ? [Unicode.Scalar(UInt8(value ^ 0x20))] : []
      // Beside their ASCII forms, the signs for long s and kelvin are cases of these.
      if value | 0x20 == 0x73 { folds.append("\u{17F}") }
      if value | 0x20 == 0x6B { folds.append("\u{212A}") }
      return folds
    }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    let upper = scalar.properties.uppercaseMapping.unicodeScalars
    return [lower, upper].compactMap { $0.count == 1 ? $0.first : nil }
  }

  private static func letters(_ category: Unicode.GeneralCategory) -> String {
    switch category {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
