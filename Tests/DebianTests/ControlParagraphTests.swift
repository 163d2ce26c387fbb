import Debian
import Source
import Testing

@Suite struct ControlParagraphTests {
  @Test func readsFieldsWithTheirLines() throws {
    let text = """
      # A comment.
      Package: a
      depends: b,
       c
      Description: first
       second
       .
      \tthird

      \u{20}
      Package: b\r
      """
    let paragraphs = try ControlParagraph.parse(SourceText(name: "x", text: text))
    #expect(paragraphs.count == 2)
    #expect(paragraphs[0]["Package"] == "a")
    #expect(paragraphs[0]["Depends"] == "b,\nc")
    #expect(paragraphs[0]["Description"] == "first\nsecond\n\nthird")
    #expect(paragraphs[0].field("Description")?.line == 5)
    #expect(paragraphs[1]["Package"] == "b")
    #expect(paragraphs[1].field("Package")?.line == 11)
    #expect(paragraphs[0]["Nothing"] == nil)
  }

  @Test(arguments: [(" a: b", 1), ("a: b\nnonsense", 2), ("a: b\n: c", 2), ("a b: c", 1)])
  func namesTheLineOfWhatIsWrong(text: String, line: Int) {
    let failure = #expect(throws: Failure.self) {
      try ControlParagraph.parse(SourceText(name: "x", text: text))
    }
    #expect(failure?.place?.position.line == line)
  }

  @Test func readsPackages() throws {
    let text = """
      Package: libx1
      Source: x (1:2-1)
      Version: 1:2-1+b1
      Architecture: amd64
      Essential: yes
      Pre-Depends: a
      Depends: b | c
      Provides: x-api (= 5), y
      Conflicts: z (<< 2)
      Filename: pool/x.deb
      Size: 12
      SHA256: AB
      """
    let paragraph = try #require(try ControlParagraph.parse(SourceText(name: "", text: text)).first)
    let package = try DebianPackage(paragraph, architecture: "amd64")
    #expect(package.source.name == "x" && package.source.version.text == "1:2-1")
    #expect(package.isEssential && package.size == 12 && package.sha256 == "ab")
    #expect(package.provides.map(\.description) == ["x-api (= 5)", "y"])
    #expect(package.conflicts.map(\.description) == ["z (<< 2)"])
    #expect(package.preDepends.count == 1 && package.depends.count == 1)
  }

  @Test(arguments: ["Version: 1", "Package: a", "Package: a\nVersion: 1\nDepends: ("])
  func refusesPackages(text: String) throws {
    let paragraph = try #require(try ControlParagraph.parse(SourceText(name: "", text: text)).first)
    #expect(throws: Failure.self) { try DebianPackage(paragraph, architecture: "amd64") }
  }
}
