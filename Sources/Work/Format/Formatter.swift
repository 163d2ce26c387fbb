public import Dockerfile
public import Facts
public import Source

/// Lays a Dockerfile out: blanks, blank lines, line breaks, the letter case of keywords and the
/// order of flags. What the file says stays as it is.
///
/// * Keywords are in upper case. One blank stands between words, and JSON arrays read `["a", "b"]`.
/// * A stage begins after a blank line, with the comments directly above its FROM. Nowhere are
///   there two blank lines in a row, nor one at either end. No line ends in blanks.
/// * The lines that continue an instruction move together, so that the outermost stand one
///   indentation in; what stands further in keeps its distance. Lines that were aligned with a word
///   of the first line stay so, and so do operators that hang to the left of their commands.
/// * Pairs and packages that make a line too long go on lines of their own; lines are never joined.
/// * The flags of COPY, ADD and HEALTHCHECK have a fixed order.
///
/// Here-documents, values, words of the shell and the blanks inside of them keep every byte, and so
/// does the text of a shell that is not of the POSIX family, or that cannot be read.
public struct Formatter: Sendable {
  /// The measures.
  public let style: LayoutStyle

  /// A formatter of a style.
  public init(style: LayoutStyle = .standard) {
    self.style = style
  }

  /// Why the file is left as it is; nil where it is laid out.
  public func obstacle(in syntax: DockerfileSyntax) -> Obstacle? { Obstacle.find(in: syntax) }

  /// The edits that bring a file into shape, in the order of the source and without overlap.
  /// Empty where it is in shape, or where there is an obstacle.
  public func edits(for syntax: DockerfileSyntax) -> [TextEdit] {
    if obstacle(in: syntax) != nil { return [] }
    return edits(for: DockerfileFacts.of(syntax))
  }

  /// The same for a file whose facts are known.
  public func edits(for facts: DockerfileFacts) -> [TextEdit] {
    if obstacle(in: facts.syntax) != nil { return [] }
    var layout = FileLayout(facts: facts, style: style)
    return layout.edits()
  }
}
