import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let shellSyntaxError = Rule(
    "shell-syntax-error", .shell, .error,
    aliases: [
      "SC1009", "SC1073", "SC1072", "SC1046", "SC1047", "SC1048", "SC1049", "SC1058", "SC1061",
      "SC1062", "SC1078", "SC1089", "SC1070", "SC1033", "SC1041", "SC1044", "SC1050", "SC1052",
      "SC1056", "SC1083", "SC1088", "SC1064",
    ],
    summary: "The shell cannot read the text.",
    why: """
      A quote without its partner, an `if` without `fi` or an operator with nothing behind it \
      ends the shell before the first command runs. In a Dockerfile the cause is often a missing \
      `\\` at the end of a line, or a `&&` or `;` too many.
      """,
    references: ["https://www.shellcheck.net/wiki/SC1073"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN echo ‹"›a
        RUN ‹if› [ -f a ]; then echo b
        RUN make ‹&&›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN echo "a" && if [ -f a ]; then echo b; fi
        RUN for i in a b; do echo $i; done
        CMD echo hello
        """),
    ],
    check: { subject, findings in
      // What the frontend refuses, such as a template before it is filled, is no text of a shell yet.
      if subject.facts.syntax.refusal != nil { return }
      for kind in [InstructionKind.run, .cmd, .entrypoint, .healthcheck] {
        for text in subject.shellTexts(kind) where !text.script.problems.isEmpty {
          // One slip is followed by others that come of it.
          guard let problem = text.script.problems.first,
            problem.kind != .nestingTooDeep, problem.kind != .malformedCondition,
            isCertain(problem, text), !subject.text(text.step.instruction.range).contains("{{")
          else { continue }
          findings.report(
            problem.range, problem.message, help: "Repair it; the shell ends here with an error")
        }
      }
    })

  private static func isCertain(_ problem: ShellProblem, _ text: ShellText) -> Bool {
    switch problem.kind {
    case .unterminatedHeredoc: return false
    case .badSubstitution: return text.script.dialect != .zsh
    default: break
    }
    // zsh and ksh read some texts that no other shell does.
    return text.script.dialect != .zsh && text.script.dialect != .ksh
      && text.step.before.shell.value != nil
  }
}
