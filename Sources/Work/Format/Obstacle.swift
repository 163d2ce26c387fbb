public import Dockerfile
public import Source

/// Why the layout of a file is left alone.
public enum Obstacle: Sendable {
  /// The frontend refuses the file, so what its lines mean is not known.
  case refused(SyntaxProblem)
  /// The file is a template for another program, at the place of a `{{`.
  case template(SourceRange)

  /// The obstacle of a file; nil where it can be laid out.
  static func find(in syntax: DockerfileSyntax) -> Obstacle? {
    if let problem = syntax.refusal { return .refused(problem) }
    let bytes = syntax.source.bytes
    for instruction in syntax.instructions {
      var offset = instruction.header.lowerBound + 1
      while offset < instruction.header.upperBound {
        if bytes[offset] == UInt8(ascii: "{"), bytes[offset - 1] == UInt8(ascii: "{") {
          return .template(SourceRange(offset - 1, offset + 1))
        }
        offset += 1
      }
    }
    return nil
  }
}
