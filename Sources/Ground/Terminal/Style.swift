public import Host

/// How text may look at its destination: colours, symbols and width.
public struct Style: Hashable, Sendable {
  /// Whether roles are shown by escape sequences.
  public var usesColor: Bool
  /// Whether symbols outside of ASCII are understood.
  public var usesUnicode: Bool
  /// The columns of a line; nil where no person counts them.
  public var columns: Int?

  /// A style from its parts; by default plain ASCII without an end of line.
  public init(usesColor: Bool = false, usesUnicode: Bool = false, columns: Int? = nil) {
    self.usesColor = usesColor
    self.usesUnicode = usesUnicode
    self.columns = columns
  }

  /// The style that fits a descriptor under the user's choice and environment.
  public init(for descriptor: FileDescriptor, _ choice: ColorChoice, environment: [String: String])
  {
    let isTerminal = descriptor.isTerminal
    usesColor = choice.usesColor(environment: environment, isTerminal: isTerminal)
    usesUnicode = Style.understandsUnicode(environment)
    let given = environment["COLUMNS"].flatMap { Int($0) }
    columns = isTerminal ? given.flatMap { $0 > 0 ? $0 : nil } ?? descriptor.columns ?? 80 : nil
  }

  /// Whether the locale says UTF-8: the first that is set of `LC_ALL`, `LC_CTYPE` and `LANG`.
  ///
  /// Where none is set, as in most containers and jobs, UTF-8 is taken for granted; the C
  /// locale by name asks for ASCII.
  public static func understandsUnicode(_ environment: [String: String]) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      // `language_COUNTRY.codeset@modifier`, of which the codeset matters.
      let codeset = value.split(separator: ".", maxSplits: 1).last ?? ""
      let name = codeset.prefix { $0 != "@" }.lowercased()
      return name == "utf-8" || name == "utf8"
    }
    return environment["TERM"] != "linux"
  }

  /// Text in the look of its role. The text must not hold control characters: see `visible`.
  public func text(_ text: String, _ role: Role) -> String {
    usesColor && !text.isEmpty ? "\u{1B}[\(role.parameters)m\(text)\u{1B}[0m" : text
  }

  /// A symbol as this style can show it.
  public func symbol(_ symbol: Symbol) -> String {
    usesUnicode ? symbol.unicode : symbol.ascii
  }

  /// The columns to wrap prose at: those of the terminal, but from 40 to 100, and 80 without one.
  public var proseColumns: Int { min(max(columns ?? 80, 40), 100) }
}

/// A sign with a spelling for those who cannot see more than ASCII.
public enum Symbol: Hashable, Sendable, CaseIterable {
  /// Done, or as it should be.
  case check
  /// Failed.
  case cross
  /// Leads to what follows.
  case arrow
  /// Begins a point of a list.
  case bullet
  /// Stands for what was left out.
  case ellipsis
  /// A line downwards beside source text.
  case verticalLine
  /// A line along.
  case horizontalLine
  /// A corner from above to the right.
  case corner
  /// A branch from a line downwards to the right.
  case branch
  /// A mark below source text.
  case underline

  var unicode: String {
    switch self {
    case .check: "✓"
    case .cross: "✗"
    case .arrow: "→"
    case .bullet: "•"
    case .ellipsis: "…"
    case .verticalLine: "│"
    case .horizontalLine: "─"
    case .corner: "╰"
    case .branch: "├"
    case .underline: "^"
    }
  }

  var ascii: String {
    switch self {
    case .check: "ok"
    case .cross: "x"
    case .arrow: "->"
    case .bullet: "*"
    case .ellipsis: "..."
    case .verticalLine: "|"
    case .horizontalLine: "-"
    case .corner: "`"
    case .branch: "|"
    case .underline: "^"
    }
  }
}
