import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let healthcheckLocalhost = Rule(
    "healthcheck-localhost", .health, .info, fix: .safe,
    requirements: ["S3-HC-03"],
    summary: "A health check asks `localhost` by a client that may try IPv6 only.",
    why: """
      `localhost` is both ::1 and 127.0.0.1, and ::1 often comes first. The `wget` of BusyBox and \
      Node before version 20 try one address and give up; a server that listens on 0.0.0.0 does not \
      answer on ::1, so that a healthy container counts as unhealthy. curl, GNU wget and Python try \
      both and are not reported.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM python:3.12-alpine
        HEALTHCHECK --interval=30s \\
          CMD wget -q --spider http://‹localhost›:8000/health || exit 1
        """,
        fixed: """
          FROM python:3.12-alpine
          HEALTHCHECK --interval=30s \\
            CMD wget -q --spider http://127.0.0.1:8000/health || exit 1
          """),
      .flags(
        """
        HEALTHCHECK CMD ["wget", "-qO-", "http://‹localhost›/"]
        """),
      .flags(
        """
        FROM node:18
        HEALTHCHECK CMD node -e "require('http').get('http://‹localhost›:3000/')"
        """),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK CMD wget -qO- http://127.0.0.1/ && wget -qO- http://localhost.example.com/
        """),
      .accepts(
        """
        FROM debian:13
        HEALTHCHECK CMD curl -f http://localhost/ || wget -qO- http://localhost/
        """, note: "curl and GNU wget try both addresses."),
    ],
    check: { subject, findings in
      for use in HealthcheckUse.all(subject) {
        let single = use.step.commands.filter { triesOne($0, use) }
        guard !single.isEmpty else { continue }
        for range in use.places(of: "localhost", subject.source) where isHost(range, subject.source)
        {
          guard let command = single.first(where: { $0.range.contains(range) }) else { continue }
          let name = command.program ?? ""
          findings.report(
            range, "`localhost` may be ::1, and `\(name)` tries no other address",
            help: "Write `127.0.0.1`",
            fixes: [
              Fix(
                "Write `127.0.0.1`", .safe, [TextEdit(range, "127.0.0.1")],
                changes: [.healthcheck])
            ],
            cause: "\(use.step.instruction.range.lowerBound)")
        }
      }
    })

  private static func triesOne(_ command: CommandUse, _ use: HealthcheckUse) -> Bool {
    switch command.program {
    case "wget": return use.hasBusyBoxWget != false
    case "node":
      guard let version = use.stage.baseFacts?.tagShape?.version.first,
        use.stage.baseFacts?.reference.familiarRepository == "node"
      else { return false }
      return version < 20
    default: return false
    }
  }

  /// Whether the word is the host of a URL.
  private static func isHost(_ range: SourceRange, _ source: SourceText) -> Bool {
    let before = source.text(SourceRange(max(0, range.lowerBound - 3), range.lowerBound))
    let after = source.text(
      SourceRange(range.upperBound, min(range.upperBound + 1, source.bytes.count)))
    guard before == "://" else { return false }
    guard let next = after.unicodeScalars.first else { return true }
    return next == ":" || next == "/" || next == "'" || next == "\"" || next == "?" || next == " "
      || next == "\n"
  }
}
