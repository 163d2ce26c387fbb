public import Dockerfile
public import Source

/// Why the layout of a file is left alone.
public enum Obstacle: Sendable {
  /// The frontend refuses the file, so what its lines mean is not known.
  case refused(SyntaxProblem)
  /// The file is a template for another program, at the place that shows it.
  case template(SourceRange)

  /// The obstacle of a file; nil where it can be laid out.
  static func find(in syntax: DockerfileSyntax) -> Obstacle? {
    if let problem = syntax.refusal { return .refused(problem) }
    return syntax.templateMark.map { .template($0) }
  }

  /// The obstacle in words.
  public var reason: String {
    switch self {
    case .refused(let problem): "the frontend refuses it: \(problem.message)"
    case .template: "it is a template for another program"
    }
  }
}
