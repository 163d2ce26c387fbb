import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let recommendsInstalled = Rule(
    "recommends-installed", .packages, .info, fix: .unsafe, aliases: ["DL3015", "DS-0029"],
    requirements: ["S1-P-04", "S3-CK-S2"],
    summary: "apt-get installs recommended packages that nobody asked for.",
    why: """
      apt-get installs what a package recommends, which often doubles what comes into the image. \
      `--no-install-recommends` leaves it out. Now and then a recommended package is needed: curl, \
      wget and git only recommend ca-certificates, without which no https works, so the repair adds \
      it; read the list of packages before you apply it. Stages that stay out of the image are not \
      looked at, since their packages cost nothing there. \
      Settings in apt.conf and values such as `0` and `no` count as well, and stages that are not \
      shipped are left alone; hadolint reports those.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#apt-get"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update && ‹apt-get install› -y curl jq
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install --no-install-recommends -y curl jq ca-certificates
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹apt-get -y install› \\
            jq \\
            && rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get -y install --no-install-recommends \\
              jq \\
              && rm -rf /var/lib/apt/lists/*
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update && ‹apt-get install› -y \\
              jq \\
              wget \\
            && rm -rf /var/lib/apt/lists/*
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install --no-install-recommends -y \\
                jq \\
                wget \\
                ca-certificates \\
              && rm -rf /var/lib/apt/lists/*
          """),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        RUN apt-get update && apt-get install -y gcc
        FROM debian:trixie-slim
        RUN apt-get install -y --no-install-recommends jq
        RUN apt-get install -y -o APT::Install-Recommends=0 jq
        RUN apt-get install -y --install-recommends jq
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/00recommends
        RUN apt-get install -y jq
        """),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      for command in subject.packageCommands
      where command.manager == .apt && command.verb == .install {
        let use = command.use
        guard let verb = command.verbArgument, verb.best == "install", shipped.contains(use.stage),
          command.program != "aptitude",
          !use.hasOption("--no-install-recommends", "--install-recommends", "--reinstall"),
          !use.arguments.contains(where: {
            $0.best.lowercased().contains("recommends")
              || $0.value == nil && $0.prefix.isEmpty
                && $0.range.lowerBound < verb.range.lowerBound
          }),
          !subject.mentionsRecommends(outside: use)
        else { continue }
        findings.report(
          use.range(to: verb), "`\(command.program) install` brings recommended packages along",
          help: "Add `--no-install-recommends`, and name what is needed of them",
          fixes: fixes(command, verb, subject))
      }
    })

  /// The programs that speak https and only recommend the certificates for it.
  private static let needCertificates: Set<String> = ["curl", "wget", "git", "libcurl4", "aria2"]

  /// One more package, on a line of its own where the last one is.
  private static func certificates(
    after last: CommandUse.Argument, of command: PackageCommand, _ subject: Subject
  ) -> ScriptEdit? {
    let source = subject.source
    let step = subject.facts.step(of: command.use)
    let before = command.use.arguments.last { $0.range.upperBound <= last.range.lowerBound }
    guard let before, command.use.command != nil, !step.instruction.isJSON,
      step.instruction.heredocs.isEmpty,
      source.line(at: before.range.lowerBound) != source.line(at: last.range.lowerBound)
    else { return command.use.inserting("ca-certificates", after: last) }
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    let indent = source.indentation(at: last.range.lowerBound)
    return ScriptEdit(
      [
        .insert(
          " \(escape)\(source.lineEnding)\(indent)ca-certificates", at: last.range.upperBound)
      ], adds: ["ca-certificates"])
  }

  private static func fixes(
    _ command: PackageCommand, _ verb: CommandUse.Argument, _ subject: Subject
  ) -> [Fix] {
    guard let edit = command.use.inserting("--no-install-recommends", after: verb) else {
      return []
    }
    var whole = edit
    let stage = subject.stage(of: command.use)
    if command.packages.contains(where: { needCertificates.contains($0.name) }),
      !stage.end.installations.has("ca-certificates"),
      let last = command.operands.last,
      let certificates = certificates(after: last, of: command, subject)
    {
      whole = whole.followed(by: certificates)
    }
    return [
      subject.fix(
        "Leave out recommended packages", .unsafe, whole, at: command.use,
        risk: "A recommended package that something uses is missing then.")
    ]
  }
}

extension Subject {
  /// Whether the text configures apt's recommendations anywhere but in the command.
  fileprivate func mentionsRecommends(outside use: CommandUse) -> Bool {
    text(source.range).lowercased().contains("install-recommends \"")
      || text(source.range).lowercased().contains("install-recommends=")
      || text(source.range).lowercased().contains("install-recommends '")
  }
}
