import Source

/// A reader of one shell text from its first to its last byte.
///
/// Positions are offsets in the joined text; `source` maps them to the file
/// where nodes are made. Every step either moves forward or ends its loop, and
/// nesting is bounded, so any input is read in time linear in its length.
struct ShellParser {
  /// How deep commands and expansions may nest; at about 6 KiB of stack a level this keeps to
  /// the 512 KiB of a secondary thread.
  static let nestingLimit = 50
  /// How many problems are told of one text.
  static let problemLimit = 200

  let text: MappedText
  let bytes: [UInt8]
  let dialect: ShellDialect
  /// Where the next byte is read.
  var position = 0
  /// Where reading stops; less than the length of the text inside of backticks and here-documents.
  var end: Int
  var depth: Int
  /// Whether the nesting limit was met, after which nothing more is read.
  var isAborted = false
  /// The tokens that end the lists around the place that is read.
  var stops: Stops = []
  var problems: [ShellProblem] = []
  var features: [ShellFeatureUse] = []
  var comments: [SourceRange] = []

  /// The newline after which the bodies of here-documents stand; -1 where there are none.
  var heredocNewline = -1
  /// The place after the bodies that were read ahead.
  var heredocEnd = 0
  /// How many bytes may still be looked through for the end of arithmetic.
  var lookaheadBudget: Int
  /// The place up to which unquoted brackets have no end.
  var bracketsSearched = 0
  /// The place up to which braces have been searched for lists.
  var bracesSearched = 0
  /// Whether `@(a|b)` and its kin are patterns; in bash from the line after `shopt -s extglob` on.
  var hasExtendedGlobs: Bool
  /// Whether `shopt -s extglob` stands on the line that is read.
  var startsExtendedGlobs = false
  /// Where the words of the simple commands that are read lie, the innermost last.
  var wordBounds: [Range<Int>] = []

  init(_ text: MappedText, dialect: ShellDialect, depth: Int) {
    self.text = text
    self.dialect = dialect
    self.depth = depth
    hasExtendedGlobs = dialect == .ksh || dialect == .zsh
    bytes = text.bytes
    end = bytes.count
    lookaheadBudget = bytes.count * 16 + 4096
  }

  mutating func parseScript() -> ShellScript {
    let statements = parseStatements([])
    // A construct that lacks its end is known only after what is in it.
    problems.sort { $0.range < $1.range }
    features.sort { $0.range < $1.range }
    comments.sort()
    return ShellScript(
      statements: statements, comments: comments, problems: problems, features: features,
      dialect: dialect, range: text.sourceRange)
  }

  /// The place in the file after the byte before `offset`.
  func place(_ offset: Int) -> Int {
    offset <= 0 ? text.source(of: 0) : text.source(of: offset - 1) + 1
  }

  func source(_ lower: Int, _ upper: Int) -> SourceRange {
    if lower >= upper {
      let place = place(lower)
      return SourceRange(place, place)
    }
    return SourceRange(text.source(of: lower), text.source(of: upper - 1) + 1)
  }

  func string(_ lower: Int, _ upper: Int) -> String {
    lower >= upper ? "" : String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  mutating func report(_ kind: ShellProblem.Kind, _ message: String, _ lower: Int, _ upper: Int) {
    guard !isAborted, problems.count < ShellParser.problemLimit else { return }
    problems.append(ShellProblem(kind: kind, message: message, range: source(lower, upper)))
  }

  mutating func note(_ feature: ShellFeature, _ lower: Int, _ upper: Int) {
    features.append(ShellFeatureUse(feature: feature, range: source(lower, upper)))
  }

  /// Goes one level deeper; false at the limit, where the rest of the text is left out.
  mutating func enter() -> Bool {
    if depth >= ShellParser.nestingLimit || isAborted {
      report(
        .nestingTooDeep,
        "nesting deeper than \(ShellParser.nestingLimit) levels is not read; split the command",
        position, min(position + 1, end))
      isAborted = true
      position = end
      return false
    }
    depth += 1
    return true
  }

  mutating func leave() { depth -= 1 }

  /// Gives back a limit that was narrowed for a part of the text.
  mutating func restore(end old: Int, position next: Int) {
    end = old
    position = isAborted ? old : next
  }
}

/// The tokens that can end a list.
struct Stops: OptionSet {
  let rawValue: UInt16
  static let then = Stops(rawValue: 1)
  static let `else` = Stops(rawValue: 2)
  static let fi = Stops(rawValue: 4)
  static let `do` = Stops(rawValue: 8)
  static let done = Stops(rawValue: 16)
  static let esac = Stops(rawValue: 32)
  static let brace = Stops(rawValue: 64)
  static let parenthesis = Stops(rawValue: 128)
  static let clause = Stops(rawValue: 256)
}

/// A reserved word; the raw value is its bytes, the first one highest.
enum Keyword: UInt64 {
  case `if` = 0x6966
  case then = 0x7468_656e
  case elif = 0x656c_6966
  case `else` = 0x656c_7365
  case fi = 0x6669
  case `for` = 0x666f_72
  case select = 0x7365_6c65_6374
  case `while` = 0x7768_696c_65
  case until = 0x756e_7469_6c
  case `do` = 0x646f
  case done = 0x646f_6e65
  case `case` = 0x6361_7365
  case `in` = 0x696e
  case esac = 0x6573_6163
  case function = 0x6675_6e63_7469_6f6e
  case time = 0x7469_6d65
  case coproc = 0x636f_7072_6f63
  case openBrace = 0x7b
  case closeBrace = 0x7d
  case not = 0x21
  case openBrackets = 0x5b5b
  case closeBrackets = 0x5d5d

  /// The stop that the word is, if it ends a list.
  var stop: Stops? {
    switch self {
    case .then: .then
    case .elif, .else: .else
    case .fi: .fi
    case .do: .do
    case .done: .done
    case .esac: .esac
    case .closeBrace: .brace
    default: nil
    }
  }
}
