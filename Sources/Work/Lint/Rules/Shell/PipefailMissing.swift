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
      itself. The option is set for as little as the shell allows: in the RUN itself where its shell \
      knows it, else by SHELL around the steps that need it. Where a pipeline of the step ends in a \
      command that stops reading early, such as `head` or `grep -q`, the option would make the step \
      fail for nothing, and there is no repair; nor is there one where `echo` of bash would print \
      something else than that of `sh`.
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
        RUN curl -fsSL https://example.com/x.tgz ‹|› tar -xz
        RUN apt-get update
        RUN curl -fsSL https://example.com/y.tgz ‹|› tar -xz
        RUN dpkg -l | head -n 1
        """,
        fixed: """
          FROM debian:trixie-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN curl -fsSL https://example.com/x.tgz | tar -xz
          RUN apt-get update
          RUN curl -fsSL https://example.com/y.tgz | tar -xz
          SHELL ["/bin/sh", "-c"]
          RUN dpkg -l | head -n 1
          """,
        note: "A later pipeline that ends early, or a later `echo`, keeps the shell that it had."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN curl -fsSL https://example.com/list ‹|› head -n 1 > /first
        RUN curl -fsSL https://example.com/x.tgz ‹|› tar -xz && echo 'a\\tb' > /c
        """,
        note: "With `pipefail` the first would fail for nothing, and bash prints another text."),
      .flags(
        """
        FROM alpine:3.22
        RUN yes | head -n 1 && wget -qO- https://example.com/x.tgz ‹|› tar -xz
        """,
        fixed: """
          FROM alpine:3.22
          RUN yes | head -n 1 && set -o pipefail && wget -qO- https://example.com/x.tgz | tar -xz
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
      for reach in PipefailRepair(subject).fixes(for: targets(places)) {
        let reached = places.filter {
          $0.text.stage.index == reach.stage && reach.steps.contains($0.text.step.index)
        }
        // The repair goes with a pipe that only this rule tells of, where there is one.
        guard let place = reached.first(where: { !$0.runsScript }) ?? reached.first else {
          continue
        }
        fixes[place.pipe.lowerBound, default: []].append(reach.fix)
      }
      for place in places {
        findings.report(
          place.pipe, "a failure of `\(place.name)` goes unseen behind the pipe",
          help: help(for: place), fixes: fixes[place.pipe.lowerBound] ?? [],
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
    /// The command that stops reading before the end; nil where none certainly does.
    let reader: String?
  }

  /// The pipes of each text.
  private static func targets(_ places: [Place]) -> [PipefailRepair.Target] {
    var targets: [PipefailRepair.Target] = []
    for place in places {
      if let last = targets.last, last.text.script.range == place.text.script.range {
        targets[targets.count - 1] = .init(text: last.text, pipes: last.pipes + [place.pipe])
      } else {
        targets.append(.init(text: place.text, pipes: [place.pipe]))
      }
    }
    return targets
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
      let ends = PipelineEnds(text.script)
      for (command, isNoticed) in pipes.found {
        let name = command.invocation.program ?? "the command before it"
        let pipe = pipe(after: command.range, subject)
        places.append(
          Place(
            text: text, pipe: pipe, name: name,
            isDownload: !isNoticed && downloads.contains(name),
            runsScript: scripts.contains { $0.contains(pipe) },
            reader: ends.cutShort.first { $0.range.contains(pipe) }?.name))
      }
    }
    return places
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

  private static func help(for place: Place) -> String? {
    guard let reader = place.reader else { return help(for: place.text) }
    return reader == place.name
      ? help(for: place.text)
      : "Write the output to a file and read that: `\(reader)` may stop reading early, for which `pipefail` would fail the step"
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
