import Dockerfile
import Facts
import OCI
import Plan
import Source
import Testing

@Suite struct BuildGraphTests {
  static func graph(_ text: String, _ options: BuildOptions = BuildOptions()) throws -> BuildGraph {
    let facts = DockerfileFacts.of(
      .parse(SourceText(name: "Dockerfile", text: text)), options: options)
    return try #require(BuildGraph(of: BuildPlan(of: facts, options: options)))
  }

  @Test func holdsOnlyWhatTheTargetNeeds() throws {
    let text = """
      FROM alpine:3 AS tools
      RUN make tools
      FROM alpine:3 AS docs
      RUN make docs
      FROM scratch
      COPY --from=tools /tool /tool
      """
    let graph = try Self.graph(text)
    #expect(graph.operations.map(\.kind) == [.image, .run, .copy])
    #expect(graph.stageCount == 2)
    #expect(graph.operations[2].inputs == [1])
    var options = BuildOptions()
    options.target = "docs"
    #expect(try Self.graph(text, options).operations.map(\.summary) == ["alpine:3", "make docs"])
  }

  @Test func stagesThatBeginAlikeShareTheirBeginning() throws {
    let graph = try Self.graph(
      """
      FROM alpine:3 AS a
      RUN one
      RUN two
      FROM alpine:3
      RUN one
      COPY --from=a /x /y
      """)
    #expect(graph.operations.map(\.summary) == ["alpine:3", "one", "two", "/x → /y"])
  }

  @Test func aDigestFollowsWhatIsDoneAndNothingElse() throws {
    let digest = { (text: String) throws -> String in
      let graph = try Self.graph(text)
      return graph.operations[graph.result ?? 0].digest.description
    }
    let first = try digest("FROM alpine:3\nENV A=1\nRUN true\n")
    #expect(try digest("# comment\nfrom alpine:3\n\nENV A 1\nRUN true") == first)
    #expect(try digest("FROM alpine:3\nENV A=2\nRUN true\n") != first)
    #expect(try digest("FROM alpine:3.1\nENV A=1\nRUN true\n") != first)
    #expect(first.hasPrefix("sha256:") && first.count == 71)
  }

  @Test func argumentsOfTheBuildAreInThePlan() throws {
    var options = BuildOptions()
    options.arguments = ["VERSION": "9"]
    options.platform = "linux/arm64"
    let text = "ARG VERSION=1\nFROM alpine:$VERSION\nARG TARGETARCH\nRUN get $TARGETARCH"
    let graph = try Self.graph(text, options)
    #expect(graph.operations[0].summary == "alpine:9")
    let json = graph.json(in: SourceText(name: "Dockerfile", text: text))
    #expect(json.contains("\"TARGETARCH\": \"arm64\""))
    #expect(try Self.graph(text).operations[0].summary == "alpine:1")
  }

  @Test func everyFormNamesTheLines() throws {
    let source = SourceText(
      name: "Dockerfile", text: "FROM alpine:3\nCOPY a \"b\" /c/\nCMD [\"x\"]\n")
    let graph = try Self.graph(source.text(source.range))
    #expect(graph.text(in: source).contains("needs 1, 2; line 2"))
    #expect(graph.dot(in: source).contains("n0 -> n2;"))
    #expect(graph.json(in: source).contains("\"schema\": \"hardstand.plan/1\""))
  }
}
