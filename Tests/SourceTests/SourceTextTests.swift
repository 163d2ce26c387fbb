import Source
import Testing

@Suite struct SourceTextTests {
  @Test(arguments: [
    (0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (6, 2, 3),
  ])
  func positionsCountCodePoints(offset: Int, line: Int, column: Int) {
    let source = SourceText(name: "x", text: "ab\né!\n")
    #expect(source.position(at: offset) == SourcePosition(line: line, column: column))
  }

  @Test func linesKeepNoEnding() {
    let source = SourceText(name: "x", text: "a\r\nb")
    #expect(source.lineCount == 2)
    #expect(source.text(source.lineRange(1)) == "a")
    #expect(source.text(source.fullLineRange(1)) == "a\r\n")
    #expect(source.text(source.lineRange(2)) == "b")
    #expect(source.lineEnding == "\r\n")
  }

  @Test func byteOrderMarkTakesNoColumn() {
    let source = SourceText(name: "x", text: "\u{FEFF}FROM a")
    #expect(source.position(at: 3) == SourcePosition(line: 1, column: 1))
    #expect(source.position(at: 8) == SourcePosition(line: 1, column: 6))
  }

  @Test func editsApplyInOrder() {
    let source = SourceText(name: "x", text: "abc")
    let edited = source.applying([TextEdit(SourceRange(2, 3), "C"), .insert("-", at: 1)])
    #expect(String(decoding: edited, as: UTF8.self) == "a-bC")
  }
}

@Suite struct MappedTextTests {
  @Test func rangesMapThroughJoins() {
    var text = MappedText()
    text.append(Array("RUN a ".utf8), from: 0)
    text.append(Array("b".utf8), from: 10)
    #expect(text.source(of: 4..<7) == SourceRange(4, 11))
    #expect(text.source(of: 6) == 10)
    #expect(text.slice(5..<7).source(of: 1) == 10)
  }

  @Test func decodedBytesKeepTheirPlace() {
    var text = MappedText()
    text.append(Array("a".utf8), from: 1)
    text.append(decoded: Array("\"".utf8), from: SourceRange(2, 4))
    text.append(Array("b".utf8), from: 4)
    #expect(text.source(of: 1) == 2)
    #expect(text.source(of: 0..<2) == SourceRange(1, 4))
    #expect(text.source(of: 2) == 4)
  }
}
