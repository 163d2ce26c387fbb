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
      those too. Where `curl-pipe-shell` tells of a pipeline, its remedy takes the pipe away, and this \
      rule is silent. A pipe into `tar` is worth knowing only, since `tar` refuses an empty archive \
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
      let places = places(in: subject)
      var fixes: [Int: [Fix]] = [:]
      for reached in Dictionary(grouping: places, by: repair(of:)).values {
        // The repair goes with a pipe that only this rule tells of, where there is one.
        guard let place = reached.first(where: { !$0.runsScript }) ?? reached.first else {
          continue
        }
        fixes[place.pipe.lowerBound] = reached.lazy.map { repairs($0.text, subject) }
          .first { !$0.isEmpty }
      }
      for place in places {
        findings.report(
          place.pipe, "a failure of `\(place.name)` goes unseen behind the pipe",
          help: help(for: place.text), fixes: fixes[place.pipe.lowerBound] ?? [],
          cause: "\(place.text.stage.index) \(place.isDownload) \(place.runsScript)",
          severity: place.isDownload ? .warning : nil)
      }
    })

  /// A pipe behind which a failure goes unseen.
  private struct Place {
    let text: ShellText
    let pipe: SourceRange
    /// The command that may fail.
    let name: String
    let isDownload: Bool
    /// Whether the pipe leads into what `curl-pipe-shell` tells of.
    let runsScript: Bool
  }

  /// What one repair reaches: a stage, or a text within it.
  private struct Repair: Hashable {
    let stage: Int
    var step: Int?
    var script: Int?
  }

  private static func places(in subject: Subject) -> [Place] {
    var places: [Place] = []
    for text in subject.shellTexts() {
      // Where neither `sh` nor another shell of the image knows the option, nothing can be asked.
      guard text.step.commands.contains(where: { ($0.context?.pipelineCount ?? 1) > 1 }),
        help(for: text) != nil
      else { continue }
      var pipes = Pipes(options: text.options)
      text.script.accept(&pipes)
      if pipes.found.isEmpty { continue }
      let scripts = PipedScript.all(in: text.step).map {
        $0.download.use.range.union($0.program.range)
      }
      for (command, isNoticed) in pipes.found {
        let name = command.invocation.program ?? "the command before it"
        let pipe = pipe(after: command.range, subject)
        places.append(
          Place(
            text: text, pipe: pipe, name: name,
            isDownload: !isNoticed && downloads.contains(name),
            runsScript: scripts.contains { $0.contains(pipe) }))
      }
    }
    return places
  }

  /// A shell that knows the option is told in each text, another is exchanged for a stage.
  private static func repair(of place: Place) -> Repair {
    switch place.text.script.dialect {
    case .ash, .bash, .ksh, .zsh:
      Repair(
        stage: place.text.stage.index, step: place.text.step.index, script: place.text.index)
    case .dash, .posix: Repair(stage: place.text.stage.index)
    }
  }

  /// One repair a text where its shell knows the option, else one a stage where bash is there.
  private static func repairs(_ text: ShellText, _ subject: Subject) -> [Fix] {
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
        text.step.before.shellRange == nil
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
