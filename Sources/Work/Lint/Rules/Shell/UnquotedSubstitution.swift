import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unquotedSubstitution = Rule(
    "unquoted-substitution", .shell, .info, isDefault: false, fix: .unsafe, aliases: ["SC2046"],
    summary: "The output of a command falls apart at blanks where no quotes stand around it.",
    why: """
      An unquoted `$(…)` is split at every blank, and `*` in it becomes file names. Where one \
      word is meant, quotes keep it whole. Commands that print one word, such as `nproc` and \
      `uname -m`, and the lists of package tools are left alone.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2046"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ls -l ‹$(getfilename)› && cp a /opt/‹$(cat name)›/b
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN make -j$(nproc) && echo "$(cat x)" && x=$(cat y) && apt-get purge -y $(apt-mark showauto)
        RUN curl -o /x https://example.com/x-$(uname -m) && for f in $(cat list); do echo "$f"; done
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        for use in text.commands
        where ![
          "apt-get", "apt", "apk", "yum", "dnf", "pip", "pip3", "export", "eval", "xargs", "local",
          "npm", "set",
        ].contains(use.program) {
          for argument in use.arguments {
            guard let word = argument.word, word.containsExpansion else { continue }
            for part in word.parts {
              guard case .commandSubstitution(let substitution) = part.kind,
                !BlankFreeValues.printsOneWord(substitution.script)
              else { continue }
              findings.report(
                part.range,
                "the output of `\(subject.text(part.range).prefix(40))` falls apart at blanks",
                help: "Put double quotes around it",
                fixes: subject.quoting(
                  part.range, with: "\"", .unsafe, in: text.step,
                  use.context?.surroundings ?? [],
                  risk: "Output of several words becomes one word, where several may be meant."))
            }
          }
        }
      }
    })
}
