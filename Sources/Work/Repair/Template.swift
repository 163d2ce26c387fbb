import Dockerfile
import Facts
import Shell
import Source

/// Tells a text that another program will make a Dockerfile of from a Dockerfile.
enum Template {
  /// Why a file is left as it is; nil where it is no template.
  static func reason(in facts: DockerfileFacts) -> String? {
    guard let mark = mark(in: facts.syntax) else { return nil }
    return "it is a template: `\(mark)` is replaced before it is built"
  }

  /// What shows that a text is a template; nil where nothing does.
  private static func mark(in syntax: DockerfileSyntax) -> String? {
    let source = syntax.source
    // Without any of these signs there is nothing to look at.
    let signs = Array("{%$@<".utf8)
    for instruction in syntax.instructions where instruction.kind == nil {
      let word = instruction.keyword.value
      if let first = word.utf8.first, signs.contains(first) || word.hasSuffix("}}") { return word }
    }
    if !source.bytes.contains(UInt8(ascii: "{")) { return nil }
    for node in syntax.nodes {
      guard case .instruction(let index, let range) = node else { continue }
      let instruction = syntax.instructions[index]
      if let mark = placeholder(instruction, source, range) { return mark }
    }
    return nil
  }

  /// A `{{ … }}` or `{% … %}` that is no text of a shell: Go's templates stand in quotes there.
  private static func placeholder(
    _ instruction: Instruction, _ source: SourceText, _ range: SourceRange
  ) -> String? {
    let bytes = source.bytes
    var quote: UInt8?
    var offset = instruction.header.lowerBound
    let end = instruction.header.upperBound
    while offset + 1 < end {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == UInt8(ascii: "{"),
        bytes[offset + 1] == UInt8(ascii: "{") || bytes[offset + 1] == UInt8(ascii: "%")
      {
        let close = bytes[offset + 1] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "%")
        var last = offset + 2
        while last + 1 < end, bytes[last] != close, bytes[last] != 0x0A { last += 1 }
        if last + 1 < end, bytes[last] == close, bytes[last + 1] == UInt8(ascii: "}") {
          return source.text(SourceRange(offset, last + 2))
        }
      }
      offset += 1
    }
    return nil
  }
}
