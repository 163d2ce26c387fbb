import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let healthcheckMissingBinary = Rule(
    "healthcheck-missing-binary", .health, .error,
    requirements: ["S3-HC-02"],
    summary: "A health check calls a program that is not in the image.",
    why: """
      A check whose program is not found fails each time, and the container counts as unhealthy \
      however well it works. Slim and distroless images have no curl, and many have no wget: what the \
      builder stage installed does not count.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#healthcheck"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN pip install -r requirements.txt
        HEALTHCHECK CMD ‹curl› -f http://127.0.0.1:8000/ || exit 1
        """),
      .flags(
        """
        FROM gcr.io/distroless/static-debian12
        COPY serve /serve
        HEALTHCHECK CMD ["‹wget›", "-qO-", "http://127.0.0.1/"]
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y curl
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/ || exit 1
        """),
      .accepts(
        """
        FROM python:3.13
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/
        """, note: "The image that is not slim has curl."),
      .accepts(
        """
        FROM debian:13-slim
        COPY bin/ /usr/local/bin/
        HEALTHCHECK CMD curl -f http://127.0.0.1:8000/
        """, note: "The copy may bring it."),
      .accepts(
        """
        FROM alpine:3.20
        HEALTHCHECK CMD wget -qO- http://127.0.0.1/ && ps | grep -q serve
        """),
    ],
    check: { subject, findings in
      for use in HealthcheckUse.all(subject) {
        if use.check.command.map(isShellForm) == true, use.stage.hasShell == false { continue }
        let presence = ProgramPresence(subject.facts, use.stage)
        for command in use.step.commands {
          guard let path = command.path, let word = path.value, let name = command.program,
            ShellDialect(executable: name) == nil, !builtins.contains(name),
            presence.has(word) == false
          else { continue }
          let range = path.word?.range ?? inner(path.range, use.step)
          findings.report(
            range, "the check calls `\(word)`, which is not in the image",
            help: help(name, use.stage),
            related: [Finding.Related(use.stage.markRange, "this base has no `\(name)`")],
            cause: "\(use.step.instruction.range.lowerBound) \(name)")
        }
      }
    })

  private static let builtins: Set<String> = [
    "exit", "test", "[", "[[", "true", "false", "echo", ":", "cd", "exec", "set", "kill", "read",
    "printf", "command", "type", "export", ".", "source", "eval", "wait", "return",
  ]

  private static func isShellForm(_ form: CommandForm) -> Bool {
    if case .shell = form { true } else { false }
  }

  private static func inner(_ range: SourceRange, _ step: Step) -> SourceRange {
    step.instruction.execWords?.first { $0.range == range }?.text.sourceRange ?? range
  }

  private static func help(_ name: String, _ stage: StageFacts) -> String {
    if name == "curl", stage.baseFacts?.hasTool("wget") == true {
      return "Ask by `wget -q -O /dev/null`, which the image has"
    }
    if stage.baseFacts?.hasTool("python3") == true || stage.baseFacts?.hasTool("python") == true {
      return
        "Ask by Python: `python -c \"import urllib.request as u; u.urlopen('http://127.0.0.1:8000/', timeout=3)\"`"
    }
    if stage.baseFacts?.hasTool("node") == true {
      return
        "Ask by Node: `node -e \"fetch('http://127.0.0.1:3000/').then(r => process.exit(r.ok ? 0 : 1))\"`"
    }
    return "Let the application check itself, as in `[\"/app\", \"--check\"]`, or bring `\(name)`"
  }
}
