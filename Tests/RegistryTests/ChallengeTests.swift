import Documents
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
}
