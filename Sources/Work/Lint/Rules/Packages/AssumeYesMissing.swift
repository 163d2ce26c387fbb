import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let assumeYesMissing = Rule(
    "assume-yes-missing", .packages, .error, fix: .safe,
    aliases: ["DL3014", "DL3030", "DL3034", "DL3038", "DS-0021"],
    summary: "A package manager asks a question that nobody can answer in a build.",
    why: """
      apt-get, yum, dnf, zypper, pacman, conda and `pip uninstall` ask before they change anything. A \
      build has no terminal, so the question counts as a no and the build stops. \
      DEBIAN_FRONTEND=noninteractive silences the questions of packages, not this one. `-qq` implies \
      `-y`, and so does `APT::Get::Assume-Yes`. microdnf and apk ask nothing, \
      though hadolint reports the first. Every command that asks is looked at, where hadolint looks \
      at `install` alone. An answer in a configuration file, by `-o` or at the input counts as well, \
      and neither a run that only tries nor options in a variable are judged; hadolint reports \
      those. `--force-yes` is no answer.
      """,
    references: ["https://manpages.debian.org/trixie/apt/apt-get.8.en.html"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        ENV DEBIAN_FRONTEND=noninteractive
        RUN apt-get update && ‹apt-get install› --no-install-recommends \\
            curl
        """,
        fixed: """
          FROM debian:trixie-slim
          ENV DEBIAN_FRONTEND=noninteractive
          RUN apt-get update && apt-get install -y --no-install-recommends \\
              curl
          """),
      .flags(
        """
        FROM fedora:43
        RUN ‹dnf install› httpd && ‹yum -q update› && ‹dnf remove› perl
        """,
        fixed: """
          FROM fedora:43
          RUN dnf install -y httpd && yum -q update -y && dnf remove -y perl
          """),
      .flags(
        """
        FROM opensuse/leap:15.6
        RUN ‹zypper install› httpd && ‹zypper si› httpd
        """,
        fixed: """
          FROM opensuse/leap:15.6
          RUN zypper install -y httpd && zypper si -y httpd
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get install› --force-yes jq && ‹apt-get install› curl </dev/null
        """, note: "Neither the option nor an empty input is an answer."),
      .flags(
        """
        FROM continuumio/miniconda3:25.9.1-1
        RUN ‹conda install› -c conda-forge numpy && ‹pip uninstall› scipy
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get install -qq curl && apt-get install -q=2 curl && apt-get -qqy install jq
        RUN yes | apt-get install git && apt-get -o APT::Get::Assume-Yes=true install git
        RUN apt-get install --assume-yes git && apt-get install --download-only -s git
        RUN apt-get $APT_OPTIONS install git && apt-get autoremove && apt-get clean
        """),
      .accepts(
        """
        FROM redhat/ubi9-minimal:9.6
        RUN microdnf install httpd && dnf -y install httpd && dnf --assumeyes upgrade
        """),
      .accepts(
        """
        FROM opensuse/leap:15.6
        RUN zypper -n in httpd && zypper --non-interactive up && zypper rm -y perl && zypper in --no-confirm a
        """),
    ],
    check: { subject, findings in
      for command in subject.packageCommands {
        guard let verb = command.verbArgument, asks(command), !isAnswered(command.use),
          !hasUnknownOptions(command), !isConfigured(command, subject)
        else { continue }
        let flag = command.manager == .pacman ? "--noconfirm" : "-y"
        let name = "\(command.program) \(verb.best)"
        findings.report(
          command.use.range(to: verb),
          "`\(name)` asks for a confirmation, and a build has nobody to give it",
          help: "Write `\(name) \(flag)`",
          fixes: command.use.inserting(flag, after: verb).map {
            [subject.fix("Add `\(flag)`", .safe, $0, at: command.use)]
          } ?? [])
      }
    })

  /// Whether the command asks a question unless it is told not to.
  private static func asks(_ command: PackageCommand) -> Bool {
    let use = command.use
    let verb = command.verbArgument?.best ?? ""
    switch command.manager {
    case .apt:
      guard [.install, .upgrade, .remove].contains(command.verb), verb != "autoremove" else {
        return false
      }
      let quiet = use.arguments.reduce(0) { $0 + quietness($1.best) }
      return quiet < 2
        && !use.hasOption(
          "-y", "--yes", "--assume-yes", "-s", "--simulate", "--just-print",
          "--dry-run", "--recon", "--no-act", "--print-uris", "--trivial-only", "--help")
    case .dnf:
      guard command.program != "microdnf", [.install, .upgrade, .remove].contains(command.verb),
        verb != "autoremove"
      else { return false }
      return !use.hasOption("-y", "--assumeyes", "--assumeno", "--help", "--downloadonly")
        && !use.arguments.contains { $0.best.lowercased().contains("assumeyes") }
    case .zypper:
      return
        ([.install, .upgrade, .remove].contains(command.verb) || otherZypperVerbs.contains(verb))
        && !use.hasOption(
          "-n", "--non-interactive", "-y", "--no-confirm", "--dry-run", "-D", "--help")
    case .pacman:
      return [.install, .upgrade, .remove].contains(command.verb)
        && !use.arguments.contains { $0.best == "--noconfirm" || $0.best == "--confirm" }
    case .conda:
      guard command.program != "micromamba" || command.verb != .other else { return false }
      return [.install, .upgrade, .remove].contains(command.verb)
        && !use.hasOption("-y", "--yes", "-d", "--dry-run", "-q", "--help", "--json")
    case .pip:
      return command.verb == .remove && !use.hasOption("-y", "--yes")
    default: return false
    }
  }

  private static let otherZypperVerbs: Set<String> = [
    "source-install", "si", "install-new-recommends", "inr",
  ]

  /// How quiet an option makes apt: `-q` counts one, `-qq` and `-q=2` two.
  private static func quietness(_ option: String) -> Int {
    guard option.hasPrefix("-") else { return 0 }
    for long in ["-q=", "--quiet="] where option.hasPrefix(long) {
      return Int(option.dropFirst(long.utf8.count)) ?? 2
    }
    if option == "--quiet" { return 1 }
    if option.hasPrefix("--") { return 0 }
    let letters = option.dropFirst()
    guard letters.allSatisfy(\.isLetter), letters.first != "o" else { return 0 }
    return letters.count { $0 == "q" }
  }

  /// Whether something stands at its input that may answer.
  private static func isAnswered(_ use: CommandUse) -> Bool {
    if let context = use.context, context.pipelineIndex > 0 { return true }
    return use.command?.redirects.contains {
      $0.fd == 0 && $0.target?.literal != "/dev/null"
    } ?? false
  }

  /// Whether an option may hide in a variable that is not known.
  private static func hasUnknownOptions(_ command: PackageCommand) -> Bool {
    let verbStart = command.verbArgument?.range.lowerBound ?? 0
    return command.use.arguments.contains { argument in
      guard argument.value == nil, !argument.prefix.hasPrefix("-"), argument.prefix.isEmpty else {
        return argument.value == nil && argument.prefix == "-"
      }
      if argument.range.lowerBound < verbStart { return true }
      let text = argument.text.uppercased()
      return ["OPT", "ARG", "FLAG", "PARAM", "$@", "$*"].contains { text.contains($0) }
    }
  }

  /// Whether the file sets the answer in a configuration somewhere.
  private static func isConfigured(_ command: PackageCommand, _ subject: Subject) -> Bool {
    let needle: String
    switch command.manager {
    case .apt: needle = "assume-yes \""
    case .dnf: needle = "assumeyes="
    case .conda: needle = "always_yes"
    default: return false
    }
    let text = subject.text(subject.source.range).lowercased()
    return text.contains(needle)
      || command.manager == .apt && text.contains("assume-yes\"")
      || command.manager == .apt && text.contains("get::assume-yes")
      || command.manager == .conda && text.contains("conda_always_yes")
  }
}
