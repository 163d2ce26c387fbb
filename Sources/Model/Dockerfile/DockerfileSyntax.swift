public import Source

/// A Dockerfile as it was written: directives, instructions, comments and
/// blank lines, which together own every byte of the source.
public struct DockerfileSyntax: Sendable {
  /// One line or group of lines.
  public enum Node: Sendable {
    /// A line of blanks, with its ending.
    case blank(SourceRange)
    /// A comment line outside of instructions, with its ending.
    case comment(SourceRange)
    /// A parser directive, with its line's ending.
    case directive(Directive, SourceRange)
    /// An instruction with its indentation and final line ending; the number indexes `instructions`.
    case instruction(Int, SourceRange)
    /// Lines within a refused here-document, or after a line that cannot be read.
    case unread(SourceRange)

    /// The bytes it owns.
    public var range: SourceRange {
      switch self {
      case .blank(let range), .comment(let range), .directive(_, let range),
        .instruction(_, let range), .unread(let range):
        range
      }
    }
  }

  /// The text that was read.
  public let source: SourceText
  /// The parser directives in the order written.
  public let directives: [Directive]
  /// The escape character: `\` or a backtick.
  public let escape: UInt8
  /// The instructions in the order written, refused ones included.
  public let instructions: [Instruction]
  /// Why the frontend refuses the file, in the order of the source; empty where it does not.
  public let problems: [SyntaxProblem]
  /// What owns the bytes, in order and without gaps.
  public let nodes: [Node]

  /// The source printed back from the nodes.
  public func print() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.bytes.count)
    for node in nodes { bytes.append(contentsOf: source.bytes[node.range.offsets]) }
    return bytes
  }

  /// The value of a directive; nil where it is not given.
  public func directive(_ name: String) -> Directive? { directives.first { $0.name == name } }

  /// The problem that stops the frontend: the first one of the earliest step.
  public var refusal: SyntaxProblem? {
    problems.min { ($0.step, $0.range) < ($1.step, $1.range) }
  }

  /// Reads a source; never fails, since what is wrong becomes a problem and reading goes on.
  public static func parse(_ source: SourceText) -> DockerfileSyntax {
    var parser = DockerfileParser(source)
    return parser.parse()
  }
}
