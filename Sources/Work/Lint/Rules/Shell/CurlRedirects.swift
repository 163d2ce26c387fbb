import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let curlRedirects = Rule(
    "curl-redirects", .shell, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/curl-should-follow-redirects"],
    summary:
      "curl is not told to follow a redirection, which it then saves in the place of the file.",
    why: """
      Hosts of releases redirect to a store, and change that over the years. Without \
      `--location`, curl saves the empty answer of the first host and ends with success.
      """,
    references: ["https://curl.se/docs/manpage.html#-L"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹curl› -fsSo /x https://example.com/x
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN curl -L -fsSo /x https://example.com/x
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN curl -fsSL -o /x https://example.com/x && curl --location https://example.com/y
        RUN curl --version && curl -X POST https://example.com/hook
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("curl") {
        guard let path = command.path,
          command.arguments.contains(where: { $0.best.hasPrefix("http") }),
          command.option(["-X", "--request", "-d", "--data", "-I", "--head", "-T", "-F", "-K"])
            == nil
        else { continue }
        let follows = command.arguments.contains { argument in
          let text = argument.best
          return text == "--location" || text == "--location-trusted"
            || (text.hasPrefix("-") && !text.hasPrefix("--") && text.contains("L"))
            || (argument.value == nil && text.hasPrefix("$"))
        }
        if follows { continue }
        findings.report(
          path.range, "`curl` does not follow a redirection here", help: "Add `--location`",
          fixes: [
            Fix(
              "Follow redirections", .unsafe, [.insert(" -L", at: path.range.upperBound)],
              risk: "The file may come from another host than the one that is named.")
          ])
      }
    })
}
