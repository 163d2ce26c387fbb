import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let packageSignatureUnchecked = Rule(
    "package-signature-unchecked", .packages, .error, fix: .unsafe,
    aliases: [
      "CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11",
    ],
    summary: "A package manager installs packages without checking their signatures.",
    why: """
      Signatures are what ties a package to its distribution, whatever mirror or proxy delivers it. \
      Without the check, whoever stands on the way puts what he likes into the image, and runs it as \
      root during the build. Import the key of the repository instead.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y ‹--allow-unauthenticated› curl
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get update && apt-get install -y curl
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN apt-get install ‹--force-yes› curl && apt-get -o ‹APT::Get::AllowUnauthenticated=true› install jq
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN apt-get install -y curl && apt-get install jq
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN apk add --no-cache ‹--allow-untrusted› curl
        """),
      .flags(
        """
        FROM fedora:43
        RUN dnf -y install ‹--nogpgcheck› httpd && rpm -i ‹--nosignature› https://example.com/a.rpm
        """),
      .flags(
        """
        FROM opensuse/leap:15.6
        RUN zypper ‹--no-gpg-checks› -n in httpd
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN echo ‹"deb [trusted=yes] https://apt.example.com stable main"› > /etc/apt/sources.list.d/x.list
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get install -y curl && echo "deb [signed-by=/etc/apt/keyrings/x.gpg] https://apt.example.com stable main" > /etc/apt/sources.list.d/x.list
        RUN echo "deb [trusted=yes] file:///tmp/repo ./" > /etc/apt/sources.list.d/x.list
        RUN apk add --allow-untrusted /packages/*.apk && apk add -X "$tempDir/packages" --allow-untrusted nginx
        RUN rpm --import https://example.com/key && rpm -q httpd && echo --nogpgcheck
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands(
        "apt-get", "apt", "aptitude", "apk", "yum", "dnf", "dnf5", "microdnf", "tdnf", "zypper",
        "rpm", "add-apt-repository")
      where use.kind == .run {
        for argument in use.arguments where disables(argument.best, use.program ?? "") {
          if !installs(use) || takesLocalPackages(use, subject) { continue }
          findings.report(
            argument.range, "`\(argument.best)` installs packages whose signature nobody checks",
            help: "Leave it out, and import the key of the repository",
            fixes: removal(of: argument, use, subject).map {
              [
                subject.fix(
                  "Check the signature", .unsafe, $0, at: use,
                  risk: "The build stops where the key of the repository is not known.")
              ]
            } ?? [])
        }
      }
      for use in subject.facts.commands("echo", "printf") where use.kind == .run {
        for argument in use.arguments {
          let text = argument.best
          guard text.contains("deb "), text.contains("trusted=yes"), !text.contains("file:"),
            !text.contains("copy:")
          else { continue }
          findings.report(
            argument.range, "`[trusted=yes]` takes packages whose signature nobody checks",
            help: "Name the key of the repository with `[signed-by=…]`")
        }
      }
    })

  /// The edit that leaves an option out; `--force-yes` also answers questions.
  private static func removal(
    of argument: CommandUse.Argument, _ use: CommandUse, _ subject: Subject
  ) -> ScriptEdit? {
    if argument.text == "--force-yes", !use.hasOption("-y", "--yes", "--assume-yes"),
      use.command != nil
    {
      return ScriptEdit(replacing: argument.text, at: argument.range, by: "-y")
    }
    if argument.text.hasPrefix("-") { return use.removing(argument, in: subject) }
    guard let index = use.arguments.firstIndex(where: { $0.range == argument.range }), index > 0,
      ["-o", "--option"].contains(use.arguments[index - 1].text)
    else { return nil }
    return use.removing(use.arguments[index - 1], following: true, in: subject)
  }

  private static func disables(_ argument: String, _ program: String) -> Bool {
    switch program {
    case "apt-get", "apt", "aptitude":
      if [
        "--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories",
        "--allow-untrusted",
      ].contains(argument) {
        return true
      }
      let text = argument.lowercased()
      return (text.contains("allowunauthenticated=") || text.contains("allowinsecurerepositories="))
        && !text.hasSuffix("=false") && !text.hasSuffix("=0") && !text.hasSuffix("=no")
    case "apk": return argument == "--allow-untrusted"
    case "rpm":
      return ["--nosignature", "--nodigest", "--noverify", "--nofiledigest"].contains(argument)
    case "zypper": return argument == "--no-gpg-checks" || argument == "--allow-unsigned-rpm"
    default:
      if argument == "--nogpgcheck" || argument == "--no-gpgchecks" { return true }
      guard argument.hasPrefix("--setopt=") else { return false }
      return argument.contains("gpgcheck=0") || argument.lowercased().contains("gpgcheck=false")
    }
  }

  /// Whether a command takes packages or their index from somewhere; `apk index` and `rpm -q` do not.
  private static func installs(_ use: CommandUse) -> Bool {
    if use.program == "rpm" {
      return use.hasOption("-i", "-U", "-F", "--install", "--upgrade", "--freshen", "--reinstall")
    }
    return PackageCommand(use).map { $0.verb != .other && $0.verb != .remove } ?? false
  }

  /// Whether a command takes its packages from folders of the image, where no download brought them.
  private static func takesLocalPackages(_ use: CommandUse, _ subject: Subject) -> Bool {
    guard let command = PackageCommand(use) else { return false }
    let repository = use.value(of: "-X", "--repository")
    if let repository { return !repository.best.contains("://") }
    let isLocal =
      !command.operands.isEmpty
      && command.operands.allSatisfy { operand in
        !operand.best.contains("://")
          && [".apk", ".rpm", ".deb"].contains { operand.best.hasSuffix($0) }
      }
    let step = subject.facts.step(of: use)
    return isLocal && !step.commands.contains { $0.program == "curl" || $0.program == "wget" }
  }
}
