import Evidence
import Facts
import Source

extension Rule {
  static let rpmCacheKept = Rule(
    "rpm-cache-kept", .packages, .info, fix: .safe,
    aliases: ["DL3032", "DL3036", "DL3040", "DS-0015", "DS-0019", "DS-0020", "DS-0027"],
    requirements: ["S2-CL-05"],
    summary: "yum, dnf or zypper leaves metadata and packages in a layer of the image.",
    why: """
      yum and dnf keep the metadata of each repository below /var/cache, often more than a hundred \
      megabytes; zypper does the same. They leave the image only where the same RUN cleans up, or \
      where a cache mount takes them. Stages that are not part of the image are left alone. \
      hadolint reports those, and cache mounts as well.
      """,
    examples: [
      .flags(
        """
        FROM fedora:43
        RUN ‹dnf install› -y httpd-2.4.65
        """,
        fixed: """
          FROM fedora:43
          RUN dnf install -y httpd-2.4.65 && dnf clean all
          """),
      .flags(
        """
        FROM centos:7
        RUN ‹yum install› -y httpd-2.4.24 && \\
            ‹yum install› -y vim
        """,
        fixed: """
          FROM centos:7
          RUN yum install -y httpd-2.4.24 && \\
              yum install -y vim && \\
              yum clean all
          """),
      .flags(
        """
        FROM opensuse/leap:15.6
        RUN ‹zypper -n install› httpd=2.4.62
        """,
        fixed: """
          FROM opensuse/leap:15.6
          RUN zypper -n install httpd=2.4.62 && zypper clean --all
          """),
      .flags(
        """
        FROM amazonlinux:2023
        RUN ‹yum -y group install› "development tools"
        """,
        fixed: """
          FROM amazonlinux:2023
          RUN yum -y group install "development tools" && yum clean all
          """),
      .accepts(
        """
        FROM fedora:43
        RUN dnf install -y httpd && dnf clean all
        RUN yum install -y httpd && rm -rf /var/cache/yum/*
        RUN microdnf install -y httpd && rm -rf /var/cache/*
        RUN dnf -y install httpd && rm -rf /var/cache/dnf /var/cache/libdnf5
        RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y httpd
        RUN zypper -n in httpd && zypper cc -a
        """),
      .flags(
        """
        FROM fedora:43
        RUN dnf clean all && ‹dnf install› -y httpd-2.4.65
        """,
        fixed: """
          FROM fedora:43
          RUN dnf clean all && dnf install -y httpd-2.4.65 && dnf clean all
          """, note: "What is fetched after the cleaning stays."),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      for command in subject.packageCommands
      where (command.manager == .dnf || command.manager == .zypper)
        && (command.verb == .install || command.verb == .upgrade)
        && shipped.contains(command.use.stage)
      {
        let use = command.use
        let step = subject.facts.step(of: use)
        let folders =
          command.manager == .zypper
          ? ["/var/cache/zypp"]
          : ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"]
        guard use.isCertain || use.context != nil, !step.keepsOut(folders),
          !folders.contains(where: { step.removes($0) }), !isCleaned(step, after: command),
          !use.hasOption("--installroot", "--root", "--downloadonly"),
          !use.arguments.contains(where: { $0.best.hasPrefix("--setopt=keepcache") })
        else { continue }
        let program = command.program == "dnf5" ? "dnf" : command.program
        let cleaning = command.manager == .zypper ? "zypper clean --all" : "\(program) clean all"
        let others = subject.packageCommands.filter {
          $0.manager == command.manager && ($0.verb == .install || $0.verb == .upgrade)
        }
        let verb = command.verbArgument
        findings.report(
          use.range(to: verb),
          "`\(command.program) \(verb?.best ?? "")` leaves metadata and packages in this layer",
          help: "End the same RUN with `\(cleaning)`",
          fixes: subject.cleaning(
            cleaning, title: "Clean up in the same RUN", after: command, among: others))
      }
    })

  /// Whether a command of the step empties the cache that the command before it filled.
  private static func isCleaned(_ step: Step, after command: PackageCommand) -> Bool {
    let cache = cache(of: command.program)
    return step.commands.contains { use in
      guard let program = use.program, Self.cache(of: program) == cache,
        use.range.lowerBound > command.use.range.lowerBound
      else { return false }
      return ["clean", "cc"].contains(use.operands().first?.value)
    }
  }

  /// The programs that share a cache, by the name of one: yum is a link to dnf where both are known.
  private static func cache(of program: String) -> String? {
    switch program {
    case "yum", "dnf", "dnf5": "dnf"
    case "microdnf", "tdnf", "zypper": program
    default: nil
    }
  }
}
