import Dockerfile
import FoundationEssentials
import Source
import Testing

@Suite struct IgnoreTests {
  struct Match: Decodable {
    let pattern: String
    let path: String
    let match: Bool
  }

  @Test(.enabled(if: ConformanceText.ignore != nil, "no conformance data"))
  func everyRowOfTheMatchTableHolds() throws {
    let text = try #require(ConformanceText.ignore)
    let rows = try JSONDecoder().decode([Match].self, from: Data(text.utf8))
    for row in rows {
      let file = IgnoreFile(patterns: [IgnorePattern(row.pattern)])
      #expect(file.firstMalformed == nil, "\(row)")
      #expect(file.isIgnored(row.path) == row.match, "\(row)")
    }
    #expect(rows.count == 68)
  }

  static func file(_ lines: String...) -> IgnoreFile {
    IgnoreFile.parse(
      source: SourceText(name: ".dockerignore", text: lines.joined(separator: "\n")))
  }

  @Test func readingCleansLines() {
    let source = SourceText(
      name: ".dockerignore",
      text: "\u{FEFF}# no\r\n  a/./b/../c/ \r\n #x\n\n/rooted\n! /back/\n//\n!!odd\n\t\nlast  ")
    let patterns = IgnoreFile.parse(source: source).patterns
    #expect(patterns.map(\.pattern) == ["a/c", "#x", "rooted", "back", "/", "!odd", "last"])
    #expect(patterns.map(\.isException) == [false, false, false, true, false, true, false])
    #expect(
      patterns.map { source.text($0.range) }
        == ["a/./b/../c/", "#x", "/rooted", "! /back/", "//", "!!odd", "last"])
    #expect(patterns.allSatisfy { $0.problem == nil })
  }

  @Test func aMarkBeforeACommentIsNoText() {
    #expect(Self.file("\u{FEFF}#a").patterns.isEmpty)
    #expect(Self.file("\u{FEFF}a").patterns.map(\.pattern) == ["a"])
  }

  @Test(arguments: [
    ("!", IgnorePattern.Problem.loneException), ("! ", .loneException), ("!/", .loneException),
    ("[", .badSyntax), ("a[", .badSyntax), ("[]a]", .badSyntax), ("[a-]", .badSyntax),
    ("[-x]", .badSyntax), ("a\\", .badSyntax), ("![", .badSyntax), ("[^]", .badSyntax),
    ("dir\\out", .badExpression), ("[z-a]", .badExpression), ("[[:no:]]", .badExpression),
    ("\\1", .badExpression), ("?{3,2}", .badExpression),
    ("a*{2}", .badExpression), ("a*[", .badExpression), ("\\pQ", .badExpression),
  ])
  func malformedPatternsTellWhy(text: String, problem: IgnorePattern.Problem) {
    let file = Self.file("ok", text)
    #expect(file.firstMalformed?.problem == problem)
    #expect(file.isIgnored("ok"))
    #expect(!file.isIgnored("dir"))
  }

  @Test func longLinesFailTheReader() {
    #expect(Self.file(String(repeating: "a", count: 65_536)).firstMalformed != nil)
    #expect(Self.file(String(repeating: "a", count: 65_000)).firstMalformed == nil)
  }

  @Test(arguments: [
    // patterns, ignored, included
    (["docs", "!docs/README.md"], ["docs", "docs/x"], ["docs/README.md", "src/docs"]),
    (["**/*.md", "!README.md"], ["a.md", "x/README.md"], ["README.md", "README.mdx"]),
    (["*", "!src", "src/*.o"], ["a", ".git", "src/x.o"], ["src", "src/a.c", "src/b/x.o"]),
    (["!a", "a"], ["a", "a/b"], ["b"]),
    (["a/b", "!a"], [], ["a/b", "a/b/c"]),
    (
      ["node_modules"], ["node_modules/x/y", "./node_modules/", "/node_modules"], ["p/node_modules"]
    ),
    (["**/node_modules"], ["node_modules/x", "p/node_modules/x"], ["my_node_modules"]),
    (["**foo"], ["afoo", "a/xfoo/y"], ["foob"]),
    (["a/**/c"], ["a/c", "a/b/c", "a/b/b/c/d"], ["a/bc", "ac"]),
    (["**"], ["a", "a/b"], [".", ""]),
    (["[!a]b"], ["!b", "ab"], ["cb"]),
    (["a[^b]c"], ["axc", "a/c"], ["abc"]),
    (["a^b"], ["a^b"], ["ab"]),
    (["a^*"], [], ["a^b", "a"]),
    (["[^/]x"], ["ax"], ["x", "aax"]),
    (["x\\d"], ["x1"], ["xd", "x12"]),
    (["[[:digit:]]\\w?"], ["1aé", "2_."], ["aab"]),
    (["h?llo", "안?하*"], ["h안llo", "안녕하세요"], ["h/llo", "안하"]),
    (["a?b*"], ["a.b", "a\nb\n"], ["ab"]),
    (["*.{js,ts}"], ["a.{js,ts}"], ["a.js"]),
    (["a{2}?"], ["aab"], ["ab", "aaab", "a{2}b"]),
    (["a|*.md"], ["abc", "x.md", "b/x.md"], ["b"]),
    (["a|b"], ["a|b"], ["a", "b"]),
    (["a*/b\\"], ["ax/b$c"], ["ax/b"]),
    (["\\Qa*b"], ["a[^/]*b$"], ["ab"]),
  ])
  func lastMatchDecides(patterns: [String], ignored: [String], included: [String]) {
    let file = IgnoreFile(patterns: patterns.map { IgnorePattern($0) })
    for path in ignored { #expect(file.isIgnored(path), "\(path)") }
    for path in included { #expect(!file.isIgnored(path), "\(path)") }
  }

  @Test func decisionsNameTheirLine() {
    let file = Self.file("*.log", "build", "!build/keep.log", "**/keep.log")
    #expect(file.decidingPattern(for: "a.log")?.text == "*.log")
    #expect(file.decidingPattern(for: "build/x")?.text == "build")
    #expect(file.decidingPattern(for: "build/keep.log")?.text == "**/keep.log")
    #expect(file.decidingPattern(for: "src/a") == nil)
    let open = Self.file("build", "!build/keep")
    #expect(open.decidingPattern(for: "build/keep/a")?.isException == true)
  }

  @Test(arguments: [
    (["a"], "a", false), (["a"], "b", true), (["a", "!a/b"], "a", true),
    (["a", "!b"], "a", false), (["!a/b", "a"], "a", false), (["*", "!src/**"], "src", true),
    (["*", "!src/**"], "lib", false), (["*", "!src/*/c"], "src/x", true),
    (["*", "!src/*/c"], "src/x/d", false), (["*", "!**/c"], "lib", true),
    (["*", "!s?c/a"], "lib", false), (["*", "!s?c/a"], "sxc", true), (["**", "!a"], ".", true),
  ])
  func foldersAreSkippedWhenNothingComesBack(patterns: [String], folder: String, may: Bool) {
    let file = IgnoreFile(patterns: patterns.map { IgnorePattern($0) })
    #expect(file.mayContainIncluded(under: folder) == may)
  }
}
