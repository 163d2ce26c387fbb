import HTTP
import Testing

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("http://Example.COM", "http://example.com/"),
    ("https://example.com:443/a?b=c#d", "https://example.com/a?b=c"),
    ("https://example.com:8443?x", "https://example.com:8443/?x"),
    ("http://[::1]:5000/v2/", "http://[::1]:5000/v2/"),
    ("https://h/a b/ü", "https://h/a%20b/%C3%BC"),
  ])
  func reads(text: String, meaning: String) {
    #expect(WebAddress(text)?.text == meaning)
  }

  @Test(arguments: [
    "", "example.com", "ftp://example.com/", "http://", "http:///x", "https://user:secret@host/",
    "https://host:0/", "https://host:99999/", "https://host:5x/", "https://ho st/", "http://[::1/",
    "https://host/\r\nX: y", "javascript:alert(1)", "file:///etc/passwd", "https://[host]/",
    "https://host:/",
  ])
  func refuses(text: String) {
    #expect(WebAddress(text) == nil)
  }

  @Test(arguments: [
    ("/v2/x?a=b", "https://h/v2/x?a=b"), ("?c=d", "https://h/a/b?c=d"), ("c", "https://h/a/c"),
    ("../c?q", "https://h/c?q"), ("../../../c", "https://h/c"), ("./", "https://h/a/"),
    ("//other/x", "https://other/x"), ("http://other:5000", "http://other:5000/"),
    ("", "https://h/a/b?q=1"), ("/a/./b/../c", "https://h/a/c"),
  ])
  func resolves(reference: String, target: String) {
    #expect(WebAddress("https://h/a/b?q=1")?.resolving(reference)?.text == target)
  }

  @Test func showsNoQuery() throws {
    let address = try #require(WebAddress("https://h/blob?X-Amz-Signature=secret"))
    #expect("\(address)" == "https://h/blob?…")
    #expect(address.adding([("a b", "c&d")]).text.hasSuffix("=secret&a%20b=c%26d"))
  }

  @Test(arguments: [
    ("http://localhost", true), ("http://127.0.0.1:5000", true), ("http://127.9.9.9", true),
    ("http://[::1]", true), ("http://127.0.0.1.example.com", false), ("http://10.0.0.1", false),
    ("http://127.0.0.256", false), ("http://localhost.example.com", false),
  ])
  func knowsThisMachine(text: String, isLoopback: Bool) {
    #expect(WebAddress(text)?.isLoopback == isLoopback)
  }
}
