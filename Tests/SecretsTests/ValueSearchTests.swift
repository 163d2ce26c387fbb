import Secrets
import Testing

@Suite struct ValueSearchTests {
  @Test(
    arguments: [
      ("s3cr3t-value", "x s3cr3t-value y", nil),
      ("s3cr3t/value", "a%20s3cr3t%2Fvalue", "percent-encoded"),
      ("a\"quoted\"\nvalue", "{\"k\":\"a\\\"quoted\\\"\\nvalue\"}", "as JSON"),
      ("s3cr3t-value", "czNjcjN0LXZhbHVl", "base64"),
      ("s3cr3t-value", "eHMzY3IzdC12YWx1ZXk=", "base64"),
      ("s3cr3t-value", "eHhzM2NyM3QtdmFsdWV5", "base64"),
      ("s3cr3t-value", "s3cr3t-valu", "none"), ("s3cr3t-value", "", "none"),
    ] as [(String, String, String?)])
  func findsEveryForm(value: String, text: String, encoding: String?) {
    let search = ValueSearch([Array(value.utf8)])
    let found = search.hits(in: Array(text.utf8)).map { search.forms[$0.form].encoding }
    #expect(found == (encoding == "none" ? [] : [encoding]))
  }

  @Test func findsWhatPiecesCut() {
    let values = ["first-value", "second-longer-value"].map { Array($0.utf8) }
    let search = ValueSearch(values)
    var bytes = [UInt8](repeating: 0x66, count: 300_000)
    var expected: [Int64] = []
    for (number, place) in [0, 65_530, 65_541, 131_060, 200_000, 299_980].enumerated() {
      let value = values[number % 2]
      bytes.replaceSubrange(place..<place + value.count, with: value)
      expected.append(Int64(place))
    }
    bytes.replaceSubrange(65_530..<65_549, with: values[1])
    expected.remove(at: 2)
    for size in [1, 7, 512, 65_536, 300_000] {
      var stream = ValueSearch.Stream(search)
      for start in stride(from: 0, to: bytes.count, by: size) {
        stream.add(bytes[start..<min(start + size, bytes.count)])
      }
      stream.finish()
      #expect(stream.hits.map(\.offset) == expected, "pieces of \(size)")
    }
  }

  @Test func shortValuesAreLeftOut() {
    #expect(ValueSearch([Array("abcde".utf8)]).isEmpty)
    #expect(!ValueSearch([Array("abcdef".utf8)]).isEmpty)
  }
}
