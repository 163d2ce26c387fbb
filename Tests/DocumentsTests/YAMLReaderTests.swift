import Documents
import Source
import Testing

@Suite struct YAMLReaderTests {
  private func read(_ text: String, limits: YAMLLimits = YAMLLimits()) throws -> YAMLNode {
    try YAMLNode(reading: SourceText(name: "t.yaml", text: text), limits: limits)
  }

  private func failure(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) -> Failure? {
    do {
      _ = try YAMLNode(reading: SourceText(name: "t.yaml", bytes: bytes), limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func keepsOrderAndTypes() throws {
    let node = try read("z: 1\na: [x, 'true', true]\nm:\n  k: 0x1F\n  f: 1.5\n  n: ~\n")
    #expect(node.entries?.map(\.key) == ["z", "a", "m"])
    #expect(node["z"]?.int == 1)
    #expect(node["a"]?.items?.map(\.string) == ["x", "true", nil])
    #expect(node["a"]?.items?[2].bool == true)
    #expect(node["m"]?["k"]?.int == 31)
    #expect(node["m"]?["f"]?.double == 1.5)
    #expect(node["m"]?["n"]?.isNull == true)
  }

  @Test(arguments: [
    ("a: key\n", "key"),
    ("é: key\n", "key"),
    ("# ünï\n日本: [1, key]\n", "key"),
    ("a: 'key'\n", "'key'"),
    ("a:\r\n  b: key # x\r\n", "key"),
    ("\u{FEFF}a: key\n", "key"),
    ("\u{FEFF}ä: key\n", "key"),
    ("a: 😀😀\nb: key\n", "key"),
    ("a: |\n  é\n  ü\nb: \"key\"\n", "\"key\""),
    ("a: x\u{85}b: key", "key"),
  ])
  func rangesAreBytes(text: String, marked: String) throws {
    let source = SourceText(name: "t", text: text)
    let node = try YAMLNode(reading: source)
    var last = node
    while true {
      if let next = last.entries?.last?.value ?? last.items?.last { last = next } else { break }
    }
    #expect(source.text(last.range) == marked)
    let key = node.entries?.first
    #expect(key.map { source.text($0.keyRange) } == key?.key)
  }

  @Test func collectionsEndWithTheirLastChild() throws {
    let source = SourceText(name: "t", text: "a:\n  - 1\n  - 2\n\n# more\nb: {c: d}\n")
    let node = try YAMLNode(reading: source)
    #expect(node["a"].map { source.text($0.range) } == "- 1\n  - 2")
    #expect(node["b"].map { source.text($0.range) } == "{c: d}")
    #expect(source.text(node.range) == "a:\n  - 1\n  - 2\n\n# more\nb: {c: d}")
  }

  @Test(arguments: ["", "\u{FEFF}", "# only a comment\n", "---\n", "\n\n"])
  func nothingReadsAsNull(text: String) throws {
    #expect(try read(text).isNull)
  }

  @Test func aliasesStandForTheirAnchor() throws {
    let source = SourceText(name: "t", text: "a: &x {k: [1, 2]}\nb: *x\n")
    let node = try YAMLNode(reading: source)
    #expect(node["b"]?["k"]?.items?.count == 2)
    #expect(node["b"].map { source.text($0.range) } == "*x")
  }

  @Test func duplicateKeysNameBothPlaces() {
    let failure = failure(Array("a: 1\nb: 2\n  \na: 3\n".utf8))
    #expect(failure?.place?.position == SourcePosition(line: 4, column: 1))
    #expect(failure?.because == ["it stands first at line 1, column 1"])
  }

  @Test(arguments: [
    ("a: [1, 2\n", 2, 1),
    ("é: 'x\n", 2, 1),
    ("a:\n\tb: 1\n", 2, 1),
    ("a: *missing\n", 1, 4),
    ("a: &x [*x]\n", 1, 8),
    ("{[1]: 2}\n", 1, 2),
    ("a: 1\n---\nb: 2\n", 3, 1),
    ("a: \"\\q\"\n", 1, 5),
    ("a: @x\n", 1, 4),
    ("ä: b: c\n", 1, 5),
  ])
  func mistakesHavePlaces(text: String, line: Int, column: Int) {
    let failure = failure(Array(text.utf8))
    #expect(failure?.place?.name == "t.yaml")
    #expect(failure?.place?.position == SourcePosition(line: line, column: column))
  }

  @Test(
    arguments: [
      ([0x61, 0x3A, 0x20, 0xFF, 0x0A], 1, 4),
      ([0xC3, 0xA9, 0x3A, 0x20, 0xC3, 0x28], 1, 5),
      ([0x61, 0x0A, 0x00], 2, 1),
      ([0xFF, 0xFE, 0x61, 0x00], 1, 1),
    ] as [([UInt8], Int, Int)])
  func wrongBytesHavePlaces(bytes: [UInt8], line: Int, column: Int) {
    let failure = failure(bytes)
    #expect(failure?.place?.position == SourcePosition(line: line, column: column))
  }

  @Test func sizesAreBounded() {
    let long = "a: \(String(repeating: "x", count: 200))"
    #expect(failure(Array(long.utf8), limits: YAMLLimits(bytes: 100)) != nil)
    #expect(failure(Array(repeating: 0x5B, count: 500_000)) != nil)
    let deep = String(repeating: "- ", count: 70) + "x"
    #expect(failure(Array(deep.utf8))?.what.contains("levels") == true)
    let fine = String(repeating: "- ", count: 60) + "x"
    #expect(failure(Array(fine.utf8)) == nil)
  }

  @Test func aliasBombsAreRefused() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(failure(Array(text.utf8))?.what.contains("aliases") == true)
    var chain = "a0: &a0 [x]\n"
    for level in 1..<100 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(failure(Array(chain.utf8))?.what.contains("levels") == true)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      String(repeating: "a: ", count: 100_000), String(repeating: "{", count: 200_000),
      String(repeating: "? ", count: 200_000), String(repeating: "[a, ", count: 100_000),
      String(repeating: "'", count: 300_001), String(repeating: "#\n", count: 300_000),
      String(repeating: "- ", count: 300_000), String(repeating: "&a ", count: 200_000),
      String(repeating: "*a ", count: 200_000), String(repeating: "!x ", count: 200_000),
      String(repeating: "%YAML 1.1\n", count: 50_000), String(repeating: "---\n", count: 90_000),
      "a: |\n" + String(repeating: " \n", count: 300_000),
      "\"" + String(repeating: "\\", count: 500_001), String(repeating: "a\n", count: 300_000),
      String(repeating: "- a\n", count: 200_000), String(repeating: "a: b\n\n", count: 100_000),
    ])
  func oddInputEndsSoon(text: String) {
    let clock = ContinuousClock()
    let time = clock.measure { _ = failure(Array(text.utf8)) }
    #expect(time < .seconds(2))
  }

  @Test(arguments: [
    ("true", YAMLValue.bool(true)), ("yes", .string("yes")), ("0o17", .int(15)),
    ("017", .int(17)), ("1_000", .string("1_000")), ("1e3", .double(1000)),
    (".5", .double(0.5)), ("-.inf", .double(-.infinity)), ("+12", .int(12)), ("~", .null),
    ("!!str 1", .string("1")), ("! 1", .string("1")), ("99999999999999999999", .double(1e20)),
    ("1.2.3", .string("1.2.3")), ("-", .list([.null])), ("3.10", .double(3.1)),
  ])
  func scalarsFollowTheCoreSchema(text: String, value: YAMLValue) throws {
    #expect(try read(text).value == value)
  }

  @Test func mutatedDocumentsNeverFail() throws {
    let seed = Array(
      """
      %YAML 1.2
      ---
      a: &x [1, 'two', "thr\\u00e9e"] # é
      b: {c: *x, ? d : !!str 5}
      e: |-
        text
       
      f: >+
        fold ü
      - g
      ...

      """.utf8)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<4000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + 4))
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
        }
      }
      let source = SourceText(name: "x", bytes: bytes)
      guard let documents = try? YAMLNode.documents(of: source) else { continue }
      for document in documents {
        check(document, in: source)
        let again = try YAMLNode(reading: SourceText(name: "y", text: document.value.document))
        #expect(again.value.document == document.value.document)
      }
    }
  }

  private func check(_ node: YAMLNode, in source: SourceText) {
    #expect(source.range.contains(node.range))
    for child in node.items ?? node.entries?.map(\.value) ?? [] { check(child, in: source) }
  }

  @Test func textKeepsWhatWasWritten() throws {
    #expect(try read("v: 3.10")["v"]?.text == "3.10")
  }

  @Test func documentsAreRead() throws {
    let source = SourceText(name: "t", text: "a: 1\n---\nb: 2\n...\n---\n- c\n")
    #expect(try YAMLNode.documents(of: source).count == 3)
  }
}
