import Repair
import Source
import Testing

/// Where `pipefail` is switched on, and where not.
@Suite struct PipefailRepairTests {
  static let pipe = "RUN curl -fsS https://example.com/x.tgz | tar -xz"
  static let bash = "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]"
  static let sh = "SHELL [\"/bin/sh\", \"-c\"]"

  private func repaired(_ lines: String...) throws -> [String] {
    let repairer = try Repairing.repairer(rules: ["pipefail-missing"], includesUnsafe: true)
    let outcome = repairer.repair(
      SourceText(name: "Dockerfile", text: lines.joined(separator: "\n")))
    #expect(outcome.rejected.map(\.reason) == [])
    #expect(!repairer.repair(outcome.result).isChanged, "a second run goes on")
    return String(decoding: outcome.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func theLastShellFormNeedsNoShellBack() throws {
    #expect(
      try repaired("FROM debian:13", Self.pipe, "CMD [\"x\"]") == [
        "FROM debian:13", Self.bash, Self.pipe, "CMD [\"x\"]",
      ])
  }

  @Test(arguments: [
    "RUN ls | head -n 1", "RUN ls /a | grep -q x", "RUN echo \"a\\tb\" > /x", "RUN echo \"$x\"",
    "RUN x={a,b}; ls $x", "CMD serve", "HEALTHCHECK CMD ls", "ENTRYPOINT exec serve",
    "ONBUILD RUN ls",
  ])
  func whatNoticesAnotherShellGetsItsOwnBack(line: String) throws {
    #expect(
      try repaired("FROM debian:13", Self.pipe, line) == [
        "FROM debian:13", Self.bash, Self.pipe, Self.sh, line,
      ])
  }

  @Test func aStageOnTopGetsItsShellBack() throws {
    #expect(
      try repaired("FROM debian:13 AS a", Self.pipe, "FROM a", "RUN ls | head -n 1") == [
        "FROM debian:13 AS a", Self.bash, Self.pipe, Self.sh, "FROM a", "RUN ls | head -n 1",
      ])
  }

  @Test func eachRegionHasItsOwn() throws {
    #expect(
      try repaired("FROM debian:13", Self.pipe, "RUN ls | head -n 1", "# why", Self.pipe) == [
        "FROM debian:13", Self.bash, Self.pipe, Self.sh, "RUN ls | head -n 1", Self.bash, "# why",
        Self.pipe,
      ])
  }

  @Test(arguments: [
    "RUN curl https://example.com/x | head -n 1", "RUN curl https://example.com/x | grep -q x",
    "RUN curl https://example.com/x | grep -m1 x", "RUN curl https://example.com/x | sed 5q",
    "RUN curl https://example.com/x | sed '/x/q'", "RUN curl https://example.com/x | awk '{exit}'",
    "RUN curl https://example.com/x | while read x; do break; done",
    "RUN yes | sdkmanager --licenses && curl https://example.com/x | tar x",
    "RUN curl https://example.com/x | tar x && echo 'a\\nb'",
  ])
  func whatBashOrTheOptionWouldBreakIsLeft(line: String) throws {
    #expect(try repaired("FROM debian:13", line) == ["FROM debian:13", line])
  }

  @Test(arguments: [
    "RUN curl https://example.com/x | sed 's/q/x/' > /x",
    "RUN curl https://example.com/x | awk '{print}' > /x",
    "RUN uname -m | grep -q x && curl https://example.com/x | tar x",
    "RUN echo x | head -n 1 && curl https://example.com/x | tar x",
  ])
  func whatReadsToTheEndIsRepaired(line: String) throws {
    #expect(try repaired("FROM debian:13", line) == ["FROM debian:13", Self.bash, line])
    #expect(
      try repaired("FROM alpine:3", line)
        == ["FROM alpine:3", "RUN set -o pipefail && " + line.dropFirst(4)])
  }

  @Test func aShellThatKnowsTheOptionIsToldBehindWhatItWouldBreak() throws {
    #expect(
      try repaired(
        "FROM debian:13", "SHELL [\"/bin/bash\", \"-c\"]",
        "RUN ls | head -n 1 && curl https://example.com/x | tar x") == [
          "FROM debian:13", "SHELL [\"/bin/bash\", \"-c\"]",
          "RUN ls | head -n 1 && set -o pipefail && curl https://example.com/x | tar x",
        ])
    let after = "RUN curl https://example.com/x | tar x && ls | head -n 1"
    #expect(try repaired("FROM alpine:3", after) == ["FROM alpine:3", after])
    let either = "RUN ls | head -n 1 || curl https://example.com/x | tar x"
    #expect(try repaired("FROM alpine:3", either) == ["FROM alpine:3", either])
  }

  @Test func aHereDocumentThatNamesItsShellKeepsIt() throws {
    let lines = ["RUN <<EOF", "#!/bin/sh", "curl https://example.com/x | tar x", "EOF"]
    #expect(
      try repaired("FROM debian:13", lines[0], lines[1], lines[2], lines[3])
        == ["FROM debian:13"] + lines)
  }

  @Test func theRiskNamesWhatOnlyAnswers() throws {
    let repairer = try Repairing.repairer(rules: ["pipefail-missing"], includesUnsafe: true)
    let outcome = repairer.repair(
      SourceText(
        name: "Dockerfile",
        text: "FROM alpine:3\nRUN curl https://example.com/x | grep a | sort > /x"))
    #expect(outcome.applied.first?.risk?.contains("`grep`") == true)
  }
}
