public import Source

extension DockerfileSyntax {
  /// What shows that another program will make a Dockerfile of the text, such as `{{ version }}`; nil
  /// where nothing does.
  public var templateMark: SourceRange? {
    // Without any of these signs there is nothing to look at.
    let signs = Array("{%$@<".utf8)
    for instruction in instructions where instruction.kind == nil {
      let word = instruction.keyword.value
      if let first = word.utf8.first, signs.contains(first) || word.hasSuffix("}}") {
        return instruction.keyword.range
      }
    }
    if !source.bytes.contains(UInt8(ascii: "{")) { return nil }
    for instruction in instructions {
      if let mark = Self.placeholder(instruction, source) { return mark }
    }
    return nil
  }

  /// A `{{ … }}` or `{% … %}` that is no text of a shell: Go's templates stand in quotes there.
  private static func placeholder(
    _ instruction: Instruction, _ source: SourceText
  ) -> SourceRange? {
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
          return SourceRange(offset, last + 2)
        }
      }
      offset += 1
    }
    return nil
  }
}
