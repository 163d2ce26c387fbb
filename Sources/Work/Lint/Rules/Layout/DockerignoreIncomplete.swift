import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let dockerignoreIncomplete = Rule(
    "dockerignore-incomplete", .layout, .info, fix: .unsafe,
    requirements: ["S3-CK-B5", "S4-PF-03"],
    summary: "The whole build context is copied, with folders that no image needs.",
    why: """
      The ignore file is there and lets through what has no place in an image: the history of the \
      sources, dependencies that were installed for the machine at hand, environments and caches. \
      Files of another platform may even break what the build installs itself.
      """,
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    examples: [
      .flags(
        """
        FROM node:24-slim
        COPY ‹.› /app
        RUN cd /app && npm ci
        """,
        ignored: """
          *.md

          # What no image needs, added by `hardstand fix`
          .git
          node_modules
          """,
        context: [
          "app.py": "", ".git/HEAD": "", "node_modules/a/a.js": "", ".dockerignore": "*.md\n",
        ]),
      .accepts(
        """
        FROM node:24-slim
        COPY . /app
        RUN cd /app && git describe --tags > version
        """,
        context: [
          "app.js": "", ".git/HEAD": "", "node_modules/a/a.js": "", ".dockerignore": "*.md\n",
        ],
        note: "The build reads the history, and installs no dependencies of its own."),
      .accepts(
        """
        FROM scratch
        COPY . /app
        COPY --exclude=.git . /app
        """,
        context: ["app.py": "", ".git/HEAD": "", ".dockerignore": ".git\n"]),
    ],
    check: { subject, findings in
      guard let context = subject.context, let ignore = context.ignore else { return }
      guard let whole = ContextSources(subject).entries.first(where: \.path.isEmpty) else { return }
      let present = IgnoreCandidate.unneeded.filter {
        context.kind(of: $0) != nil && ignore.mayContainIncluded(under: $0)
      }
      guard !present.isEmpty, let proposal = IgnoreProposal(subject) else { return }
      let sent = present.filter(proposal.isUnneeded)
      guard !sent.isEmpty else { return }
      let names = sent.map { "`\($0)`" }.joined(separator: ", ")
      findings.report(
        whole.range,
        "the whole context is copied, and `\(context.ignoreName)` lets \(names) through",
        help: "Add \(names) to `\(context.ignoreName)`", fixes: proposal.repair(leavingOut: sent))
    })
}
