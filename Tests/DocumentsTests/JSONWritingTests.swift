import Documents
import Testing

@Suite struct JSONWritingTests {
  static let sample: JSON = [
    "b": [1, [], [:], nil], "a": ["c": true, "a": "x"], "\u{1F600}": 1, "\u{FB33}": 2,
  ]

  @Test func compact() {
    #expect(
      Self.sample.text()
        == #"{"b":[1,[],{},null],"a":{"c":true,"a":"x"},"😀":1,"דּ":2}"#)
  }

  @Test func pretty() {
    #expect(
      Self.sample.text(.pretty) == """
        {
          "b": [
            1,
            [],
            {},
            null
          ],
          "a": {
            "c": true,
            "a": "x"
          },
          "😀": 1,
          "דּ": 2
        }
        """)
  }

  @Test func keysAreOrderedByUnitsOrBytes() {
    #expect(
      Self.sample.text(.canonical)
        == #"{"a":{"a":"x","c":true},"b":[1,[],{},null],"😀":1,"דּ":2}"#)
    #expect(
      Self.sample.text(JSON.Writing(.compact, keyOrder: .byBytes))
        == #"{"a":{"a":"x","c":true},"b":[1,[],{},null],"דּ":2,"😀":1}"#)
    let repeated: JSON = ["b": 1, "a": 1, "b": 2, "a": 2]
    #expect(repeated.text(.canonical) == #"{"a":1,"a":2,"b":1,"b":2}"#)
  }

  @Test(arguments: [
    ("a/b", #""a/b""#), ("\"\\", #""\"\\""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\0\u{1F}\u{1B}", #""\u0000\u001f\u001b""#),
    ("\u{7F}\u{85}\u{2028}\u{2029}", "\"\u{7F}\u{85}\u{2028}\u{2029}\""),
    ("é😀", "\"é😀\""),
  ])
  func escapes(text: String, written: String) throws {
    #expect(JSON.string(text).text() == written)
    #expect(try JSON(reading: written, name: "x") == .string(text))
  }

  @Test(arguments: ["-0", "1.0", "1E400", "0.10", "123456789012345678901234567890"])
  func numbersKeepTheirText(text: String) throws {
    #expect(try JSON(reading: text, name: "x").text() == text)
  }

  @Test func numbersFromValues() {
    #expect(JSON.number(UInt64.max).text() == "18446744073709551615")
    #expect(JSON.number(1.5).text() == "1.5")
    #expect(JSON.number(Double.infinity) == .null)
  }

  @Test(arguments: [JSON.Writing.Layout.compact, .pretty])
  func streamedIsTheSame(layout: JSON.Writing.Layout) {
    var writer = JSONWriter(layout)
    var streamed: [UInt8] = []
    writer.object {
      $0.array("b") {
        $0.value(1)
        $0.array { _ in }
        $0.object { _ in }
        $0.value(.null)
      }
      streamed += $0.take()
      $0.object("a") {
        $0.member("c", true)
        $0.member("a", "x")
        $0.member("none", nil as String?)
      }
      $0.member("\u{1F600}", 1)
      $0.member("\u{FB33}", .number("2"))
    }
    streamed += writer.take()
    #expect(streamed == Self.sample.bytes(JSON.Writing(layout)))
  }

  @Test func roundTripIsExact() throws {
    let text = #"{"z":[1.50,-0,"\u0007",{"":[]}],"z":{},"é":"\\\"/"}"#
    #expect(try JSON(reading: text, name: "x").text() == text)
    let pretty = try JSON(reading: text, name: "x").text(.pretty)
    #expect(try JSON(reading: pretty, name: "x").text() == text)
  }
}
