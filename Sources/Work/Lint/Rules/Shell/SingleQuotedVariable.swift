import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let singleQuotedVariable = Rule(
    "single-quoted-variable", .shell, .info, isDefault: false, aliases: ["SC2016"],
    summary: "A `$x` stands in single quotes, where the shell leaves it as it is.",
    why: """
      That is what a line for `.bashrc` or a program of awk wants, and not what a message or a \
      file of settings wants. The rule tells it of `echo` and `printf` where the build sets a \
      variable of that name.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2016"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ARG NAME=app
        RUN echo ‹'Hello $NAME'›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        ARG NAME=app
        RUN echo "Hello $NAME" && echo 'export PATH=$PATH:/x' >> ~/.bashrc && awk '{print $1}' /x
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("echo", "printf") {
        let scope = subject.facts.step(of: command).before.scope
        for argument in command.arguments {
          guard let word = argument.word, word.parts.count == 1,
            case .singleQuoted(let text)? = word.parts.first?.kind, let name = variable(in: text),
            scope.binding(name) != nil, name != "PATH", name != "HOME"
          else { continue }
          findings.report(
            argument.range, "`$\(name)` stays as it is in single quotes",
            help: "Write double quotes")
        }
      }
    })

  private static func variable(in text: String) -> String? {
    guard let dollar = text.firstIndex(of: "$") else { return nil }
    let rest = text[text.index(after: dollar)...].drop { $0 == "{" }
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }
}
