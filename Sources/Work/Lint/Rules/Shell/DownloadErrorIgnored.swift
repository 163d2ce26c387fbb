import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let downloadErrorIgnored = Rule(
    "download-error-ignored", .shell, .warning, fix: .safe,
    summary: "curl saves the error page of a server as if it were the file.",
    why: """
      Without `--fail`, curl ends with success whatever the server answers, and the text of a 404 \
      or 500 lands in the file. The rule speaks where nothing after it looks at the content, so \
      that an image with the page in the place of a program or a list of packages builds without \
      an error.
      """,
    references: ["https://curl.se/docs/manpage.html#-f"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹curl› -L -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool
        RUN ‹curl› -sS https://example.com/x.list > /etc/apt/sources.list.d/x.list
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN curl -f -L -o /usr/local/bin/tool https://example.com/tool && chmod +x /usr/local/bin/tool
          RUN curl -f -sS https://example.com/x.list > /etc/apt/sources.list.d/x.list
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN curl -fsSL -o /usr/local/bin/tool https://example.com/tool
        RUN curl -sSL -o a.tgz https://example.com/a.tgz && tar xf a.tgz
        RUN curl -sSLO https://example.com/tool && echo "abc  tool" | sha256sum -c -
        RUN curl -sSLo /usr/bin/t https://example.com/tool && chmod +x /usr/bin/t && t --version
        RUN curl -sI https://example.com && curl --fail-with-body -o /b https://example.com/b
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN curl -sSL -o a.tgz https://example.com/a.tgz
        RUN tar xf a.tgz
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("curl") {
        guard let file = savedFile(of: command), !handlesStatus(command),
          !isLookedAt(file, after: command, subject), let path = command.path
        else { continue }
        findings.report(
          path.range,
          "the answer of the server becomes `\(file)` even where it is an error page",
          help: "Give curl `--fail`",
          fixes: command.inserting("-f", after: path).map {
            [subject.fix("Let curl fail", .safe, $0, at: command)]
          } ?? [])
      }
    })

  private static func handlesStatus(_ command: CommandUse) -> Bool {
    command.option([
      "-f", "--fail", "--fail-with-body", "--fail-early", "-w", "--write-out", "-I",
      "--head", "-K", "--config", "-X", "--request", "-d", "--data", "-T",
    ]) != nil
      || command.arguments.contains {
        $0.value == nil && !$0.text.contains("/") && $0.text.hasPrefix("$")
      }
      || command.arguments.contains { argument in
        // A cluster whose last letter takes a value, such as `-fsSLo`.
        argument.prefix.hasPrefix("-") && !argument.prefix.hasPrefix("--")
          && argument.prefix.prefix { $0 != "=" && $0 != "/" }.contains("f")
      }
  }

  /// The name of the file that a download makes; nil where there is none, or it is not certain.
  private static func savedFile(of command: CommandUse) -> String? {
    guard let context = command.context, context.output != .piped, context.output != .captured,
      !context.isFailureTested || context.operatorAfter == .and,
      !context.surroundings.contains(.nestedScript)
    else { return nil }
    let arguments = command.arguments
    guard arguments.contains(where: { $0.best.hasPrefix("http") || $0.best.hasPrefix("\"http") })
    else { return nil }
    for (index, argument) in arguments.enumerated() {
      let text = argument.best
      guard text.hasPrefix("-") else { continue }
      if text == "--output" || (!text.hasPrefix("--") && text.hasSuffix("o")) {
        return index + 1 < arguments.count ? FilePaths.name(name(arguments[index + 1])) : nil
      }
      if text == "--remote-name" || (!text.hasPrefix("--") && text.hasSuffix("O")) {
        return arguments.first { $0.best.hasPrefix("http") }.map { FilePaths.name($0.best) }
      }
    }
    guard let redirect = command.command?.redirects.last(where: { $0.redirectsOutput }),
      let target = redirect.target?.unquotedText, target != "/dev/null", target != "&2"
    else { return nil }
    return FilePaths.name(target)
  }

  private static func name(_ argument: CommandUse.Argument) -> String {
    argument.value ?? argument.word?.unquotedText ?? argument.text
  }

  /// Commands that do not care what a file holds.
  private static let indifferent: Set<String> = [
    "chmod", "chown", "mv", "cp", "ln", "install", "mkdir", "echo", "ls", "cd", "printf", "true",
    "set",
    "export", "test", "[", "touch", "chgrp", "apt-get", "apt", "apk", "yum", "dnf", "curl", "wget",
    "rm", "sed", "cat", "useradd",
    "groupadd", "usermod", "adduser", "addgroup", "tee", "stat", "which",
  ]

  private static func isLookedAt(_ file: String, after command: CommandUse, _ subject: Subject)
    -> Bool
  {
    if file.isEmpty || file.contains("$") { return true }
    for step in subject.stages[command.stage].steps.dropFirst(command.step) {
      for other in step.commands where other.range.lowerBound > command.range.upperBound {
        guard let program = other.program else { return true }
        if step.index == command.step {
          if !indifferent.contains(program) { return true }
          // A list of packages is read by the package tool that comes after.
          if ["apt-get", "apt", "apk", "yum", "dnf"].contains(program),
            ["update", "install", "add", "makecache"].contains(other.subcommand?.value)
          {
            return true
          }
        } else if program == file
          || !indifferent.contains(program)
            && other.arguments.contains(where: { $0.best.contains(file) || $0.best.contains("*") })
        {
          return true
        } else if ["apt-get", "apt", "yum", "dnf", "apk"].contains(program),
          file.hasSuffix(".list") || file.hasSuffix(".repo") || file.hasSuffix(".gpg")
            || file.hasSuffix(".asc")
        {
          return true
        }
      }
    }
    return false
  }
}
