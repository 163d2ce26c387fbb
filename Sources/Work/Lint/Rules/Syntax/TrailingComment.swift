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
        EXPOSE 8080  ‹# HTTP API›
        """,
        fixed: """
          FROM alpine:3.20
          # HTTP API
          EXPOSE 8080
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV API_KEY=x ‹# can't be changed› \\
            LEVEL=info ‹# or debug›
        """,
        fixed: """
          FROM alpine:3.20
          # can't be changed
          # or debug
          ENV API_KEY=x \\
              LEVEL=info
          """),
      .flags(
        """
        FROM alpine:3.20
        WORKDIR /app ‹# the sources›
        USER 1000 ‹# app›
        VOLUME /data ‹# app can't write here›
        LABEL a=b ‹#c=d›
        ARG LEVEL=info ‹# or debug›
        """),
      .flags(
        """
        FROM alpine:3.20
        COPY . /app/  ‹# Everything in one layer - no caching!›
        """,
        fixed: """
          FROM alpine:3.20
          # Everything in one layer - no caching!
          COPY . /app/
          """),
      .accepts(
        """
        FROM alpine:3.20
        # HTTP API
        EXPOSE 8080
        ENV COLOR="#fff" TITLE=a#b TEXT="a # b"
        ENV BACKGROUND #fff
        ENV NOTE=a\\ #b
        COPY #autosave# /tmp/
        RUN echo hello # the shell drops this
        RUN <<EOF
        echo hello # as here
        EOF
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.syntax.instructions {
        for comment in ArgumentComment.ranges(in: instruction, subject.source) {
          let text = subject.text(comment)
          findings.report(
            comment,
            "`\(text)` is no comment here: \(instruction.keyword.value.uppercased()) takes each word of it as an argument",
            help: "Move the comment to a line of its own above the instruction",
            fixes: [
              Fix(
                "Move the comment above the instruction",
                breaks(instruction, subject) ? .safe : .unsafe,
                [
                  .insert(
                    text + subject.source.lineEnding, at: instruction.range.lowerBound),
                  TextEdit(removal(of: comment, subject.source), ""),
                ], changes: changes(of: instruction, subject),
                risk: breaks(instruction, subject)
                  ? nil : "What the words of the comment set until now is no longer set.")
            ])
        }
      }
    })

  /// Whether the instruction cannot build as it is: only then the repair keeps what it means.
  private static func breaks(_ instruction: Instruction, _ subject: Subject) -> Bool {
    switch instruction.kind {
    case .add, .copy, .expose: true
    default: instruction.problem != nil
    }
  }

  /// What the words of the comment set, where the instruction is one that cannot build.
  private static func changes(of instruction: Instruction, _ subject: Subject) -> [Fix.Change] {
    guard breaks(instruction, subject) else { return [] }
    // COPY and ADD take the words as sources, which a builder does not find.
    let isCopied = instruction.kind == .add || instruction.kind == .copy
    return isCopied && instruction.problem == nil ? [.transfer] : [.refusal]
  }

  private static func removal(of comment: SourceRange, _ source: SourceText) -> SourceRange {
    var start = comment.lowerBound
    while start > 0, source.bytes[start - 1] == 0x20 || source.bytes[start - 1] == 0x09 {
      start -= 1
    }
    return SourceRange(start, comment.upperBound)
  }
}
