import Shell
import Source
import Testing

@Suite struct WordTests {
  @Test(arguments: [
    ("a", "a"), ("'a b'", "a b"), ("\"a b\"", "a b"), ("a\\ b", "a b"), ("a'b'\"c\"d", "abcd"),
    ("\"a\\$b\"", "a$b"), ("\"a\\b\"", "a\\b"), ("''", ""), ("\"\"", ""),
    ("$'a\\tb\\x41'", "a\tbA"),
    ("*.txt", "*.txt"), ("[a-z]?", "[a-z]?"), ("a=b", "a=b"), ("a\\\nb", "ab"),
    ("\"a\\\nb\"", "ab"),
    ("#", nil), ("a#b", "a#b"), ("$", "$"), ("a$", "a$"), ("\"$\"", "$"), ("é", "é"), ("\\é", "é"),
    ("$x", nil), ("\"$x\"", nil), ("~", nil), ("~/a", nil), ("a~", "a~"), ("'~'", "~"),
    ("{a,b}", nil), ("{a}", "{a}"), ("{1..3}", nil), ("{a..b..c}", "{a..b..c}"), ("$(a)", nil),
    ("`a`", nil), ("$((1))", nil), ("<(a)", nil), ("a{b", "a{b"), ("'{a,b}'", "{a,b}"),
    ("[", "["), ("a[", "a["), ("--x='y z'", "--x=y z"), ("$'\\u00e9\\e[0m'", "é\u{1B}[0m"),
  ])
  func literalIsTheValueWhereNothingExpands(text: String, value: String?) {
    #expect(ShellScript.words("e " + text).dropFirst().first?.literal == value)
  }

  @Test func bracesAreTextWhereTheShellDoesNotExpandThem() {
    let word = ShellScript.words("e a{b,c}", .dash)[1]
    #expect(word.literal == "a{b,c}")
    #expect(word.hasBraceExpansion)
    #expect(ShellScript.of("e a{b,c}", .dash).features.map(\.feature) == [.braceExpansion])
    #expect(ShellScript.of("e a{b,c}", .dash).features[0].range == SourceRange(3, 8))
  }

  @Test(arguments: [
    ("$x/a", "", "/a"), ("a/$x", "a/", ""), ("'a'\"b$x\"c", "ab", "c"), ("a$(b)c${d}e", "a", "e"),
    ("abc", "abc", "abc"),
  ])
  func prefixAndSuffixAreKnown(text: String, prefix: String, suffix: String) {
    let word = ShellScript.words("e " + text)[1]
    #expect(word.literalPrefix == prefix)
    #expect(word.literalSuffix == suffix)
  }

  @Test(arguments: [
    ("'a'", true), ("\"$x\"", true), ("\"a\"'b'", true), ("a'b'", false), ("$x", false),
    ("\\a", false), ("a", false),
  ])
  func quotesAreKnown(text: String, isFullyQuoted: Bool) {
    #expect(ShellScript.words("e " + text)[1].isFullyQuoted == isFullyQuoted)
  }

  @Test(arguments: [
    ("\"$HOME\"/.cache", "$HOME/.cache"), ("'a'$(b \"c\")", "a$(b \"c\")"), ("~/\"x\"", "~/x"),
    ("\"${x:-\"y\"}\"", "${x:-\"y\"}"), ("\"a$((1+2))\"", "a$((1+2))"),
  ])
  func quotesComeOff(text: String, unquoted: String) {
    #expect(ShellScript.words("e " + text)[1].unquotedText == unquoted)
  }

  @Test(arguments: [
    ("*", true), ("a?", true), ("[ab]", true), ("'*'", false), ("\\*", false), ("\"*\"", false),
    ("[a", false), ("[[:space:]]", true),
  ])
  func globsAreUnquoted(text: String, hasGlob: Bool) {
    #expect(ShellScript.words("e " + text)[1].hasUnquotedGlob == hasGlob)
  }

  @Test func partsHaveTheirRanges() {
    let word = ShellScript.words("e a\\b'c'\"d$e\"*")[1]
    #expect(word.range == SourceRange(2, 14))
    #expect(word.text == "a\\b'c'\"d$e\"*")
    #expect(
      word.parts.map(\.range) == [
        SourceRange(2, 3), SourceRange(3, 5), SourceRange(5, 8), SourceRange(8, 13),
        SourceRange(13, 14),
      ])
    guard case .doubleQuoted(let inner) = word.parts[3].kind else {
      Issue.record("no double quotes")
      return
    }
    #expect(inner.map(\.range) == [SourceRange(9, 10), SourceRange(10, 12)])
  }

  @Test func rangesGoThroughJoinedLines() {
    // RUN a \⏎  b "c \⏎d"
    let file = SourceText(name: "x", text: "RUN a \\\n  b \"c \\\nd\"\n")
    var text = MappedText(file, SourceRange(4, 6))
    text.append(MappedText(file, SourceRange(8, 15)))
    text.append(MappedText(file, SourceRange(17, 19)))
    let script = ShellScript.parse(text, dialect: .posix)
    let words = script.statements[0].list.first.commands[0].simple?.words ?? []
    #expect(words.map(\.range) == [SourceRange(4, 5), SourceRange(10, 11), SourceRange(12, 19)])
    #expect(words.last?.literal == "c d")
    #expect(file.text(words[2].range) == "\"c \\\nd\"")
  }

  @Test func assignmentsInWordsComeApart() {
    let words = ShellScript.words("export A=b C=\"d $e\" F= G h=$(i)")
    #expect(words.dropFirst().map(\.assignmentName) == ["A", "C", "F", nil, "h"])
    #expect(words[1].assignmentValue?.literal == "b")
    #expect(words[1].assignmentValue?.range == SourceRange(9, 10))
    #expect(words[2].assignmentValue?.text == "\"d $e\"")
    #expect(words[2].assignmentValue?.isFullyQuoted == true)
    #expect(words[3].assignmentValue == nil)
    #expect(words[5].assignmentValue?.containsExpansion == true)
  }
}
