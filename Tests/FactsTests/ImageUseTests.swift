import BaseImages
import Dockerfile
import Facts
import OCI
import Source
import Testing

@Suite struct ImageUseTests {
  static func facts(_ text: String) -> DockerfileFacts {
    DockerfileFacts.of(.parse(SourceText(name: "Dockerfile", text: text)))
  }

  @Test func everyPlaceThatTakesAnImageIsFound() {
    let facts = Self.facts(
      """
      ARG BASE=debian:13
      FROM ${BASE} AS Build
      FROM build
      COPY --from=BUILD /a /a
      COPY --from=0 /a /a
      COPY --from=busybox:1.37 /bin/b /b
      RUN --mount=target=/x,type=bind,"from=alpine:3.24" --mount=type=cache,target=/c true
      RUN --mount=from=$BASE,target=/x true
      FROM scratch
      """)
    #expect(facts.imageUses.map(\.reference.familiarRepository) == ["debian", "busybox", "alpine"])
    #expect(facts.imageUses.map(\.place) == [.base, .copy, .mount])
    #expect(facts.imageUses.map(\.stage) == [0, 1, 1])
    #expect(facts.imageUses.map(\.dependsOnArguments) == [true, false, false])
    #expect(
      facts.imageUses.map { facts.source.text($0.range) }
        == ["${BASE}", "busybox:1.37", "alpine:3.24"])
    #expect(facts.imageUses.map { $0.sources.count } == [1, 0, 0])
  }

  @Test(
    arguments: [
      ("FROM alpine:3.24", "3.24"), ("FROM a.io:5000/b", nil), ("FROM a.io:5000/b:v1@", nil),
      ("FROM a:1@sha256:e1d7ec6b1ab9ea0f1da9d5c3e8f1e84fe5e6d3ffbd8ef2d8f1fe0ed9f2a7c9d1", "1"),
      ("ARG T=1\nFROM a:$T", nil), ("FROM \"alpine:3.24\"", "3.24"),
    ] as [(String, String?)])
  func theTagIsFoundWhereItIsWritten(text: String, tag: String?) {
    let facts = Self.facts(text)
    #expect(facts.imageUses.first?.tagRange.map { facts.source.text($0) } == tag)
  }

  @Test func stagesBelowTheLastOneAreShipped() {
    let facts = Self.facts(
      "FROM a AS one\nFROM one AS two\nFROM one AS three\nFROM two\nCOPY --from=three /a /a\n")
    #expect(facts.stages.map(\.isShipped) == [true, true, false, true])
  }
}
