import Source

/// Reads the directives at the top of a file, up to the first line that is none.
struct DirectiveReader {
  private(set) var found: [Directive] = []
  private(set) var escape = UInt8(ascii: "\\")
  private var isDone = false

  /// Ends the directives: a blank line or an instruction came.
  mutating func end() { isDone = true }

  /// Reads one comment line, whose first byte is `#`.
  mutating func read(_ line: Range<Int>, _ source: SourceText) -> Result<Directive?, SyntaxProblem>
  {
    if isDone { return .success(nil) }
    guard let directive = match(line, source),
      ["syntax", "escape", "check"].contains(directive.name)
    else {
      isDone = true
      return .success(nil)
    }
    if found.contains(where: { $0.name == directive.name }) {
      return .failure(
        SyntaxProblem(
          .parse, .repeatedDirective, "the directive `\(directive.name)` is given twice",
          at: directive.range, help: "Keep one of them"))
    }
    found.append(directive)
    if directive.name == "escape" {
      guard directive.value == "\\" || directive.value == "`" else {
        return .failure(
          SyntaxProblem(
            .parse, .invalidEscape, "`\(directive.value)` cannot be the escape character",
            at: directive.valueRange, help: "Write `# escape=\\` or `# escape=` with a backtick"))
      }
      escape = directive.value.utf8.first ?? escape
    }
    return .success(directive)
  }

  /// Matches `# name = value`.
  private func match(_ line: Range<Int>, _ source: SourceText) -> Directive? {
    let bytes = source.bytes
    let body = Blank.trim(bytes, line.lowerBound + 1..<line.upperBound)
    var end = body.lowerBound
    while end < body.upperBound, isAlphanumeric(bytes[end]) { end += 1 }
    guard end > body.lowerBound, !(0x30...0x39).contains(bytes[body.lowerBound]) else { return nil }
    let name = SourceRange(body.lowerBound, end)
    while end < body.upperBound, isBlank(bytes[end]) { end += 1 }
    guard end < body.upperBound, bytes[end] == UInt8(ascii: "=") else { return nil }
    end += 1
    while end < body.upperBound, isBlank(bytes[end]) { end += 1 }
    var last = body.upperBound
    while last > end, isBlank(bytes[last - 1]) { last -= 1 }
    guard last > end else { return nil }
    let value = SourceRange(end, last)
    return Directive(
      name: source.text(name).lowercased(), value: source.text(value), range: SourceRange(line),
      valueRange: value)
  }

  private func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0C
  }
}
