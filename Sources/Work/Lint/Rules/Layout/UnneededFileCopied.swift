import Dockerfile
import Evidence
import Facts

extension Rule {
  static let unneededFileCopied = Rule(
    "unneeded-file-copied", .layout, .info, aliases: ["DKL-LI-0003"],
    summary: "A file that only the build or an editor needs is copied into the image.",
    why: """
      The Dockerfile, the history of the sources and the settings of editors do nothing in a running \
      container. They make the image larger and tell whoever gets it how it was made; a `.git` folder \
      holds everything that was ever committed.
      """,
    references: ["https://github.com/goodwithtech/dockle/blob/master/CHECKPOINT.md"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        COPY app.py ‹Dockerfile› ‹.git› /app/
        """),
      .accepts(
        """
        FROM alpine:3.20 AS build
        COPY .git /src/.git
        RUN make
        FROM alpine:3.20
        COPY --from=build /src/Dockerfile /app/
        COPY app.py /app/
        """),
    ],
    check: { subject, findings in
      let shipped = subject.finalStages
      for (stage, step) in subject.transfers where shipped.contains(stage.index) {
        guard let transfer = step.transfer, transfer.from == nil else { continue }
        for source in transfer.paths {
          let name = FileNames.last(source.value).lowercased()
          guard unneeded.contains(name) || name.hasPrefix("dockerfile.") else { continue }
          findings.report(
            source.range, "`\(source.value)` does nothing in a running container",
            help: "Leave it out of COPY and name it in `.dockerignore`")
        }
      }
    })

  private static let unneeded: Set<String> = [
    ".cache", ".dockerignore", ".ds_store", ".editorconfig", ".git", ".github", ".gitignore",
    ".gitlab-ci.yml", ".idea", ".vimrc", ".vscode", "compose.yaml", "compose.yml",
    "docker-compose.yaml", "docker-compose.yml", "dockerfile", "thumbs.db",
  ]
}
