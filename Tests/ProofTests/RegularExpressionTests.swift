import Source
import Testing

@testable import Proof

/// Expressions as Go's `regexp` reads them.
@Suite struct RegularExpressionTests {
  static let verdicts: [(expression: String, text: String, matches: Bool)] = [
    ("", "", true), ("a", "xay", true), ("a", "", false), ("^a$", "a", true),
    ("^a$", "a\n", false), ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb\nc", false),
    ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true), ("a|bc|", "", true), ("a|bc", "xbcx", true),
    ("^(a|bc)d$", "bcd", true), ("^(a|bc)d$", "bd", false), ("ab*c", "ac", true),
    ("^ab+c$", "ac", false), ("^ab?c$", "abbc", false), ("^a{2,3}$", "aaaa", false),
    ("^a{2,3}$", "aaa", true), ("^a{2}$", "aa", true), ("^a{2,}$", "aaaaa", true),
    ("a{,2}", "a{,2}", true), ("^x{0}$", "", true), ("{", "{", true), ("a{b", "a{b", true),
    ("[a-c]+", "xbx", true), ("^[^a-c]+$", "abc", false), ("[]a]", "]", true),
    ("[a-]", "-", true), ("[\\d_]", "_", true), ("^[[:alpha:]]+$", "aZ", true),
    ("^[[:^alpha:]]+$", "1", true), ("\\d", "٣", false), ("\\w", "é", false), ("\\S", " ", false),
    ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoo", false), ("\\Bo", "foo", true),
    ("(?i)HeLLo", "hEllO", true), ("(?i:a)b", "AB", false), ("(?i)é", "É", true),
    ("(?i)[a-z]", "Q", true), ("(?i)k", "\u{212A}", true), ("(?i)a(?-i)b", "Ab", true),
    ("(?i)a(?-i)b", "AB", false), ("\\Qa.b\\E.", "a.bc", true), ("\\Qa.b\\E", "axb", false),
    ("\\x41\\x{e9}", "Aé", true), ("h\\xe9llo", "héllo", true), ("\\101", "A", true),
    ("\\pL\\p{Nd}", "é5", true), ("\\PL", "a", false), ("\\p{^Lu}", "A", false),
    ("(?P<n>a)(?<m>b)(?:c)", "abc", true), ("a+?b*?c??", "a", true), ("\\Aa\\z", "a", true),
    ("\\.\\*\\/", ".*/", true), ("C\\+\\+!", "C++!", true), ("\r\n", "a\r\nb", true),
    ("^\r$", "\r", true), ("\\n", "a\r\nb", true), ("(a*)*b", "b", true),
    ("(a|b)*c", "ababc", true),
    ("e\u{301}", "e\u{301}", true), ("^e.$", "e\u{301}", true), ("()", "", true),
  ]

  @Test(arguments: verdicts.indices) func matchesAsGoDoes(_ row: Int) throws {
    let (expression, text, matches) = Self.verdicts[row]
    #expect(
      try RegularExpression(expression).matches(text) == matches, "\(expression) on \(text)")
  }

  @Test(arguments: [
    "(", ")", "a**", "*", "+a", "a{1001}", "a{2,1}", "[", "[a", "[b-a]", "\\", "\\8", "\\y",
    "(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "(?P=n)", "(?", "(?z)", "\\p{Greek}", "\\p{", "\\x4",
    "\\x{110000}", "[[:foo:]]", "\\1", "\\C", "(?P<>a)", "((a{100}){100}){100}",
  ])
  func refusesWhatGoRefuses(_ expression: String) {
    #expect(throws: Failure.self) { try RegularExpression(expression) }
  }

  /// What takes other machines for ever takes time that grows with the text.
  @Test func staysQuick() throws {
    let text = String(repeating: "a", count: 20_000)
    let start = ContinuousClock.now
    #expect(try !RegularExpression("(a+)+$b").matches(text))
    #expect(try !RegularExpression("(x+x+)+y").matches(String(repeating: "x", count: 20_000)))
    #expect(ContinuousClock.now - start < .seconds(10))
  }
}
