import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let packageAsNonroot = Rule(
    "pkg-as-nonroot", .users, .error,
    requirements: ["S3-NR-08"],
    summary: "A package manager of the system runs as a user other than root.",
    why: """
      apt-get, apk, dnf and their kin write below `/usr`, `/var` and `/etc` and take a lock there, which \
      only root may. After USER they stop with “Permission denied” or “are you root?”.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        RUN ‹apt-get update› && ‹apt-get install -y --no-install-recommends curl›
        """),
      .flags(
        """
        FROM cgr.dev/chainguard/python:latest-dev
        RUN ‹apk add --no-cache git›
        """, note: "The base itself runs as nonroot."),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y curl sudo
        USER 10001
        RUN sudo apt-get update; apt-get --version; apt-cache policy curl
        USER root
        RUN apt-get install -y git
        ARG WHO
        USER $WHO
        RUN apt-get install -y jq
        """),
    ],
    check: { subject, findings in
      for package in subject.packageCommands {
        let use = package.use
        guard package.manager.isSystem, changesSystem(package), use.isCertain else { continue }
        let step = subject.facts.step(of: use)
        let user = step.before.user
        guard user.isRoot == false, let name = user.text.value ?? user.name,
          use.wrappers.allSatisfy({
            ["env", "nice", "time", "timeout", "command", "exec", "ionice", "nohup"].contains($0)
          }),
          use.context?.surroundings.contains(.nestedScript) != true
        else { continue }
        findings.report(
          use.range, "\(package.program) fails as user `\(name)`: it needs root",
          help: user.range == nil
            ? "Put `USER root` above it, and `USER \(name)` below: the base runs as `\(name)`"
            : "Move it above USER",
          related: FaultReports.switching(user))
      }
    })

  private static func changesSystem(_ package: PackageCommand) -> Bool {
    // Options come first where the command only asks, as in `apk --version`.
    if package.use.hasOption("--root", "--installroot", "-p", "--download-only", "--print-uris") {
      return false
    }
    switch package.verb {
    case .install, .remove, .upgrade: return true
    // dnf keeps an index for each user.
    case .update: return package.manager != .dnf && package.verbArgument != nil
    case .clean, .other: return false
    }
  }
}
