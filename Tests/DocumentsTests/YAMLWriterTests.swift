import Documents
import Source
import Testing

@Suite struct YAMLWriterTests {
  private func reading(_ text: String) throws -> YAMLValue {
    try YAMLNode(reading: SourceText(name: "t", text: text)).value
  }

  @Test func writesBlocks() {
    let value: YAMLValue = [
      "name": "app", "ports": [8080, "9090/udp"], "on": true, "empty": [], "none": .null,
      "steps": [["run": "a: b", "with": ["x": "- y"]], ["list": [[1], []]]],
    ]
    #expect(
      value.document == """
        name: app
        ports:
          - 8080
          - "9090/udp"
        "on": true
        empty: []
        none: null
        steps:
          - run: "a: b"
            with:
              x: "- y"
          - list:
              -
                - 1
              - []

        """)
  }

  @Test(arguments: [
    "", " ", "a b", " a", "a ", "a: b", "a:", "a:b", "#x", "a #b", "- a", "?", "true", "No", "y",
    "null", "~", "1", "1.5", "0x1F", "1_000", "12:30:45", "2020-01-01", ".inf", "<<", "=", "*a",
    "&a", "!x", "%a", "@a", "`a`", "'", "\"", "\\", "a\nb", "a\r\nb", "\t", "a\tb", "\u{0}",
    "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "é", "日本", "😀",
    "[a]", "{a}", "a, b", "---", "...", "--- x", "ghcr.io/a/b:1.2@sha256:0", "/usr/bin", "$HOME",
    "e\u{301}",
  ])
  func everyTextComesBack(text: String) throws {
    #expect(try reading(YAMLValue.string(text).document) == .string(text))
    let nested: YAMLValue = ["k": [.string(text)], "x": .map([.init(text, "v")])]
    #expect(try reading(nested.document) == nested)
    #expect(try reading(nested.inline) == nested)
  }

  @Test(arguments: [
    YAMLValue.double(1e20), .double(-0.5), .double(.infinity), .double(1e-300), .int(.min), .null,
    .list([]), .map([]), .list([.list([.map([])])]),
  ])
  func everyValueComesBack(value: YAMLValue) throws {
    #expect(try reading(value.document) == value)
    #expect(try reading(value.inline) == value)
  }

  @Test func longKeysAreWrittenOut() throws {
    let value: YAMLValue = .map([
      .init(String(repeating: "k", count: 3000), ["a": 1]), .init("b", 2),
    ])
    #expect(try reading(value.document) == value)
  }
}
