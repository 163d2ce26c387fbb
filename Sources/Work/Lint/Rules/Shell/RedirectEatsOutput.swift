import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let redirectEatsOutput = Rule(
    "redirect-eats-output", .shell, .error, fix: .unsafe, requirements: ["S0-2-07"],
    summary: "A substitution takes the output of a command that writes it to a file.",
    why: """
      `$(…)` and `<(…)` hand on what the commands inside print. Where a redirection sends all of \
      that to a file, the substitution is empty: `pip install -r <(list > req.txt)` reads no \
      line, and `x=$(date > now)` leaves `x` empty.
      """,
    references: ["https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        SHELL ["/bin/bash", "-c"]
        RUN pip install -r <(pip-compile ‹> /tmp/req.txt›)
        RUN version=$(cat VERSION ‹>/dev/null›) && echo "$version"
        """),
      .flags(
        """
        FROM python:3.13-slim
        SHELL ["/bin/bash", "-c"]
        RUN pip install -r <(pip-compile -q ‹> /tmp/req.txt›) --no-deps
        """,
        fixed: """
          FROM python:3.13-slim
          SHELL ["/bin/bash", "-c"]
          RUN pip install -r <(pip-compile -q) --no-deps
          """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN echo "$(make 2>/dev/null)" "$(make >/tmp/log; cat /tmp/log)" "$(make >&2)" "$(make | tee a >b)"
        RUN if $(which apt > /dev/null); then echo apt; fi
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() where text.hasRedirectedSubstitution {
        text.script.forEachWord { word, role, _ in
          guard word.containsExpansion, role != .commandName else { return }
          look(in: word.parts, subject, &findings)
        }
      }
    })

  private static func look(in parts: [WordPart], _ subject: Subject, _ findings: inout Findings) {
    for part in parts {
      switch part.kind {
      case .doubleQuoted(let inner), .localeQuoted(let inner): look(in: inner, subject, &findings)
      case .commandSubstitution(let substitution):
        report(substitution.script, "$(…)", subject, &findings)
      case .processSubstitution(let substitution) where substitution.isInput:
        report(substitution.script, "<(…)", subject, &findings)
      default: break
      }
    }
  }

  private static func report(
    _ script: ShellScript, _ form: String, _ subject: Subject, _ findings: inout Findings
  ) {
    // One simple command alone is certain; of several, any may print.
    guard script.statements.count == 1, let list = script.statements.first?.list,
      list.rest.isEmpty, list.first.commands.count == 1,
      let command = list.first.commands.first?.simple, let name = command.name,
      let redirect = command.redirects.last(where: { $0.redirectsOutput }),
      redirect.operator != .readWrite
    else { return }
    let outputs = command.redirects.filter(\.redirectsOutput)
    guard outputs.count == 1, redirect.operator != .duplicateOutput || redirect.redirectsBoth,
      let target = redirect.target, !target.text.hasPrefix(">("),
      !command.redirects.contains(where: {
        $0.operator == .duplicateOutput && !$0.redirectsBoth
          && $0.range.lowerBound < redirect.range.lowerBound
      })
    else { return }
    findings.report(
      redirect.range,
      "`\(form)` is always empty: `\(name.text)` writes all of its output to `\(target.unquotedText)`",
      help: "Drop the redirection, or write the file first and read it afterwards",
      fixes: repair(redirect, target.unquotedText, subject))
  }

  /// Leaves the redirection out, where the file that it makes is named nowhere else.
  private static func repair(_ redirect: Redirect, _ file: String, _ subject: Subject) -> [Fix] {
    let source = subject.source
    let isNamedOnce =
      subject.facts.syntax.instructions.reduce(0) {
        $0 + subject.text($1.range).ranges(of: file).count
      } == 1
    guard file != "/dev/null", isNamedOnce, redirect.range.upperBound > redirect.range.lowerBound
    else { return [] }
    var start = redirect.range.lowerBound
    while start > 0, source.bytes[start - 1] == 0x20 { start -= 1 }
    return [
      Fix(
        "Leave the redirection out", .unsafe,
        [TextEdit(SourceRange(start, redirect.range.upperBound), "")],
        risk: "What was empty is what the command prints.")
    ]
  }
}
