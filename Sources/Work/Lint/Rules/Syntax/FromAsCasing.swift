import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let fromAsCasing = Rule(
    "from-as-casing", .syntax, .info, isDefault: false, fix: .safe, aliases: ["FromAsCasing"],
    requirements: ["S2-M-02"],
    summary: "FROM and AS of one line are written in different letter case.",
    why:
      "The builder reads keywords in any letter case; in the same case a line reads more easily.",
    references: ["https://docs.docker.com/reference/build-checks/from-as-casing/"],
    examples: [
      .flags(
        """
        FROM debian:latest ‹as› builder
        from debian:latest ‹AS› runtime
        """,
        fixed: """
          FROM debian:latest AS builder
          from debian:latest as runtime
          """),
      .accepts(
        """
        FROM debian:latest AS deb-builder
        from debian:latest as runtime
        From debian:latest as mixed
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        guard let keyword = stage.fromInstruction?.keyword.value, let word = stage.from?.asKeyword
        else { continue }
        let wanted: String
        switch keyword {
        case "FROM": wanted = "AS"
        case "from": wanted = "as"
        default: continue
        }
        if word.value == wanted { continue }
        findings.report(
          word.range, "`\(word.value)` and `\(keyword)` are written in different letter case",
          help: "Write `\(wanted)`",
          fixes: [Fix("Write `\(wanted)`", .safe, [TextEdit(word.range, wanted)])])
      }
    })
}
