import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let gitCloneBranch = Rule(
    "git-clone-branch", .shell, .info, isDefault: false,
    requirements: ["S1-R-01"],
    summary: "A clone takes whatever the branch holds that day.",
    why: """
      `git clone` without a tag or a commit takes the newest state of a branch, and the build cache \
      keeps that state until something before it changes. Two builds of the same file give two \
      programs. `git clone --branch <tag>`, a `git checkout <commit>` after it, or \
      `ADD <repository>#<commit>` name one state.
      """,
    references: [
      "https://docs.docker.com/reference/dockerfile/#adding-files-from-a-git-repository"
    ],
    examples: [
      .flags(
        """
        FROM alpine:3.24
        RUN git clone --depth=1 ‹https://git.acme.io/a.git› /a
        RUN git clone -b ‹main› https://git.acme.io/b.git
        """),
      .accepts(
        """
        FROM alpine:3.24
        ARG VERSION
        RUN git clone --branch v1.2.3 https://git.acme.io/a.git
        RUN git clone -b "$VERSION" https://git.acme.io/a.git
        RUN git clone https://git.acme.io/b.git && cd b && git checkout 5c2f1a9
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("git")
      where use.kind == .run && use.subcommand?.value == "clone" {
        let fixing: Set = ["checkout", "reset", "switch", "fetch"]
        let step = subject.facts.step(of: use)
        if step.commands.contains(where: {
          $0.program == "git" && fixing.contains($0.subcommand?.best ?? "")
        }) {
          continue
        }
        let branch = use.value(of: "-b", "--branch")
        if let branch {
          guard let name = branch.value, moving.contains(name) else { continue }
          findings.report(
            branch.range, "the branch `\(name)` is cloned as it is that day",
            help: "Name a tag with `--branch`, or check out a commit")
        } else if let address = use.arguments.first(where: {
          $0.best.contains("://") || $0.best.hasPrefix("git@")
        }) {
          findings.report(
            address.range, "the newest state of `\(address.best)` is cloned, whatever that is",
            help: "Name a tag with `--branch`, or check out a commit")
        }
      }
    })

  private static let moving: Set<String> = [
    "main", "master", "develop", "dev", "trunk", "stable", "next", "nightly", "edge", "latest",
  ]
}
