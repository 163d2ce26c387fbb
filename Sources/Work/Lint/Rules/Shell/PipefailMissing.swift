import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let pipefailMissing = Rule(
    "pipefail-missing", .shell, .info, fix: .unsafe, aliases: ["DL4006"], requirements: ["S1-D-06"],
    summary: "A pipe hides the failure of a command before its last.",
    why: """
      The status of a pipeline is that of its last command. When `curl` fails in `curl … | tar x` \
      or `… | sh`, the build goes on if the last command is content with an empty input. The \
      option `pipefail` of bash and BusyBox ash makes the pipeline fail with it. A download or an \
      installer before a pipe is a warning and anything else worth knowing; commands that cannot \
      fail such as `echo` are left alone, and so are those that ask the image itself such as \
      `find` and `dpkg`, and a pipe into a check of sums, which would notice. hadolint reports \
      those too. A pipe into `tar` is worth knowing only, since `tar` refuses an empty archive \
      itself.
      """,
    references: [
      "https://github.com/hadolint/hadolint/wiki/DL4006",
      "https://docs.docker.com/build/building/best-practices/#using-pipes",
    ],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN curl -fsSL https://example.com/install.sh ‹|› sh
        RUN wget -O - https://some.site ‹|› wc -l > /number
        """,
        fixed: """
          FROM debian:trixie-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN curl -fsSL https://example.com/install.sh | sh
          RUN wget -O - https://some.site | wc -l > /number
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN apk add curl \\
          && curl -fsSL https://example.com/x ‹|› sh
        """,
        fixed: """
          FROM alpine:3.22
          RUN set -o pipefail && apk add curl \\
            && curl -fsSL https://example.com/x | sh
          """),
      .flags(
        """
        FROM debian:trixie-slim
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN wget -O - https://some.site | wc -l > /number
        FROM debian:trixie-slim
        RUN awk '{ print $1 }' /etc/passwd ‹|› sort > /names
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN echo a | tee /b && printf '%s' c | sha256sum && yes | unminimize
        RUN wget -qO- https://example.com/x | tee /x | sha256sum -c /sums
        RUN if curl -fsS https://example.com | grep -q x; then true; fi
        RUN curl -fsS https://example.com | grep x || true
        """),
      .accepts(
        """
        FROM alpine:3.22
        RUN set -o pipefail && wget -O - https://some.site | wc -l > /number
        SHELL ["/bin/ash", "-eo", "pipefail", "-c"]
        RUN wget -O - https://some.site | wc -l > /number
        """),
      .accepts(
        """
        FROM mcr.microsoft.com/powershell:ubuntu-16.04
        SHELL [ "pwsh", "-c" ]
        RUN Get-Variable PSVersionTable | Select-Object -ExpandProperty Value
        """),
    ],
    check: { subject, findings in
      var repairedStages: Set<Int> = []
      for text in subject.shellTexts() {
        guard text.step.commands.contains(where: { ($0.context?.pipelineCount ?? 1) > 1 }) else {
          continue
        }
        // Where neither `sh` nor another shell of the image knows the option, nothing can be asked.
        guard let help = help(for: text) else { continue }
        var pipes = Pipes(options: text.options)
        text.script.accept(&pipes)
        for (index, (command, isNoticed)) in pipes.found.enumerated() {
          let name = command.invocation.program ?? "the command before it"
          let isDownload = !isNoticed && downloads.contains(name)
          findings.report(
            pipe(after: command.range, subject),
            "a failure of `\(name)` goes unseen behind the pipe",
            help: help, fixes: index == 0 ? fixes(text, subject, &repairedStages) : [],
            cause: "\(text.stage.index) \(isDownload)", severity: isDownload ? .warning : nil)
        }
      }
    })

  /// One repair a text where its shell knows the option, else one a stage where bash is there.
  private static func fixes(
    _ text: ShellText, _ subject: Subject, _ repairedStages: inout Set<Int>
  ) -> [Fix] {
    if text.step.instruction.isJSON { return [] }
    let ending = subject.source.lineEnding
    switch text.script.dialect {
    case .ash, .bash, .ksh, .zsh:
      guard let first = text.script.statements.first,
        text.isHeredocScript || text.step.instruction.heredocs.isEmpty
      else { return [] }
      let option =
        "set -o pipefail"
        + (text.isHeredocScript
          ? ending + subject.source.indentation(at: first.range.lowerBound) : " && ")
      return [
        Fix(
          "Set `pipefail` in the step", .unsafe, [.insert(option, at: first.range.lowerBound)],
          risk:
            "The build stops where a command before a pipe fails, also one that a reader cut short."
        )
      ]
    case .dash, .posix:
      guard case .sh(_, bash: true?)? = text.stage.baseFacts?.shell,
        text.step.before.shellRange == nil,
        repairedStages.insert(text.stage.index).inserted
      else { return [] }
      return [
        Fix(
          "Run the following steps with bash and `pipefail`", .unsafe,
          [
            .insert(
              "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]" + ending,
              at: text.step.instruction.range.lowerBound)
          ],
          risk:
            "All shell forms behind it run with bash, and stop where a command before a pipe fails."
        )
      ]
    }
  }

  private static let downloads: Set<String> = [
    "curl", "wget", "aria2c", "git", "apt-get", "apk", "pip", "pip3", "npm", "gpg", "openssl",
  ]

  /// The `|` behind a command; blanks and joined lines may stand between.
  private static func pipe(after command: SourceRange, _ subject: Subject) -> SourceRange {
    let bytes = subject.source.bytes
    let start =
      bytes[command.upperBound...].firstIndex(of: UInt8(ascii: "|")) ?? command.lowerBound
    return SourceRange(start, start + 1)
  }

  private static func help(for text: ShellText) -> String? {
    switch text.script.dialect {
    case .ash: return "Write `set -o pipefail;` first, which BusyBox ash knows"
    case .bash, .zsh, .ksh: return "Write `set -o pipefail;` first"
    case .dash, .posix:
      if case .sh(_, bash: false?)? = text.stage.baseFacts?.shell {
        return nil
      }
      return "Write `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` before it"
    }
  }

  private struct Pipes: ShellVisitor {
    let options: ShellOptions
    var found: [(SimpleCommand, isNoticed: Bool)] = []
    private var isNoticed = false
    private var left: SimpleCommand?
    private var leftEnd = 0

    init(options: ShellOptions) { self.options = options }

    mutating func visit(_ command: Command, _ context: CommandContext) {
      guard context.pipelineCount > 1 else { return }
      if context.pipelineIndex == 0 { left = nil }
      guard let simple = command.simple else { return }
      if !context.isLastInPipeline {
        if left == nil, mayFail(simple), !isFilter(simple, context),
          !context.surroundings.contains(.nestedScript),
          !context.surroundings.contains(.condition), !context.isNegated,
          context.operatorAfter != .or, !options.pipefail(at: simple.range.lowerBound)
        {
          left = simple
        }
      } else if let before = left {
        left = nil
        isNoticed = notices(simple)
        guard !context.isFailureTested || context.operatorAfter == .and, !checks(simple) else {
          return
        }
        found.append((before, isNoticed))
      }
    }

    private func mayFail(_ command: SimpleCommand) -> Bool {
      switch command.invocation.program {
      case "echo", "printf", "yes", "true", ":", "cat", "seq", "env", "printenv", "set", "export",
        "id",
        "date", "uname", "pwd", "ls", "ps", "whoami", "history", "head", "tail", "sort", "uniq",
        "tr", "cut", "rev", "tac", "wc", "nproc", "hostname", "basename", "dirname", "xargs",
        "grep", "egrep", "fgrep", "find", "scanelf", "dpkg", "dpkg-query", "ldd",
        "apt-mark", "md5sum", "sha256sum", "rpm", "lsb_release", "lsblk", "locale", "tee", nil:
        return false
      default: return true
      }
    }

    /// Whether a command in the middle of a pipeline only passes lines on.
    private func isFilter(_ command: SimpleCommand, _ context: CommandContext) -> Bool {
      context.pipelineIndex > 0
        && ["awk", "gawk", "sed", "perl", "column", "fmt", "base64"].contains(
          command.invocation.program)
    }

    /// Whether an empty input is no archive or key to the command, so that it fails too.
    private func notices(_ command: SimpleCommand) -> Bool {
      [
        "tar", "bsdtar", "gunzip", "gzip", "unzip", "zcat", "xz", "unxz", "apt-key", "gpg",
        "bunzip2",
      ]
      .contains(command.invocation.program)
    }

    /// Whether an empty or wrong input makes the command fail.
    private func checks(_ command: SimpleCommand) -> Bool {
      let invocation = command.invocation
      switch invocation.program {
      case "sha256sum", "sha512sum", "sha1sum", "md5sum", "shasum", "b2sum":
        return invocation.hasFlag(short: "c", long: "check")
      default: return false
      }
    }
  }
}
