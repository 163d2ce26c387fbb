import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let redirectOrder = Rule(
    "redirect-order", .shell, .warning, aliases: ["SC2069"],
    summary: "`2>&1` stands before the file, so that errors do not go there.",
    why: """
      Redirections are done from left to right. `2>&1 > log` sends errors to where the output \
      went before, and only the output to the file.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2069"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN make ‹2>&1› > /tmp/log
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN make > /tmp/log 2>&1 && make 2>&1 | tee log && x=$(make 2>&1 >/dev/null)
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        for use in text.commands {
          guard let command = use.command, command.redirects.count > 1, let context = use.context,
            context.pipelineCount == 1,
            context.surroundings.isDisjoint(with: [.commandSubstitution, .processSubstitution]),
            let merge = command.redirects.firstIndex(where: {
              $0.fd == 2 && $0.operator == .duplicateOutput && $0.target?.text == "1"
            }),
            command.redirects[merge...].dropFirst().contains(where: {
              $0.fd == 1 && ($0.operator == .write || $0.operator == .append)
            }), !command.redirects[..<merge].contains(where: { $0.redirectsOutput })
          else { continue }
          findings.report(
            command.redirects[merge].range,
            "Errors go to where the output went before, not to the file",
            help: "Write `2>&1` behind the file")
        }
      }
    })
}
