import Documents
import Testing

@Suite struct JSONSkimmingTests {
  private static let document = #"""
    { "a": [1, {"b": "]}"}], "text\n": "\"", "b" : {"a":{"x":"\\"}, "b": [ ] , "é": true},
      "number": -1.5e3, "last": null }
    """#

  @Test(
    arguments: [
      (["a"], [1, ["b": "]}"]]), (["b", "a"], ["x": "\\"]), (["b", "a", "x"], "\\"),
      (["b", "b"], []), (["b", "é"], true), (["number"], .number("-1.5e3")), (["last"], .null),
      (["x"], nil), (["b", "x"], nil), (["a", "b"], nil), (["number", "x"], nil), (["tex"], nil),
    ] as [([String], JSON?)])
  func findsAValue(keys: [String], value: JSON?) {
    #expect(JSON(in: Array(Self.document.utf8).span, at: keys) == value)
  }

  @Test func findsTheWhole() throws {
    let whole = try JSON(reading: Self.document, name: "x")
    #expect(JSON(in: Array(Self.document.utf8).span, at: []) == whole)
  }

  @Test func survivesWhatIsCut() {
    let bytes = Array(Self.document.utf8)
    for count in 0..<bytes.count {
      for keys in [[], ["a"], ["b", "a", "x"], ["last"]] {
        _ = JSON(in: Array(bytes[..<count]).span, at: keys)
      }
    }
  }
}
