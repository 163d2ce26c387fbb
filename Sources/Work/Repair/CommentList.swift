import Dockerfile
import Source

/// The comments of a file, those between the lines of an instruction and in its shell text included.
struct CommentList {
  struct Comment {
    let text: String
    let range: SourceRange
    /// Whether it names the frontend, by `# syntax=`.
    let namesFrontend: Bool
    /// Whether it speaks to a linter, as waivers do, or to the builder.
    var isDirective: Bool {
      if namesFrontend { return true }
      let words = text.drop { $0 == "#" || $0 == " " || $0 == "\t" }.lowercased()
      return ["hardstand", "hadolint", "tally", "checkov", "trivy", "kics", "check="].contains {
        words.hasPrefix($0)
      }
    }
  }

  private(set) var comments: [Comment] = []

  init(_ syntax: DockerfileSyntax) {
    for node in syntax.nodes {
      switch node {
      case .comment(let range): add(range, syntax.source)
      case .directive(let directive, let range):
        add(range, syntax.source, namesFrontend: directive.name == "syntax")
      case .instruction(let index, _):
        for range in syntax.instructions[index].innerComments { add(range, syntax.source) }
      case .blank, .unread: break
      }
    }
  }

  private mutating func add(
    _ range: SourceRange, _ source: SourceText, namesFrontend: Bool = false
  ) {
    var bytes = source.bytes[range.offsets]
    while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
    while let first = bytes.first, first <= 0x20 { bytes = bytes.dropFirst() }
    comments.append(
      Comment(
        text: String(decoding: bytes, as: UTF8.self), range: range, namesFrontend: namesFrontend))
  }

  /// The texts that another list has fewer times, each with how many are missing.
  func texts(missingIn other: CommentList) -> [String: Int] {
    var counts: [String: Int] = [:]
    for comment in comments { counts[comment.text, default: 0] += 1 }
    for comment in other.comments { counts[comment.text, default: 0] -= 1 }
    return counts.filter { $0.value > 0 }
  }
}
