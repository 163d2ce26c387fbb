import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let trailingComment = Rule(
    "trailing-comment", .syntax, .error, fix: .safe,
    requirements: ["S2-AC-08", "S3-EV-09", "S3-NR-09"],
    summary: "A comment stands behind the arguments of an instruction, where it is no comment.",
    why: """
      A Dockerfile has comments on lines of their own only. Behind the arguments of an \
      instruction, `#` and every word after it are arguments too: EXPOSE and ENV refuse them and the \
      build stops, COPY takes them as sources, and WORKDIR, USER and VOLUME take them without a word, \
      so that the folder is called `/app # sources` or the user `1000 # app`.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#format"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        EXPOSE 8080 ‹# HTTP API›
        """,
        fixed: """
          FROM alpine:3.20
          # HTTP API
          EXPOSE 8080
          """),
      .flags(
        """
        FROM alpine:3.20
        WORKDIR /app ‹# the sources›
        """),
      .accepts(
        """
        FROM alpine:3.20
        # HTTP API
        EXPOSE 8080
        ENV COLOR="#fff" TITLE=a#b
        RUN echo hello # the shell drops this
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.syntax.instructions {
        guard let comment = comment(in: instruction) else { continue }
        let keyword = instruction.kind?.rawValue ?? ""
        let text = subject.text(comment)
        let start = instruction.range.lowerBound
        // Only what cannot build without the repair keeps its meaning by it.
        let breaks =
          instruction.kind == .expose || instruction.kind == .env || instruction.kind == .label
        findings.report(
          comment, "`\(text)` is no comment here: \(keyword) takes each word of it as an argument",
          help: "Move the comment to a line of its own above the instruction",
          fixes: [
            Fix(
              "Move the comment above the instruction", breaks ? .safe : .unsafe,
              [
                .insert(text + subject.source.lineEnding, at: start),
                TextEdit(removal(of: comment, in: instruction), ""),
              ])
          ])
      }
    })

  /// The words from the first that begins with `#` on, where they are arguments.
  private static func comment(in instruction: Instruction) -> SourceRange? {
    switch instruction.kind {
    case .run, .cmd, .entrypoint, .healthcheck, .shell, .onbuild, .maintainer, nil: return nil
    default: break
    }
    if instruction.isJSON || !instruction.heredocs.isEmpty { return nil }
    let bytes = instruction.rest.bytes
    var quote: UInt8?
    for (index, byte) in bytes.enumerated() {
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if quote == nil, byte == UInt8(ascii: "#"), index > 0,
        bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09
      {
        return instruction.rest.source(of: index..<bytes.count)
      }
    }
    return nil
  }

  private static func removal(of comment: SourceRange, in instruction: Instruction) -> SourceRange {
    let bytes = instruction.rest.bytes
    var start = bytes.count
    while start > 0, instruction.rest.source(of: start - 1) >= comment.lowerBound { start -= 1 }
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    return SourceRange(instruction.rest.source(of: start), comment.upperBound)
  }
}
