import Documents
import Testing

@Suite struct Base64Tests {
  @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "user:pä\u{0}ss"])
  func goesBothWays(text: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    #expect(Base64.bytes(Base64.text(bytes).replacing("=", with: "")) == bytes)
  }

  @Test(arguments: [("Zm9vYmE=", "fooba"), ("Zg==", "f")])
  func isThatOfEverybody(text: String, meaning: String) {
    #expect(Base64.text(Array(meaning.utf8)) == text)
  }

  @Test(arguments: ["Zm9*", "Z", "Zg==Zg==", "Zm9vY"])
  func refusesWhatIsNone(text: String) { #expect(Base64.bytes(text) == nil) }
}
