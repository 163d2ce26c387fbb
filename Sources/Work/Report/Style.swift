public import Evidence

/// How the parts of a text for people look: what to write before and after each.
public struct Style: Sendable {
  /// What a part of the text is.
  public enum Role: Hashable, Sendable, CaseIterable {
    /// The word or mark of an error, of a warning, of information.
    case error, warning, info
    /// A name of a file.
    case path
    /// The message of a finding.
    case message
    /// The name of a rule, a line number, a frame: what may stand back.
    case faint
    /// The mark of a related place.
    case related
    /// The words that introduce help and repairs.
    case help
    /// A line that a repair takes away, and one that it brings.
    case removed, added
    /// The summary of a clean run.
    case success
  }

  private let around: @Sendable (Role) -> (prefix: String, suffix: String)

  /// A style from the texts to write around each role.
  public init(_ around: @escaping @Sendable (Role) -> (prefix: String, suffix: String)) {
    self.around = around
  }

  /// A style that adds nothing.
  public static let plain = Style { _ in ("", "") }

  /// A text with what its role writes around it; an empty text stays empty.
  public func callAsFunction(_ role: Role, _ text: String) -> String {
    if text.isEmpty { return "" }
    let (prefix, suffix) = around(role)
    return prefix + text + suffix
  }
}

extension Style.Role {
  /// The role of a severity.
  public init(_ severity: Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .info: self = .info
    }
  }
}

/// The signs that frames are drawn with.
public struct Glyphs: Hashable, Sendable {
  /// Stands between a line number and its line.
  public let bar: String
  /// Stands for lines left out, and for text cut off a line.
  public let gap, ellipsis: String

  /// Signs from Unicode's box drawing.
  public static let unicode = Glyphs(bar: "│", gap: "⋮", ellipsis: "…")
  /// Signs that every terminal can show.
  public static let ascii = Glyphs(bar: "|", gap: ":", ellipsis: "~")
}
