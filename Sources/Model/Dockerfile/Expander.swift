/// The expansion of variables, quotes and escapes in the words of a Dockerfile.
///
/// It does what the `shell` package of BuildKit's Dockerfile frontend does,
/// byte for byte, where every variable is known. Where the environment cannot
/// tell a value, the result says what is certain all the same.
public struct Expander: Hashable, Sendable {
  /// How much of the quoting stays in the result.
  public struct Options: OptionSet, Hashable, Sendable {
    /// The bits of the options.
    public let rawValue: UInt8

    /// Options from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Quotes quote, and stay in the result (BuildKit's `RawQuotes`).
    public static let keepsQuotes = Options(rawValue: 1)
    /// Escapes escape, and the escape character stays in the result (BuildKit's `RawEscapes`).
    public static let keepsEscapes = Options(rawValue: 2)
    /// Quotes are text like any other (BuildKit's `SkipProcessQuotes`).
    public static let ignoresQuotes = Options(rawValue: 4)
    /// References to unset variables stay as they are (BuildKit's `SkipUnsetEnv`).
    public static let keepsUnset = Options(rawValue: 8)

    /// How BuildKit expands the body of a here-document whose name is not quoted.
    public static let hereDocument: Options = [.ignoresQuotes]
    /// How BuildKit splits a line to find the names of its here-documents.
    public static let hereDocumentNames: Options = [.keepsQuotes, .keepsEscapes, .keepsUnset]
  }

  /// How many substitutions may stand within each other.
  public static let maximumDepth = 128
  /// How many bytes a result may have beyond three for each byte of its word (a
  /// byte that is no UTF-8 becomes three): what Linux allows one string of a
  /// process's environment to have.
  public static let maximumGrowth = 131_072
  /// How many steps the patterns of one word may take to match.
  static let maximumSteps = 1 << 24

  /// The character that escapes: a backslash, or a backtick where the
  /// `escape` directive says so. Must be ASCII.
  public var escape: UInt8
  /// What stays in the result.
  public var options: Options

  /// An expander from its escape character.
  public init(escape: UInt8 = UInt8(ascii: "\\"), options: Options = []) {
    self.escape = escape
    self.options = options
  }

  /// The expansion of a text as one word, white space included.
  public func word(
    _ text: [UInt8], environment: some ExpansionEnvironment
  ) throws(ExpansionError) -> ExpansionResult {
    if let plain = plainText(text) {
      return ExpansionResult(value: .known(plain), references: [])
    }
    var scanner = ExpansionScanner(text, expander: self, environment: environment)
    var splitter: ExpansionSplitter?
    let draft = try scanner.expand(splitting: &splitter)
    return ExpansionResult(value: draft.value, references: scanner.references)
  }

  /// The expansion of a text as one word, white space included.
  public func word(
    _ text: String, environment: some ExpansionEnvironment
  ) throws(ExpansionError) -> ExpansionResult {
    try word(Array(text.utf8), environment: environment)
  }

  /// The words that a text falls into after the expansion of its variables.
  public func words(
    _ text: [UInt8], environment: some ExpansionEnvironment
  ) throws(ExpansionError) -> ExpansionWords {
    var scanner = ExpansionScanner(text, expander: self, environment: environment)
    var splitter: ExpansionSplitter? = ExpansionSplitter()
    _ = try scanner.expand(splitting: &splitter)
    let words = splitter?.finish() ?? []
    return ExpansionWords(
      words: words, isCountCertain: splitter?.isCountCertain ?? true,
      references: scanner.references)
  }

  /// The words that a text falls into after the expansion of its variables.
  public func words(
    _ text: String, environment: some ExpansionEnvironment
  ) throws(ExpansionError) -> ExpansionWords {
    try words(Array(text.utf8), environment: environment)
  }

  /// The text itself, where it is ASCII without anything to expand.
  private func plainText(_ text: [UInt8]) -> String? {
    for byte in text {
      if byte >= 0x80 || byte == escape { return nil }
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "'"), UInt8(ascii: "\""): return nil
      default: continue
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
