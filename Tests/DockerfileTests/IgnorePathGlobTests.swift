import Dockerfile
import Testing

@Suite struct IgnorePathGlobTests {
  @Test(arguments: [
    ("abc", "abc", true), ("*", "abc", true), ("*c", "abc", true), ("a*", "a", true),
    ("a*", "abc", true), ("a*", "ab/c", false), ("a*/b", "abc/b", true), ("a*/b", "a/c/b", false),
    ("a*b*c*d*e*/f", "axbxcxdxe/f", true), ("a*b*c*d*e*/f", "axbxcxdxexxx/f", true),
    ("a*b*c*d*e*/f", "axbxcxdxe/xxx/f", false), ("a*b?c*x", "abxbbxdbxebxczzx", true),
    ("a*b?c*x", "abxbbxdbxebxczzy", false), ("ab[c]", "abc", true), ("ab[b-d]", "abc", true),
    ("ab[e-g]", "abc", false), ("ab[^c]", "abc", false), ("ab[^e-g]", "abc", true),
    ("a\\*b", "a*b", true), ("a\\*b", "ab", false), ("a?b", "a☺b", true), ("a[^a]b", "a☺b", true),
    ("a???b", "a☺b", false), ("[a-ζ]*", "α", true), ("*[a-ζ]", "A", false), ("a?b", "a/b", false),
    ("a*b", "a/b", false), ("[\\]a]", "]", true), ("[\\-x]", "-", true), ("[x\\-]", "x", true),
    ("[x\\-]", "z", false), ("*x", "xxx", true), ("", "", true), ("", "a", false),
    ("**", "a", true),
    ("[b-a]", "a", false), ("a[^x]b", "a/b", true), ("*/*", "a/b", true), ("*a*", "ba", true),
  ])
  func pathsMatch(pattern: String, path: String, expected: Bool) throws {
    #expect(try PathGlob.matches(pattern, path) == expected)
  }

  @Test(arguments: [
    ("[]a]", 1), ("[-]", 1), ("[x-]", 3), ("[-x]", 1), ("[a-b-c]", 4), ("[", 1), ("[^", 2),
    ("[^bc", 3), ("a[", 2), ("a\\", 1), ("*[", 2), ("[a", 1),
  ])
  func badPatternsAreErrors(pattern: String, offset: Int) {
    let error = #expect(throws: PathGlob.BadPattern.self) {
      try PathGlob.matches(pattern, "x")
    }
    #expect(error?.offset == offset)
  }

  @Test func literalsAreKnown() throws {
    #expect(try PathGlob("a/b").isLiteral)
    #expect(try PathGlob("a\\*").isLiteral)
    #expect(try !PathGlob("a*").isLiteral)
  }
}
