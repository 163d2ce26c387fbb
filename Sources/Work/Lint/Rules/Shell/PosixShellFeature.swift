import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let posixShellFeature = Rule(
    "posix-shell-feature", .shell, .error,
    aliases: [
      "SC2039", "SC3001", "SC3002", "SC3003", "SC3004", "SC3005", "SC3006", "SC3007", "SC3008",
      "SC3009", "SC3010", "SC3011", "SC3014", "SC3015", "SC3016", "SC3018", "SC3020", "SC3021",
      "SC3022", "SC3024", "SC3029", "SC3030", "SC3032", "SC3033", "SC3036", "SC3037", "SC3039",
      "SC3040", "SC3041", "SC3043", "SC3044", "SC3045", "SC3046", "SC3047", "SC3050", "SC3051",
      "SC3053", "SC3054", "SC3055", "SC3056", "SC3057", "SC3059", "SC3060", "SC2112", "SC2113",
    ],
    requirements: ["S0-2-07"],
    summary: "Shell text uses what the `sh` of its image does not have.",
    why: """
      RUN is read by `/bin/sh` unless SHELL says otherwise. That is dash on Debian and Ubuntu, \
      BusyBox ash on Alpine and bash on Red Hat, and each knows other extensions: `[[ ]]` and \
      `source` work on Alpine and fail on Debian, and `mkdir {a,b}` makes one folder of that name \
      on both. The rule asks the base which shell it has; where that is not known it tells only \
      what neither dash nor ash can read. ShellCheck reports more: it takes every `sh` for a \
      POSIX one.
      """,
    references: [
      "https://www.shellcheck.net/wiki/SC3001", "https://www.shellcheck.net/wiki/SC3010",
    ],
    examples: [
      .flags(
        """
        FROM debian:bookworm-slim
        RUN pip install -r ‹<(cat a.txt b.txt)›
        RUN ‹[[› -f /etc/passwd ]] && echo yes
        RUN mkdir -p /app/‹{bin,lib}›
        RUN ‹source› /opt/venv/bin/activate && make ‹&>› /dev/null
        RUN echo ‹-e› "a\\tb" > /etc/motd
        RUN set -o ‹pipefail›; cat x | sort
        SHELL ["/bin/sh", "-o", ‹"pipefail"›, "-c"]
        """),
      .flags(
        """
        FROM alpine:3.22
        RUN ‹files=(a b)›
        """),
      .flags(
        """
        FROM cgr.dev/chainguard/python:latest-dev
        RUN pip install -r ‹<(cat a.txt)›
        """),
      .accepts(
        """
        FROM alpine:3.22
        RUN cat <(echo a) && source /etc/profile && [[ -n "$HOME" ]] && set -o pipefail && echo -e "a\\tb"
        """),
      .accepts(
        """
        FROM debian:bookworm-slim
        SHELL ["/bin/bash", "-c"]
        RUN cat <(echo a) && mkdir -p /app/{bin,lib}
        """),
      .accepts(
        """
        FROM fedora:42
        RUN source /etc/os-release && [[ $ID == fedora ]]
        """),
      .accepts(
        """
        FROM debian:bookworm-slim
        RUN curl -fsS "https://example.com/{a,b}" -o /a && npx prettier --check src/*.{ts,tsx}
        RUN bash -c 'source /opt/x && [[ -f a ]]'
        """),
    ],
    check: { subject, findings in
      for kind in [InstructionKind.run, .cmd, .entrypoint, .healthcheck] {
        for text in subject.shellTexts(kind) where !text.script.features.isEmpty {
          check(text, subject, &findings)
        }
      }
      for (stage, step) in subject.steps(.shell) { checkShell(step, of: stage, &findings) }
    })

  /// Reports `SHELL ["/bin/sh", "-o", "pipefail", "-c"]` where `sh` is a dash without the option.
  private static func checkShell(_ step: Step, of stage: StageFacts, _ findings: inout Findings) {
    guard case .shell(let words)? = step.instruction.body, let program = words.first?.value,
      ["/bin/sh", "sh", "/bin/dash", "dash", "/usr/bin/sh"].contains(program),
      let option = words.first(where: { $0.value == "pipefail" }),
      let release = stage.baseFacts?.distribution, refusesPipefail(release)
    else { return }
    findings.report(
      option.range, "dash, the `\(program)` here, ends with `Illegal option` at `pipefail`",
      help: "Write `\"/bin/bash\"` for the shell")
  }

  private static func check(_ text: ShellText, _ subject: Subject, _ findings: inout Findings) {
    let dialect = text.script.dialect
    if dialect.isExtended || replacesShell(text, subject) { return }
    var told: Set<ShellFeature> = []
    for use in text.script.features where !told.contains(use.feature) {
      let written = subject.text(use.range)
      if use.feature == .pipefail, !refusesPipefail(text) { continue }
      if use.feature == .braceExpansion || use.feature == .braceRange,
        !isFileArgument(use.range, text)
      {
        continue
      }
      if use.feature == .processSubstitution, dialect == .ash {
        if readsProcessSubstitution(text) { continue }
        told.insert(use.feature)
        findings.report(
          use.range,
          "BusyBox ash, the `/bin/sh` here, reads `\(shortened(written))` only where it was built with the extensions of bash",
          help: "Write the output to a file first, or use a pipe; or set `SHELL` to bash",
          severity: .warning)
        continue
      }
      let lack =
        use.feature == .pipefail
        ? FeatureLack(
          effect: "ends it with `Illegal option`",
          help: "Set `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]`")
        : use.feature.lack(in: dialect, text: written)
      guard let lack else { continue }
      told.insert(use.feature)
      let shell = name(of: dialect, text)
      findings.report(
        use.range, "In \(shell), `\(shortened(written))` \(lack.effect)", help: lack.help,
        severity: dialect == .posix && use.feature != .processSubstitution ? .warning : nil)
    }
  }

  private static func shortened(_ text: String) -> String {
    let line = text.prefix { $0 != "\n" }
    return line.count > 40 ? line.prefix(39) + "…" : String(line)
  }

  private static func name(of dialect: ShellDialect, _ text: ShellText) -> String {
    let origin = text.step.before.shellRange == nil ? "the `/bin/sh` here" : "the shell here"
    switch dialect {
    case .dash: return "dash, \(origin)"
    case .ash: return "BusyBox ash, \(origin)"
    default: return "a plain `sh`, which \(origin) may be"
    }
  }

  /// Whether an earlier command puts another shell in the place of `/bin/sh`.
  private static func replacesShell(_ text: ShellText, _ subject: Subject) -> Bool {
    subject.facts.commands("ln", "dpkg-reconfigure", "update-alternatives", "mv", "cp").contains {
      ($0.stage < text.stage.index || $0.stage == text.stage.index)
        && $0.arguments.contains {
          $0.best == "/bin/sh" || $0.best == "dash" || $0.best == "/usr/bin/sh"
        }
    }
  }

  /// Alpine builds the extensions of bash into its ash, and this one came with BusyBox 1.34 in 3.15.
  private static func readsProcessSubstitution(_ text: ShellText) -> Bool {
    guard let release = text.stage.baseFacts?.distribution, release.name == "alpine" else {
      return false
    }
    let numbers = release.version.split(separator: ".").compactMap { Int($0) }
    return numbers.count >= 2 && (numbers[0] > 3 || numbers[0] == 3 && numbers[1] >= 15)
  }

  /// dash learnt the option in 0.5.13, which Debian 12 and Ubuntu 24.04 do not have.
  private static func refusesPipefail(_ text: ShellText) -> Bool {
    guard text.script.dialect == .dash, let release = text.stage.baseFacts?.distribution else {
      return false
    }
    return refusesPipefail(release)
  }

  private static func refusesPipefail(_ release: BaseImageFacts.Distribution) -> Bool {
    guard let number = Double(release.version) else { return false }
    return release.name == "debian" && number < 13 || release.name == "ubuntu" && number < 24.5
  }

  /// Whether a brace expression is a file of a command that takes names as they are.
  private static func isFileArgument(_ range: SourceRange, _ text: ShellText) -> Bool {
    let programs: Set<String> = [
      "mkdir", "touch", "cp", "mv", "rm", "rmdir", "chown", "chmod", "chgrp", "install", "ln",
      "cat",
      "ls",
    ]
    return text.commands.contains { command in
      guard let program = command.program, programs.contains(program) else { return false }
      return command.arguments.contains { $0.range.contains(range) && $0.word?.hasQuotes != true }
    }
  }
}
