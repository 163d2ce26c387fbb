import Documents
import Source
import Testing

@Suite struct JSONReadingTests {
  @Test(
    arguments: [
      ("null", JSON.null), (" true ", true), ("false", false), ("0", .number("0")),
      ("-0.0e+00", .number("-0.0e+00")),
      ("12345678901234567890123", .number("12345678901234567890123")),
      ("1.50", .number("1.50")), (#""""#, ""), (#""a/b""#, "a/b"),
      (#""\/\b\f\n\r\t\"\\""#, "/\u{8}\u{C}\n\r\t\"\\"),
      (#""\u0041\u00e9\uD83D\ude00\u0000""#, "Aé😀\0"), ("\"é\u{2028}\u{7F}\"", "é\u{2028}\u{7F}"),
      ("[]", []), ("{}", [:]), ("[1,[2,{}]]", [1, [2, [:]]]),
      (#"{"b":1,"a":{"b":[]},"b":2}"#, ["b": 1, "a": ["b": []], "b": 2]),
      ("\u{FEFF}[\r\n\t1 , 2 ]", [1, 2]), (#"{"\u0061":1}"#, ["a": 1]),
    ] as [(String, JSON)])
  func accepts(text: String, value: JSON) throws {
    #expect(try JSON(reading: text, name: "x") == value)
  }

  @Test(arguments: [
    ("", 1, 1, "the document ends where a value is expected"),
    ("[1,]", 1, 4, "`]` stands where a value is expected"),
    ("[1", 1, 3, "the document ends where `,` or `]` is expected"),
    ("{\n  \"a\": 1,\n}", 3, 1, "`}` stands where a key in double quotes is expected"),
    ("{\"a\" 1}", 1, 6, "`1` stands where `:` is expected after a key"),
    ("{'a':1}", 1, 2, "`'` stands where a key in double quotes is expected"),
    ("[é]", 1, 2, "`é` stands where a value is expected"),
    ("[\u{1}]", 1, 2, "the byte 0x1 stands where a value is expected"),
    ("[] x", 1, 4, "`x` stands after the end of the document"),
    ("01", 1, 1, "a number begins with a needless 0"),
    ("-", 1, 2, "the document ends where a digit is expected"),
    ("1.", 1, 3, "the document ends where a digit is expected"),
    ("1.e1", 1, 3, "`e` stands where a digit is expected"),
    ("1e+", 1, 4, "the document ends where a digit is expected"),
    ("+1", 1, 1, "`+` stands where a value is expected"),
    (".5", 1, 1, "`.` stands where a value is expected"),
    ("NaN", 1, 1, "`N` stands where a value is expected"),
    ("nul", 1, 1, "`n` stands where a value is expected"),
    ("tru", 1, 1, "`t` stands where a value is expected"),
    ("\"a", 1, 1, "a string has no closing quote"),
    ("[\"a\n\"]", 1, 2, "a string has no closing quote on its line"),
    ("\"a\u{2}\"", 1, 3, "a string holds the control character 0x2"),
    (#""é\x""#, 1, 3, "an escape is none that JSON has"),
    (#""\u12g4""#, 1, 2, "`\\u` is not followed by four hexadecimal digits"),
    (#""\u12"#, 1, 2, "`\\u` is not followed by four hexadecimal digits"),
    ("\"\\", 1, 2, "an escape is none that JSON has"),
    ("// c\n1", 1, 1, "`/` stands where a value is expected"),
  ])
  func refuses(text: String, line: Int, column: Int, what: String) {
    let failure = #expect(throws: Failure.self) { try JSON(reading: text, name: "x.json") }
    #expect(failure?.what == what)
    #expect(
      failure?.place
        == Failure.Place(
          name: "x.json", position: SourcePosition(line: line, column: column)))
  }

  @Test(
    arguments: [
      ([0x22, 0x61, 0xFF, 0x22], 3), ([0x22, 0xC3, 0x22], 2),
      ([0x22, 0x5C, 0x6E, 0xC0, 0x80, 0x22], 4),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], 2),
    ] as [([UInt8], Int)])
  func refusesWrongEncoding(bytes: [UInt8], column: Int) {
    let failure = #expect(throws: Failure.self) { try JSON(reading: bytes, name: "x") }
    #expect(failure?.what == "a string holds bytes that are no UTF-8")
    #expect(failure?.place?.position == SourcePosition(line: 1, column: column))
  }

  @Test(arguments: [
    (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"), (#""\ud800\n""#, "\u{FFFD}\n"),
    (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
  ])
  func loneSurrogates(text: String, value: String) throws {
    #expect(try JSON(reading: text, name: "x") == .string(value))
    #expect(throws: Failure.self) {
      try JSON(reading: text, name: "x", JSON.Reading(loneSurrogates: .refuse))
    }
  }

  @Test func repeatedKeysAreFoundByTheirBytes() throws {
    let strict = JSON.Reading(repeatedKeys: .refuse)
    let failure = #expect(throws: Failure.self) {
      try JSON(reading: #"{"a":1, "\u0061":2}"#, name: "x", strict)
    }
    #expect(failure?.what == "the key `a` stands twice in one object")
    #expect(failure?.place?.position.column == 9)
    let alike = "{\"\u{E9}\":1,\"e\u{301}\":2}"
    #expect(try JSON(reading: alike, name: "x", strict)["e\u{301}"]?.int == 2)
    #expect(try JSON(reading: alike, name: "x", strict)["\u{E9}"]?.int == 1)
  }

  @Test func depthAndSizeAreBounded() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: Failure.self) { try JSON(reading: deep, name: "x") }
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    #expect(throws: Failure.self) { try JSON(reading: objects, name: "x") }
    let allowed = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    #expect(try JSON(reading: allowed, name: "x").array?.count == 1)
    #expect(throws: Failure.self) {
      try JSON(reading: "[1,2,3]", name: "x", JSON.Reading(maximumBytes: 6))
    }
  }

  @Test func everyPrefixIsRefusedWithoutHarm() {
    let text = Array(#"{"a":[1.5e3,true,null,"\ud83d\ude00é"],"b":{"c":-0}}"#.utf8)
    for end in 0..<text.count {
      #expect(throws: Failure.self) { try JSON(reading: Array(text[..<end]), name: "x") }
    }
  }

  @Test func access() throws {
    let json = try JSON(reading: #"{"a":[1,"b",2.5,true],"k":1,"k":2,"n":null}"#, name: "x")
    #expect(json["a"]?[0]?.int == 1)
    #expect(json["a"]?[1]?.string == "b")
    #expect(json["a"]?[2]?.int == nil)
    #expect(json["a"]?[2]?.double == 2.5)
    #expect(json["a"]?[2]?.numberText == "2.5")
    #expect(json["a"]?[3]?.bool == true)
    #expect(json["a"]?[4] == nil)
    #expect(json["k"]?.int == 2)
    #expect(json["n"]?.isNull == true)
    #expect(json["z"] == nil)
    #expect(json.dictionary?.count == 3)
    #expect(json.object?.map(\.key) == ["a", "k", "k", "n"])
    #expect(json["a"]?.kind == "an array")
    #expect(json.setting("k", to: 3).setting("z", to: 1)["k"]?.int == 3)
  }
}
