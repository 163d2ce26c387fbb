import HTTP
import Testing

@testable import Registry

@Suite struct ChallengeTests {
  @Test(arguments: [
    (#"Bearer realm="https://a/token",service="s",scope="repository:x:pull,push""#, "bearer"),
    (#"Basic realm="x", Bearer realm="https://a/token" , service = "s""#, "basic bearer"),
    (#"Negotiate, Basic realm="a \"b\", c""#, "negotiate basic"),
    (#"Bearer realm="open"#, "bearer"), ("", ""), (",,, ,", ""), ("\"", ""), ("=", ""),
    ("Basic", "basic"), ("Negotiate abc==, Basic", "negotiate basic"),
  ])
  func reads(header: String, schemes: String) {
    let found = Challenge.all(in: [header]).map(\.scheme).joined(separator: " ")
    #expect(found == schemes)
  }

  @Test func readsParameters() {
    let found = Challenge.all(in: [
      #"Basic realm="a \"b\", c""#, #"bearer Realm="https://a/t?x=1,2",scope="r:x:pull,push",a=b"#,
    ])
    #expect(found[0].parameters == ["realm": "a \"b\", c"])
    #expect(
      found[1].parameters == ["realm": "https://a/t?x=1,2", "scope": "r:x:pull,push", "a": "b"])
  }

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777 as Int64?),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
    ("Sun Nov  6 08:49:37 1994", nil), ("", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
    ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Nov 1994 -8:49:37 GMT", nil),
  ])
  func readsDates(text: String, seconds: Int64?) {
    #expect(HTTPDate.seconds(text) == seconds)
  }
}
