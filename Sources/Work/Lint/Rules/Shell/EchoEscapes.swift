import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let echoEscapes = Rule(
    "echo-escapes", .shell, .warning, aliases: ["SC2028"],
    summary: "`echo` prints a backslash where a line break or tab is meant.",
    why: """
      The `echo` of dash makes a line break of `\\n`; those of bash and BusyBox ash print the two \
      characters. A file written by `echo "a\\nb" > file` has one line on Alpine and Red Hat, and \
      two on Debian. `printf` does the same everywhere. ShellCheck reports it for dash too.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2028"],
    examples: [
      .flags(
        """
        FROM alpine:3.22
        RUN echo ‹"[a]\\nb=1"› > /etc/a.ini
        """),
      .accepts(
        """
        FROM alpine:3.22
        RUN echo -e "[a]\\nb=1" > /etc/a.ini && printf 'a\\nb' && echo "C:\\temp" | cat && echo 'a\\nb' | sed 's/a/b/'
        FROM debian:trixie-slim
        RUN echo "[a]\\nb=1" > /etc/a.ini
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("echo") where command.context?.output == .redirected {
        guard let text = subject.shellText(of: command),
          text.script.dialect == .bash || text.script.dialect == .ash,
          !(command.context?.surroundings.contains(.nestedScript) ?? true),
          command.arguments.first?.best.hasPrefix("-") != true
        else { continue }
        for argument in command.arguments {
          guard let word = argument.word, word.hasQuotes, hasEscape(word.unquotedText) else {
            continue
          }
          findings.report(
            argument.range,
            "`echo` of \(text.script.dialect == .ash ? "BusyBox" : "bash") prints `\\n` and `\\t` as they stand",
            help: "Write `printf '%b\\n'` before the text")
          break
        }
      }
    })

  private static func hasEscape(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "\\") {
        if byte == UInt8(ascii: "n") || byte == UInt8(ascii: "t") { return true }
        previous = 0
        continue
      }
      previous = byte
    }
    return false
  }
}
