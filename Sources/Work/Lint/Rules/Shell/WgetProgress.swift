import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let wgetProgress = Rule(
    "wget-progress", .shell, .info, isDefault: false, fix: .safe, aliases: ["DL3047"],
    summary: "wget writes a line for every few kilobytes into the log of the build.",
    why: """
      Without a terminal, wget tells its progress in dots, some thousand lines for a large file, which \
      hide what matters in the log. \
      The wget of BusyBox, on Alpine, does not know the option and is left alone, though hadolint \
      reports it.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL3047"],
    examples: [
      .flags(
        """
        FROM ubuntu:24.04
        RUN ‹wget› https://example.com/big_file.tar
        """,
        fixed: """
          FROM ubuntu:24.04
          RUN wget --progress=dot:giga https://example.com/big_file.tar
          """),
      .flags(
        """
        FROM registry.example.com/base:1
        RUN ‹wget› https://example.com/big_file.tar
        """, note: "Where the wget may be that of BusyBox, the repair has to be asked for."),
      .accepts(
        """
        FROM ubuntu:24.04
        RUN wget --progress=dot:giga https://example.com/a && wget -q https://example.com/b
        RUN wget -nv https://example.com/c && wget -o log https://example.com/d && wget --version
        RUN busybox wget https://example.com/a
        FROM alpine:3.22
        RUN wget https://example.com/a
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("wget") {
        guard let path = command.path,
          command.operands(valued: Self.valued).contains(where: {
            $0.text.contains("$") || $0.best.contains(".") || $0.best.contains("://")
          })
        else { continue }
        let isQuiet = command.arguments.contains { argument in
          let text = argument.best
          return text.hasPrefix("--progress") || text == "--quiet" || text == "--no-verbose"
            || text == "-nv"
            || text.hasPrefix("--output-file") || text.hasPrefix("--append-output")
            || text == "--no-progress"
            || text == "--spider"
            || (text.hasPrefix("-") && !text.hasPrefix("--")
              && text.contains { "qoa".contains($0) })
        }
        if isQuiet { continue }
        // The wget of BusyBox does not know the option.
        if command.isWrapped(by: "busybox") { continue }
        let stage = subject.stage(of: command)
        if stage.baseFacts?.family == .alpine || stage.baseFacts?.family == .busybox { continue }
        findings.report(
          path.range, "`wget` fills the log of the build with its progress",
          help: "Add `--progress=dot:giga`",
          fixes: command.inserting("--progress=dot:giga", after: path).map {
            let isGNU = isGNU(command, subject)
            return [
              subject.fix(
                "Add `--progress=dot:giga`", isGNU ? .safe : .unsafe, $0, at: command,
                risk: isGNU ? nil : "The wget of BusyBox stops at the option.")
            ]
          } ?? [])
      }
    })

  /// Whether it is certainly the wget of GNU, by the system or by its package.
  private static func isGNU(_ use: CommandUse, _ subject: Subject) -> Bool {
    let step = subject.facts.step(of: use)
    if step.packages.contains(where: { $0.packages.contains { $0.name == "wget" } })
      || step.before.installations.has("wget")
    {
      return true
    }
    switch step.before.family {
    case .debian, .ubuntu, .redhat, .amazonlinux, .azurelinux: return true
    default: return false
    }
  }

  /// The options that take the next argument as their value.
  private static let valued: Set<String> = [
    "-O", "--output-document", "-P", "--directory-prefix", "-t", "--tries", "-T", "--timeout",
    "--header", "--user-agent", "-U", "--post-data", "--user", "--password", "-w", "--wait", "-i",
    "--input-file", "--ca-certificate", "-Q", "--quota", "-A", "-R", "-D", "-I", "-X", "-e",
  ]
}
