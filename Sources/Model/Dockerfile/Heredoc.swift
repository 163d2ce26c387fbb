public import Source

/// A here-document of RUN, COPY or ADD.
public struct Heredoc: Hashable, Sendable {
  /// The word that ends it, after quote removal.
  public let name: String
  /// The file descriptor before `<<`; 0 when none is written.
  public let fileDescriptor: Int
  /// Whether variables in it are expanded: no part of its word is quoted.
  public let expands: Bool
  /// Whether leading tabs are removed (`<<-`).
  public let stripsTabs: Bool
  /// The lines of the body, each with its line ending.
  public let body: SourceRange
  /// The line that ends it, without its line ending; empty where the file ends before.
  public let terminator: SourceRange
  /// Where the redirection stands in the instruction's line.
  public let marker: SourceRange
  /// The body with its places, after tabs were removed where that was asked.
  public let content: MappedText

  /// Two here-documents are equal when they stand at the same place.
  public static func == (left: Heredoc, right: Heredoc) -> Bool {
    left.marker == right.marker && left.body == right.body
  }

  /// Feeds the place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(marker)
    hasher.combine(body)
  }
}
