public import Source

/// One line of a `.dockerignore` file.
public struct IgnorePattern: Sendable {
  /// What BuildKit refuses about a pattern.
  public enum Problem: Error, Hashable, Sendable {
    /// A `!` that no pattern follows.
    case loneException
    /// A bracket that is not closed or empty, a range without an end, or a
    /// backslash at the end (Go's `filepath.ErrBadPattern`).
    case badSyntax
    /// A construct that passes the check of the syntax and fails when it comes
    /// to matching, such as a backslash before a letter that has no meaning there.
    case badExpression
    /// A line of 65,536 bytes or more.
    case lineTooLong
  }

  /// The bytes in the source, without white space around them.
  public let range: SourceRange
  /// The pattern as written, with its `!`.
  public let text: String
  /// Whether it takes back what patterns before it leave out.
  public let isException: Bool
  /// The cleaned pattern that paths are compared with, without `!`.
  public let pattern: String
  /// Why BuildKit refuses it, where it does.
  public let problem: Problem?
  private let matcher: IgnoreMatcher

  /// A pattern from a line without white space around it.
  init(_ bytes: [UInt8], range: SourceRange, isTooLong: Bool = false) {
    self.range = range
    text = String(decoding: bytes, as: UTF8.self)
    var cleaned = Self.normalized(bytes)
    isException = cleaned.first == UInt8(ascii: "!")
    if isException { cleaned.removeFirst() }
    pattern = String(decoding: cleaned, as: UTF8.self)
    var problem: Problem?
    var matcher = IgnoreMatcher.nothing
    if isTooLong {
      problem = .lineTooLong
    } else if cleaned.isEmpty {
      problem = .loneException
    } else if PathGlob.fails(cleaned) {
      problem = .badSyntax
    } else if let made = IgnoreMatcher(cleaned) {
      matcher = made
    } else {
      problem = .badExpression
    }
    self.problem = problem
    self.matcher = matcher
  }

  /// A pattern from text that stands in no file.
  public init(_ text: String) {
    let bytes = Array(text.utf8)
    let range = IgnoreFile.trimmed(bytes, SourceRange(0, bytes.count))
    self.init(Array(bytes[range.offsets]), range: range)
  }

  /// Whether it matches a path of the context or a folder above it.
  public func matches(_ path: String) -> Bool {
    matchesPathOrParent(IgnorePath.cleaned(fromRoot: path))
  }

  /// Whether it may match something below a folder; false is certain.
  public func mayMatch(within folder: String) -> Bool {
    mayMatch(below: IgnorePath.cleaned(fromRoot: folder) + [UInt8(ascii: "/")])
  }

  /// Whether it matches a cleaned path or a folder above it.
  func matchesPathOrParent(_ path: [UInt8]) -> Bool { matcher.matchesPathOrParent(path) }

  /// Whether it may match a path that begins with `folder`, which ends with a slash.
  func mayMatch(below folder: [UInt8]) -> Bool { matcher.mayMatch(below: folder) }

  /// What the reader and then the matcher of moby make of a line: cleaned twice,
  /// without the slash of the root, with `!` kept in front.
  private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    let exclamation = UInt8(ascii: "!")
    var result = bytes
    let isException = result.first == exclamation
    if isException { result = trimmed(Array(result.dropFirst())) }
    if !result.isEmpty {
      result = IgnorePath.cleaned(result)
      if result.count > 1, result[0] == slash { result.removeFirst() }
    }
    if isException { result.insert(exclamation, at: 0) }
    return IgnorePath.cleaned(trimmed(result))
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes[IgnoreFile.trimmed(bytes, SourceRange(0, bytes.count)).offsets])
  }
}

extension IgnorePattern.Problem: CustomStringConvertible {
  /// The problem as a sentence for people.
  public var description: String {
    switch self {
    case .loneException: "`!` must be followed by a pattern"
    case .badSyntax:
      "a `[` is not closed, is empty or holds an unfinished range, or a `\\` stands at the end"
    case .badExpression:
      "a `\\` or a `[…]` has no meaning for BuildKit; write paths with `/`"
    case .lineTooLong: "a line must be shorter than 65536 bytes"
    }
  }
}
