import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let patternInTest = Rule(
    "pattern-in-test", .shell, .warning, aliases: ["SC2144"],
    summary: "`[ -e … ]` is given a pattern, and fails where it fits more than one file.",
    why: """
      The shell replaces the pattern by all names that fit, and `[` takes one. With two files the \
      test ends with an error that reads as false.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2144"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN if [ -e ‹dist/*.whl› ]; then pip install dist/*.whl; fi
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN if ls dist/*.whl; then pip install dist/*.whl; fi; [ -e dist/x ] && [ -n "*" ]
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("[", "test") {
        for (flag, argument) in zip(command.arguments, command.arguments.dropFirst()) {
          guard ["-e", "-f", "-d", "-r", "-x", "-s", "-L", "-h", "-w"].contains(flag.text),
            argument.word?.hasUnquotedGlob == true
          else { continue }
          findings.report(
            argument.range,
            "`[ \(flag.text) ]` takes one file, and `\(argument.text)` may become several",
            help: "Test with `ls`, or loop over the names")
        }
      }
    })
}
