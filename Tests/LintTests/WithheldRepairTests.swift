import Evidence
import Lint
import Source
import Testing

/// Findings whose repair would change more than it tells: it is left out, or has to be asked for.
@Suite struct WithheldRepairTests {
  /// A rule with a text that it has a finding in.
  struct Sample: CustomTestStringConvertible, Sendable {
    let rule: String
    let text: String
    var testDescription: String { "\(rule): \(text)" }

    init(_ rule: String, _ text: String) {
      self.rule = rule
      self.text = text
    }

    var fixes: [Fix] { findings.flatMap(\.fixes) }

    var findings: [Finding] {
      guard let rule = RuleBook.descriptions.first(where: { $0.name == rule }) else { return [] }
      return RuleExampleTests.findings(rule, text, context: nil)
    }
  }

  static let withoutSafe = [
    Sample(
      "mutable-cleanup",
      "FROM debian:13\nCOPY src /app\nRUN useradd app && chown -R app:app /app\n"),
    Sample(
      "mutable-cleanup",
      "FROM debian:13\nRUN useradd app\nCOPY src /app\nRUN usermod -u 5 app && chown -R app:app /app\n"
    ),
    Sample(
      "mutable-cleanup",
      "FROM debian:13\nCOPY src /app\nRUN cd /app && make && chown -R 10001:10001 /app\n"),
    Sample("signal-shell-pid1", "FROM debian:13\nCMD [\"sh\", \"-c\", \". /a.sh; serve\"]\n"),
    Sample("chmod-recursive-no-x", "FROM debian:13\nCOPY a /srv/a\nRUN chmod -R 4644 /srv/a\n"),
    Sample(
      "apk-cache-kept",
      "FROM alpine:3.22\nRUN apk update && apk add --no-cache curl\nRUN apk policy git\n"),
    Sample("apk-cache-kept", "FROM alpine:3.22\nRUN apk update; test $? = 0 && apk add curl\n"),
    Sample("apk-cache-kept", "FROM alpine:3.22\nRUN apk add -U curl\nRUN apk search git\n"),
    Sample("shell-form-command", "FROM debian:13\nENTRYPOINT [\"env\"]\nCMD echo hi\n"),
    Sample(
      "shell-form-command", "FROM debian:13\nENTRYPOINT [\"docker-entrypoint.sh\"]\nCMD serve x\n"),
    Sample("shell-form-command", "FROM registry.example.com/a:1\nCMD serve x\n"),
    Sample("stage-arg-scope", "ARG V=1\nFROM debian:13\nRUN echo $V\nCOPY a-$V /a\n"),
    Sample(
      "platform-redundant",
      "ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM debian:13\n"),
  ]

  @Test(arguments: withoutSafe) func isNotSafe(sample: Sample) {
    #expect(!sample.findings.isEmpty)
    #expect(sample.fixes.allSatisfy { $0.applicability != .safe })
  }

  static let withoutAny = [
    Sample(
      "no-multi-stage",
      "FROM golang:1.27\nCOPY . .\nWORKDIR /src\nRUN go build -o /app .\nENTRYPOINT [\"/app\", \"a/b\"]\n"
    ),
    Sample(
      "no-multi-stage",
      "FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN go build -o /app . && mkdir /data\nENTRYPOINT [\"/app\"]\n"
    ),
    Sample("ignored-failure", "FROM debian:13\nRUN test -f a && make; make install\n"),
    Sample("ignored-failure", "FROM debian:13\nRUN [ -f a ] && make; make install\n"),
    Sample("cache-mount-missing", "FROM node:24-slim\nENV HOME=/\nRUN npm ci\n"),
  ]

  @Test(arguments: withoutAny) func isLeftOut(sample: Sample) {
    #expect(!sample.findings.isEmpty)
    #expect(sample.fixes.isEmpty)
  }

  @Test func declaringAnArgumentTellsWhatChangesWithIt() {
    let sample = Sample(
      "stage-arg-scope",
      """
      ARG V=1
      FROM debian:13 AS base
      RUN echo $V
      ENV X=$V Z=1
      ENV Y=a-${X}
      FROM base
      LABEL version=$Y name=x
      """)
    #expect(
      sample.fixes.first?.changes == [
        .variable("V"), .variable("X"), .variable("Y"), .label("version"),
      ])
  }
}
