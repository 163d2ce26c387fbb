import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let healthcheckWgetSpider = Rule(
    "healthcheck-wget-spider", .health, .info, fix: .unsafe,
    requirements: ["S3-HC-06"],
    summary: "A health check uses `wget --spider`, which sends HEAD and no GET.",
    why: """
      GNU wget sends HEAD with `--spider`. FastAPI and others that declare a route for GET only \
      answer 405, and the check fails. The `wget` of BusyBox sends GET all the same, so that the \
      same line works on Alpine.
      """,
    references: ["https://www.gnu.org/software/wget/manual/wget.html"],
    examples: [
      .flags(
        """
        FROM python:3.13
        HEALTHCHECK CMD wget -q ‹--spider› http://127.0.0.1:8000/health || exit 1
        """,
        fixed: """
          FROM python:3.13
          HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8000/health || exit 1
          """),
      .accepts(
        """
        FROM python:3.13-alpine
        HEALTHCHECK CMD wget -q --spider http://127.0.0.1:8000/health || exit 1
        """),
      .accepts(
        """
        FROM python:3.13
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:8000/health
        """),
    ],
    check: { subject, findings in
      for use in HealthcheckUse.all(subject) where use.hasBusyBoxWget == false {
        for command in use.step.commands where command.program == "wget" {
          guard let flag = command.arguments.first(where: { $0.value == "--spider" }) else {
            continue
          }
          let fixes =
            flag.word == nil
            ? []
            : [
              Fix(
                "Ask by GET", .unsafe, [TextEdit(flag.range, "-O /dev/null")],
                risk: "The check asks by GET, which may cost the server more.")
            ]
          findings.report(
            flag.range, "GNU wget sends HEAD with `--spider`, which many routes refuse",
            help: "Write `-O /dev/null`, which sends GET", fixes: fixes)
        }
      }
    })
}
