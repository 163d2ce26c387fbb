import Dockerfile
import Facts
import Format
import Source

/// A text before and after it was laid out.
struct Formatted {
  let before: DockerfileFacts
  let edits: [TextEdit]
  let after: DockerfileFacts

  init(_ source: SourceText, style: LayoutStyle = .standard) {
    before = DockerfileFacts.of(DockerfileSyntax.parse(source))
    edits = Formatter(style: style).edits(for: before)
    after =
      edits.isEmpty
      ? before
      : DockerfileFacts.of(
        DockerfileSyntax.parse(SourceText(name: source.name, bytes: source.applying(edits))))
  }

  init(_ text: String, style: LayoutStyle = .standard) {
    self.init(SourceText(name: "Dockerfile", text: text), style: style)
  }

  var text: String { String(decoding: after.source.bytes, as: UTF8.self) }
}
