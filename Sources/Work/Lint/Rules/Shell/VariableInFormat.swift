import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let variableInFormat = Rule(
    "variable-in-format", .shell, .info, isDefault: false, aliases: ["SC2059"],
    summary: "A variable is part of the format of `printf`, where `%` and `\\` in it act.",
    why:
      "A value such as `100%` ends printf with an error. `printf '%s' \"$x\"` takes it as it is.",
    references: ["https://www.shellcheck.net/wiki/SC2059"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN printf ‹"Hello, $NAME\\n"›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN printf 'Hello, %s\\n' "$NAME" && printf '%s' "$x" && printf -v a '%s' b
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("printf") {
        guard let format = command.arguments.first, format.word?.containsExpansion == true,
          format.value.map({ $0.contains("%") || $0.contains("\\") }) ?? true
        else { continue }
        findings.report(
          format.range, "the value of a variable becomes part of the format",
          help: "Write `%s` and give it behind")
      }
    })
}
