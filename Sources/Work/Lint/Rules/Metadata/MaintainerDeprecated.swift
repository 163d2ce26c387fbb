import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let maintainerDeprecated = Rule(
    "maintainer-deprecated", .metadata, .warning, fix: .safe,
    aliases: ["MaintainerDeprecated", "DL4000", "DS-0022", "CKV_DOCKER_6"],
    summary: "MAINTAINER is deprecated.",
    why: """
      MAINTAINER writes to a field of the image that few tools show, and has been deprecated since \
      2017. The label `org.opencontainers.image.authors` says the same where every tool looks.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/maintainer-deprecated/",
      "https://github.com/opencontainers/image-spec/blob/main/annotations.md",
    ],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ‹MAINTAINER› Moby "the" Whale <moby@example.com>
        """,
        fixed: """
          FROM alpine:3.20
          LABEL org.opencontainers.image.authors="Moby \\"the\\" Whale <moby@example.com>"
          """),
      .flags(
        """
        FROM alpine:3.20
        ‹maintainer› "moby@example.com"
        """,
        fixed: """
          FROM alpine:3.20
          label org.opencontainers.image.authors="moby@example.com"
          """),
      .flags(
        """
        FROM alpine:3.20
        LABEL org.opencontainers.image.authors="moby@example.com"
        ‹MAINTAINER› moby@example.com
        """,
        fixed: """
          FROM alpine:3.20
          LABEL org.opencontainers.image.authors="moby@example.com"
          """),
      .accepts(
        """
        FROM alpine:3.20
        LABEL org.opencontainers.image.authors="moby@example.com"
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.maintainer) {
        let instruction = step.instruction
        let keyword = instruction.keyword
        let hasLabel = stage.end.labels[authors] != nil
        findings.report(
          keyword.range, "MAINTAINER is deprecated",
          help: "Write `LABEL org.opencontainers.image.authors=\"…\"`",
          fixes: hasLabel
            ? removal(instruction, subject.source)
            : label(instruction, subject.facts.syntax.escape))
      }
    })

  private static let authors = "org.opencontainers.image.authors"

  /// Where the label is set already, the author is told twice.
  private static func removal(_ instruction: Instruction, _ source: SourceText) -> [Fix] {
    guard instruction.innerComments.isEmpty else { return [] }
    return [
      Fix(
        "Leave it to the label", .safe, [TextEdit(instruction.wholeLines(of: source), "")],
        changes: [.author])
    ]
  }

  private static func label(_ instruction: Instruction, _ escape: UInt8) -> [Fix] {
    guard case .maintainer(let author)? = instruction.body, instruction.flags.isEmpty,
      instruction.innerComments.isEmpty
    else { return [] }
    var bytes = author.text.bytes[...]
    if bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") {
      bytes = bytes.dropFirst().dropLast()
    }
    var value: [UInt8] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "$") || byte == escape {
        value.append(escape)
      }
      value.append(byte)
    }
    let isLower = instruction.keyword.value == instruction.keyword.value.lowercased()
    let text =
      (isLower ? "label" : "LABEL") + " org.opencontainers.image.authors=\""
      + String(decoding: value, as: UTF8.self) + "\""
    let range = SourceRange(instruction.keyword.range.lowerBound, author.range.upperBound)
    return [
      Fix(
        "Write a label instead", .safe, [TextEdit(range, text)],
        changes: [.author, .label(authors)])
    ]
  }
}
