import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let tofu = Rule(
    "tofu", .secrets, .warning, requirements: ["S1-S-02"],
    summary: "The build trusts whatever host key the network shows it.",
    why: """
      `ssh-keyscan` writes down the key that the other side shows at that moment, and \
      `StrictHostKeyChecking=no` takes any key. Whoever sits in between is then trusted, with every \
      build anew, and can hand out other code. The keys of a host are published: copy a \
      `known_hosts` file with them, or compare the fingerprint before it is used.
      """,
    references: [
      "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints"
    ],
    examples: [
      .flags(
        """
        FROM alpine:3.24
        RUN mkdir -p -m 0700 ~/.ssh && ‹ssh-keyscan› gitlab.com >> ~/.ssh/known_hosts
        RUN --mount=type=ssh ssh -o ‹StrictHostKeyChecking=no› git@gitlab.com
        """),
      .accepts(
        """
        FROM alpine:3.24
        COPY known_hosts /etc/ssh/ssh_known_hosts
        RUN ssh-keyscan gitlab.com > /tmp/keys && \\
            ssh-keygen -lf /tmp/keys | grep -q SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8
        """),
    ],
    check: { subject, findings in
      let help = "Copy a `known_hosts` file with the published keys of the host"
      for use in subject.facts.commands("ssh-keyscan") where use.kind == .run {
        let step = subject.facts.step(of: use)
        if step.commands.contains(where: { checks.contains($0.program ?? "") }) { continue }
        let host = use.operands(valued: ["-t", "-p", "-T", "-f"]).first?.best
        findings.report(
          use.path?.range ?? use.range,
          "`ssh-keyscan` trusts whatever key \(host.map { "`\($0)`" } ?? "the host") shows during the build",
          help: help)
      }
      for use in subject.facts.commands("ssh", "scp", "sftp", "git", "rsync", "echo", "printf")
      where use.kind == .run {
        for argument in use.arguments where isLax(argument.text) {
          findings.report(
            argument.range, "`StrictHostKeyChecking` is off, so that any host key is trusted",
            help: help)
        }
      }
    })

  /// Commands that compare what was read with what is known.
  private static let checks: Set<String> = [
    "ssh-keygen", "sha256sum", "sha512sum", "cmp", "diff", "gpg",
  ]

  private static func isLax(_ text: String) -> Bool {
    guard let at = text.range(of: "StrictHostKeyChecking")?.upperBound else { return false }
    let rest = text[at...].drop { $0 == "=" || $0 == " " || $0 == "\t" }
    return rest.hasPrefix("no") || rest.hasPrefix("off")
  }
}

extension String {
  /// Where a text first stands.
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
