public import Evidence

/// How the parts of a text for people look.
public struct ReportStyle: Sendable {
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

  private let styled: @Sendable (Role, String) -> String

  /// A style from what makes a text look as its role does. The text never holds control
  /// characters, and what is added must take no column.
  public init(_ styled: @escaping @Sendable (_ role: Role, _ text: String) -> String) {
    self.styled = styled
  }

  /// A style that adds nothing.
  public static let plain = ReportStyle { $1 }

  /// A text in the look of its role; an empty text stays empty.
  public func callAsFunction(_ role: Role, _ text: String) -> String {
    text.isEmpty ? "" : styled(role, text)
  }
}

extension ReportStyle.Role {
  /// The role of a severity.
  public init(_ severity: Severity) {
    switch severity {
    case .error: self = .error
    case .warning: self = .warning
    case .info: self = .info
    }
  }
}
