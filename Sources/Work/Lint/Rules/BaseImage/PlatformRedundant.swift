import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let platformRedundant = Rule(
    "platform-redundant", .baseImage, .info, fix: .safe,
    aliases: ["RedundantTargetPlatform", "DL3065"],
    summary: "FROM asks for the target platform, which it has anyway.",
    why: """
      A stage is of the target platform unless `--platform` says otherwise, so \
      `--platform=$TARGETPLATFORM` says nothing. It can go without a change.
      """,
    references: ["https://docs.docker.com/reference/build-checks/redundant-target-platform/"],
    examples: [
      .flags(
        """
        FROM ‹--platform=$TARGETPLATFORM› alpine:3.24 AS builder
        RUN apk add --no-cache git
        """,
        fixed: """
          FROM alpine:3.24 AS builder
          RUN apk add --no-cache git
          """),
      .flags("FROM ‹--platform=\"${TARGETPLATFORM}\"›  alpine:3.24\nRUN true\n"),
      .flags(
        """
        ARG TARGETPLATFORM=linux/amd64
        FROM ‹--platform=$TARGETPLATFORM› alpine:3.24
        """, note: "The file gives the argument a value of its own."),
      .accepts(
        """
        FROM --platform=${TARGETPLATFORM:-linux/amd64} alpine:3.24
        FROM --platform=$BUILDPLATFORM alpine:3.24
        FROM alpine:3.24
        """),
    ],
    check: { subject, findings in
      let isOwn = setsPlatform(subject)
      for stage in subject.stages {
        guard let instruction = stage.fromInstruction, let flag = instruction.flag("platform"),
          let value = flag.value, value == "$TARGETPLATFORM" || value == "${TARGETPLATFORM}"
        else { continue }
        var end = flag.range.upperBound
        let bytes = subject.source.bytes
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
        findings.report(
          flag.range, "`\(subject.text(flag.range))` is the platform that the stage has anyway",
          help: "Leave the flag out",
          fixes: isOwn
            ? []
            : [
              Fix(
                "Leave `--platform` out", .safe,
                [TextEdit(SourceRange(flag.range.lowerBound, end), "")])
            ])
      }
    })

  /// Whether an ARG before the first FROM gives the argument another value.
  private static func setsPlatform(_ subject: Subject) -> Bool {
    for instruction in subject.facts.syntax.instructions {
      switch instruction.body {
      case .from: return false
      case .arg(let pairs):
        if pairs.contains(where: { $0.key.value == "TARGETPLATFORM" && $0.value != nil }) {
          return true
        }
      default: continue
      }
    }
    return false
  }
}
