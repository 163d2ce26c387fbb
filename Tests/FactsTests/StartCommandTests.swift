import Dockerfile
import Facts
import Source
import Testing

@Suite struct StartCommandTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let words: [String]
    let wrappers: [String]
    let main: String?
    var isCertain = true
    var testDescription: String { text }
  }

  static func start(_ text: String) -> StartCommand? {
    DockerfileFacts.of(.parse(SourceText(name: "Dockerfile", text: text))).finalStage?.startCommand
  }

  @Test(arguments: [
    Case(
      text: "FROM alpine:3.20\nCMD [\"serve\", \"--quiet\"]", words: ["serve", "--quiet"],
      wrappers: [], main: "serve"),
    Case(
      text:
        "FROM alpine:3.20\nENTRYPOINT [\"tini\", \"-g\", \"--\"]\nCMD [\"gosu\", \"app\", \"serve\"]",
      words: ["tini", "-g", "--", "gosu", "app", "serve"], wrappers: ["tini", "gosu"], main: "serve"
    ),
    Case(
      text: "FROM alpine:3.20\nENTRYPOINT [\"poetry\", \"run\"]\nCMD [\"uvicorn\", \"a:b\"]",
      words: ["poetry", "run", "uvicorn", "a:b"], wrappers: ["poetry"], main: "uvicorn"),
    Case(
      text: "FROM alpine:3.20\nENTRYPOINT serve --quiet\nCMD [\"ignored\"]",
      words: ["/bin/sh", "-c", "serve --quiet"], wrappers: [], main: "serve"),
    Case(
      text: "FROM alpine:3.20\nCMD a && exec uv run --with x serve $PORT",
      words: ["/bin/sh", "-c", "a && exec uv run --with x serve $PORT"], wrappers: [],
      main: "serve"),
    Case(
      text: "FROM alpine:3.20\nCMD serve | tee /log", words: ["/bin/sh", "-c", "serve | tee /log"],
      wrappers: [], main: "tee"),
    Case(
      text: "FROM alpine:3.20\nCMD if a; then b; fi", words: ["/bin/sh", "-c", "if a; then b; fi"],
      wrappers: [], main: nil),
    Case(
      text: "FROM node:22\nCMD [\"node\", \"server.js\"]",
      words: ["docker-entrypoint.sh", "node", "server.js"], wrappers: ["docker-entrypoint.sh"],
      main: "node"),
    Case(
      text: "FROM alpine:3.20\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"serve\"]",
      words: ["/entrypoint.sh", "serve"], wrappers: [], main: nil),
    Case(
      text: "FROM example.com/base:1\nCMD [\"serve\"]", words: ["serve"], wrappers: [],
      main: "serve", isCertain: false),
    Case(
      text: "FROM example.com/base:1\nENTRYPOINT [\"serve\"]", words: ["serve"], wrappers: [],
      main: "serve"),
    Case(
      text: "FROM alpine:3.20 AS a\nENTRYPOINT [\"tini\", \"--\"]\nFROM a\nCMD [\"serve\"]",
      words: ["tini", "--", "serve"], wrappers: ["tini"], main: "serve"),
  ])
  func wordsAreJoinedAndWrappersTakenOff(_ example: Case) throws {
    let start = try #require(Self.start(example.text))
    #expect(start.words.map(\.value) == example.words)
    #expect(start.wrappers == example.wrappers)
    #expect(start.main?.program == example.main)
    #expect(start.isCertain == example.isCertain)
  }

  @Test func anEntrypointOfAStageDropsTheCommandOfItsBase() throws {
    let start = try #require(
      Self.start("FROM alpine:3.20 AS a\nCMD [\"old\"]\nFROM a\nENTRYPOINT [\"serve\"]"))
    #expect(start.words.map(\.value) == ["serve"])
  }

  @Test(arguments: [
    "FROM scratch\nCOPY a /a", "FROM alpine:3.20\nCMD []", "FROM example.com/base:1",
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD serve",
  ])
  func nothingIsKnown(_ text: String) {
    #expect(Self.start(text) == nil)
  }

  @Test func aFragmentKeepsItsArguments() {
    let facts = DockerfileFacts.of(
      .parse(SourceText(name: "Dockerfile", text: "ARG MODE=on\nENV MODE=${MODE}")))
    #expect(facts.stages.count == 1)
    #expect(facts.stages.first?.end.scope.environmentValue("MODE").value == "on")
  }

  @Test func aBrokenDigestLeavesTheImageKnown() {
    let facts = DockerfileFacts.of(
      .parse(
        SourceText(name: "Dockerfile", text: "FROM cgr.dev/chainguard/python:3.12@sha256:<digest>"))
    )
    #expect(facts.finalStage?.hasShell == false)
  }
}
