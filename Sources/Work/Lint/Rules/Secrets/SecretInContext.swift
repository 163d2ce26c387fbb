import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let secretInContext = Rule(
    "secret-in-context", .secrets, .warning, fix: .unsafe,
    requirements: ["S1-D-07", "S3-CK-S5"],
    summary: "The build context holds a secret that the ignore file lets through.",
    why: """
      Everything in the build context that `.dockerignore` does not leave out can be copied by any \
      COPY that is written tomorrow, and older builders send all of it to the daemon. Secrets that \
      an instruction copies already are told by `secret-file-copied`. Names decide, and for names \
      that only often mean a secret the content does.
      """,
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    examples: [
      .flags(
        """
        FROM ‹alpine:3.24›
        COPY src /src
        """,
        ignored: """
          build

          # What no image needs, added by `hardstand fix`
          deploy/id_ed25519
          """,
        context: [
          "src/main.c": "", "src/a.p12": "", ".dockerignore": "build\n",
          "deploy/id_ed25519":
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n",
        ]),
      .accepts(
        """
        FROM alpine:3.24
        COPY src /src
        """,
        context: [
          "src/main.c": "", ".dockerignore": "**/id_*\n.git\n", "deploy/id_ed25519": "x",
          ".git/id_rsa": "x", ".npmrc": "save-exact=true\n",
        ]),
    ],
    check: { subject, findings in
      guard let context = subject.context, let stage = subject.stages.first,
        let copied = copiedPaths(in: subject)
      else { return }
      var search = ContextSearch(context: context, skipped: copied)
      let hits = search.all(below: "", limit: 64)
      guard let hit = hits.first else { return }
      findings.report(
        stage.markRange,
        "the build context holds `\(hit.path)`, a secret (\(hit.title)) that `\(FilePaths.name(context.ignoreName))` does not leave out",
        help: "Add `\(hit.path)` to `\(FilePaths.name(context.ignoreName))`",
        fixes: IgnoreProposal(subject)?.repair(leavingOut: hits) ?? [])
    })

  /// What the file copies from the context; nil where that is all of it, or not known.
  private static func copiedPaths(in subject: Subject) -> Set<String>? {
    var result: Set<String> = []
    for (_, step) in subject.steps {
      guard let transfer = step.instruction.transfer, transfer.from == nil else { continue }
      for argument in transfer.paths {
        let text = step.before.scope.expand(argument, escape: subject.facts.syntax.escape)
        guard let path = text.value.value, !path.hasPrefix("*") else { return nil }
        let clean = FilePaths.clean("/" + path).dropFirst()
        if clean.isEmpty { return nil }
        result.insert(String(clean))
      }
    }
    return result
  }
}
