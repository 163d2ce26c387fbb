import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let downloadWithoutRetry = Rule(
    "download-without-retry", .shell, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/prefer-curl-config", "tally/prefer-wget-config"],
    summary: "A download by curl is not tried again when the network fails once.",
    why: """
      A build that downloads much fails now and then for a lost connection. `--retry` lets curl \
      try again; wget does so by itself. A `.curlrc` or `CURL_HOME` that the file makes counts as \
      settled. tally asks for settings of wget too, and where curl is only installed.
      """,
    references: ["https://curl.se/docs/manpage.html#--retry"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹curl› -fsSLo /x https://example.com/x
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN curl --retry 3 -fsSLo /x https://example.com/x
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN curl --retry 5 -fsSLo /x https://example.com/x && wget -q https://example.com/y
        ENV CURL_HOME=/etc/curl
        RUN curl -fsSLo /x https://example.com/x
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("curl") {
        guard let path = command.path,
          command.arguments.contains(where: { $0.best.contains("://") }),
          command.option(["--retry", "-K", "--config"]) == nil,
          subject.facts.step(of: command).before.scope.binding("CURL_HOME") == nil
        else { continue }
        findings.report(
          path.range, "`curl` gives up at the first failure of the network",
          help: "Add `--retry 3`",
          fixes: [
            Fix(
              "Add `--retry 3`", .unsafe, [.insert(" --retry 3", at: path.range.upperBound)],
              risk: "A download that fails takes longer to do so.")
          ])
      }
    })
}
