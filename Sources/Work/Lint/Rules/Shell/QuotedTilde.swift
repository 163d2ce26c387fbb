import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let quotedTilde = Rule(
    "quoted-tilde", .shell, .warning, aliases: ["SC2088"],
    summary: "A `~` in quotes stands for itself, not for the home directory.",
    why: """
      The shell replaces `~` only where it stands without quotes at the start of a word or of the \
      value of an assignment. `mkdir "~/x"` makes a folder of the name `~`.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2088"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN mkdir -p ‹"~/.ssh"› && echo a > ‹'~/.ssh/config'›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN mkdir -p ~/.ssh "$HOME/.ssh" && echo "~/.ssh" && git config --global core.excludesFile '~/.gitignore'
        RUN echo 'source "~/.bashrc"' >> ~/.bashrc
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands(
        "mkdir", "cp", "mv", "rm", "touch", "chmod", "chown", "cd", "ln", "cat", "ls", "tar",
        "install")
      {
        for argument in command.arguments where startsWithQuotedTilde(argument.word) {
          report(argument.range, subject, &findings)
        }
      }
      for text in subject.shellTexts() {
        for redirect in text.commands.flatMap({ $0.command?.redirects ?? [] }) {
          guard redirect.heredoc == nil, redirect.operator != .hereString,
            startsWithQuotedTilde(redirect.target), let range = redirect.target?.range
          else { continue }
          report(range, subject, &findings)
        }
      }
    })

  private static func startsWithQuotedTilde(_ word: Word?) -> Bool {
    guard let word, word.hasQuotes, let first = word.parts.first, first.isQuoted else {
      return false
    }
    return word.literalPrefix.hasPrefix("~/") || word.literal == "~"
  }

  private static func report(_ range: SourceRange, _ subject: Subject, _ findings: inout Findings) {
    findings.report(
      range, "`~` in quotes is a name, not the home directory", help: "Write `\"$HOME/…\"`")
  }
}
