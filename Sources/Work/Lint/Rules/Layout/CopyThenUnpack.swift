import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copyThenUnpack = Rule(
    "copy-then-unpack", .layout, .info, isDefault: false,
    aliases: ["DL3010", "tally/prefer-add-unpack"],
    summary: "An archive is copied into the image and unpacked by a later command.",
    why: """
      The archive stays in the layer of COPY even where a later command removes it, so that the image \
      holds its content twice. ADD unpacks a local tar archive while it copies and leaves nothing \
      over. \
      A file that gzip alone compressed is not unpacked by ADD and is left alone, though hadolint \
      reports it.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        COPY ‹rootfs.tar.xz› /tmp/
        RUN tar -xf /tmp/rootfs.tar.xz -C /opt && rm /tmp/rootfs.tar.xz
        COPY ‹build/app-1.2.tar› /app.tar
        RUN tar -xf /app.tar
        """),
      .accepts(
        """
        FROM alpine:3.20 AS build
        ADD rootfs.tar.xz /opt/
        COPY data.tar.gz /srv/
        FROM alpine:3.20
        COPY --from=build /srv/data.tar.gz /tmp/
        RUN tar -xf /tmp/data.tar.gz
        """),
    ],
    check: { subject, findings in
      let unpacking = subject.facts.commands("tar")
      guard !unpacking.isEmpty else { return }
      for (stage, step) in subject.steps(.copy) {
        guard case .copy(let transfer)? = step.instruction.body, transfer.from == nil else {
          continue
        }
        for source in transfer.paths {
          let escape = subject.facts.syntax.escape
          let path = step.before.scope.expand(source, escape: escape)
          // `COPY a.tar /b.tar` gives the archive another name.
          let copied = step.before.scope.expand(transfer.destination, escape: escape).value.value
            .map(FileNames.last)
          guard let name = path.value.value.map(FileNames.last), FileNames.isTarArchive(name),
            let command = unpacking.first(where: {
              $0.stage == stage.index && $0.step > step.index
                && names([name] + [copied].compactMap { $0 }.filter(FileNames.isTarArchive), $0)
            })
          else { continue }
          findings.report(
            source.range, "`\(name)` stays in this layer after it is unpacked",
            help: "Write `ADD` with the folder that it is unpacked to",
            related: [Finding.Related(command.range, "it is unpacked here")])
        }
      }
    })

  private static func names(_ names: [String], _ command: CommandUse) -> Bool {
    command.arguments.contains { argument in
      argument.value.map { names.contains(FileNames.last($0)) } ?? false
    }
  }
}
