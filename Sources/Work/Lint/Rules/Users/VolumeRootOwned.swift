import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let volumeRootOwned = Rule(
    "volume-root-owned", .users, .warning,
    requirements: ["S3-NR-09", "S2-DC-05"],
    summary: "A volume belongs to root while the image runs as another user.",
    why: """
      A new volume takes content, owner and mode of the folder that the image has at its path. Where the \
      image has none, or one of root, the volume is root's with mode 755, and the program cannot write \
      to what is there to be written to.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#volume"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        VOLUME ‹/data›
        USER app
        """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app && mkdir -p /data /logs && chown app /logs
        USER app
        VOLUME [‹"/data"›, "/logs"]
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app && mkdir -p /data && chown app:app /data
        USER app
        VOLUME /data
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        USER 10001
        WORKDIR /data
        VOLUME /data /var/lib/thing
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        VOLUME /data
        """, note: "It runs as root, which another rule tells."),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.end.user.isRoot == false,
        let user = stage.end.user.text.value ?? stage.end.user.name
      else { return }
      for volume in stage.end.volumes {
        guard let range = volume.range, let text = volume.path.value, text.hasPrefix("/") else {
          continue
        }
        let path = FilePaths.clean(text)
        let related =
          stage.end.user.range.map { [Finding.Related($0, "the image runs as this user")] } ?? []
        if stage.end.files.exists(path) == false {
          findings.report(
            range,
            "the image has no `\(path)`, so the volume is root's and `\(user)` cannot write to it",
            help: "Make it before: `RUN install -d -o \(user.prefix { $0 != ":" }) \(path)`",
            related: related)
        } else if stage.end.mayChange(folder: path, as: stage.end.user) == false,
          !stage.end.files.isSystemPath(path) || stage.end.files.entry(path)?.range != nil
        {
          findings.report(
            range,
            "`\(path)` belongs to root, and so does the volume: `\(user)` cannot write to it",
            help: "Give it away before USER: `chown \(user.prefix { $0 != ":" }) \(path)`",
            related: related
              + (stage.end.files.entry(path)?.range.map { [Finding.Related($0, "it is made here")] }
                ?? []))
        }
      }
    })
}
