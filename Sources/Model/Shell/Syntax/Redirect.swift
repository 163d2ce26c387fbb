public import Source

/// A redirection.
public struct Redirect: Hashable, Sendable {
  /// The kinds of redirection by their tokens.
  public enum Operator: String, Hashable, Sendable, CaseIterable {
    /// Reads from a file.
    case read = "<"
    /// Writes to a file.
    case write = ">"
    /// Appends to a file.
    case append = ">>"
    /// Writes to a file even where `noclobber` is set.
    case clobber = ">|"
    /// Opens a file to read and write.
    case readWrite = "<>"
    /// Takes over an input descriptor.
    case duplicateInput = "<&"
    /// Takes over an output descriptor; with a word that is no number, writes output and
    /// errors to a file.
    case duplicateOutput = ">&"
    /// Writes output and errors to a file.
    case writeBoth = "&>"
    /// Appends output and errors to a file.
    case appendBoth = "&>>"
    /// Reads the lines that follow.
    case heredoc = "<<"
    /// Reads the lines that follow without their leading tabs.
    case heredocStrippingTabs = "<<-"
    /// Reads a word.
    case hereString = "<<<"
  }

  /// What is redirected.
  public enum Descriptor: Hashable, Sendable {
    /// A descriptor by its number.
    case number(Int)
    /// A new descriptor whose number a variable takes, as in `{log}>`.
    case variable(String)
  }

  /// The descriptor as it is written before the operator, if it is.
  public let descriptor: Descriptor?
  /// The kind.
  public let `operator`: Operator
  /// Where the operator stands, without a descriptor.
  public let operatorRange: SourceRange
  /// The word after the operator; of a here-document its delimiter.
  public let target: Word?
  /// The lines of a here-document.
  public let heredoc: HeredocBody?
  /// From the descriptor up to the end of the target; the lines of a here-document lie outside.
  public let range: SourceRange

  /// The number of the descriptor that is redirected, given or implied; nil where a variable
  /// takes it.
  public var fd: Int? {
    switch descriptor {
    case .number(let number): return number
    case .variable: return nil
    case nil: break
    }
    switch `operator` {
    case .read, .readWrite, .duplicateInput, .heredoc, .heredocStrippingTabs, .hereString: return 0
    case .write, .append, .clobber, .duplicateOutput, .writeBoth, .appendBoth: return 1
    }
  }

  /// Whether it takes both the output and the errors of the command to one file.
  public var redirectsBoth: Bool {
    switch `operator` {
    case .writeBoth, .appendBoth: return true
    case .duplicateOutput:
      guard descriptor == nil, let target else { return false }
      guard let literal = target.literal else { return false }
      return !Redirect.namesDescriptor(literal)
    default: return false
    }
  }

  /// Whether the standard output goes elsewhere through it.
  public var redirectsOutput: Bool { redirectsBoth || (fd == 1 && `operator` != .duplicateInput) }

  /// Whether the standard error goes elsewhere through it.
  public var redirectsErrors: Bool { redirectsBoth || fd == 2 }

  static func namesDescriptor(_ text: String) -> Bool {
    if text == "-" { return true }
    var digits = text.utf8[...]
    if digits.last == UInt8(ascii: "-") { digits = digits.dropLast() }
    return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}

/// The lines of a here-document.
public struct HeredocBody: Hashable, Sendable {
  /// The delimiter without quotes.
  public let delimiter: String
  /// Whether the delimiter has quotes, so that nothing in the body expands.
  public let isQuoted: Bool
  /// Whether leading tabs go, as with `<<-`.
  public let stripsTabs: Bool
  /// The body as it stands, tabs and final newline included.
  public let text: String
  /// Where the body stands, from its first line up to the delimiter line.
  public let range: SourceRange
  /// Where the delimiter stands at the end, if it does.
  public let delimiterRange: SourceRange?
  /// The body in parts; of a quoted one a single literal.
  public let parts: [WordPart]
}
