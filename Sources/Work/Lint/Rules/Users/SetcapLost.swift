import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let setcapLost = Rule(
    "setcap-lost", .users, .warning,
    requirements: ["S2-H-05"],
    summary: "The capability of a file is gone after a later chown or copy.",
    why: """
      A file capability is an attribute of the file. chown clears it, as the kernel does for setuid bits, \
      and a file that is copied over it does not have it. setcap has to be the last that happens to the \
      file.
      """,
    examples: [
      .flags(
        """
        FROM fedora:43
        COPY server /usr/local/bin/server
        RUN setcap cap_net_bind_service=+ep /usr/local/bin/server
        RUN ‹chown 10001 /usr/local/bin/server›
        """),
      .flags(
        """
        FROM fedora:43
        WORKDIR /app
        COPY server .
        RUN setcap cap_net_bind_service=+ep /app/server && ‹chown -R 10001 /app›
        """),
      .accepts(
        """
        FROM fedora:43
        COPY server other /usr/local/bin/
        RUN chown 10001 /usr/local/bin/server && setcap cap_net_bind_service=+ep /usr/local/bin/server
        RUN chown 10001 /usr/local/bin/other && chmod 755 /usr/local/bin/server
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("setcap") where use.kind == .run && use.isCertain {
        guard let path = use.operands().last?.value, path.hasPrefix("/") else { continue }
        let place = FilePaths.clean(path)
        let stage = subject.stage(of: use)
        for step in stage.steps[use.step...] {
          let loss =
            step.index == use.step || step.kind == .run
            ? step.commands.first {
              $0.range.lowerBound > use.range.lowerBound && clears($0, place)
            }?.range
            : overwrites(step, place, subject)
          guard let loss else { continue }
          findings.report(
            loss, "this takes from `\(place)` the capability that setcap gave it",
            help: "Run setcap after it",
            related: [Finding.Related(use.range, "the capability is given here")])
          break
        }
      }
    })

  private static func clears(_ use: CommandUse, _ place: String) -> Bool {
    guard use.isCertain, use.program == "chown" || use.program == "chgrp" else { return false }
    let change = PermissionChange(use)
    return change.operands.contains { operand in
      guard let value = operand.value else { return false }
      let path =
        value.hasPrefix("/")
        ? FilePaths.clean(value) : use.directory.value.map { FilePaths.absolute(value, in: $0) }
      return path.map { $0 == place || change.isRecursive && FilePaths.isWithin(place, $0) }
        ?? false
    }
  }

  private static func overwrites(_ step: Step, _ place: String, _ subject: Subject) -> SourceRange?
  {
    guard let transfer = Transfers.body(step),
      let destination = Transfers.destination(transfer, step, subject)
    else { return nil }
    return transfer.paths.first { source in
      destination == place
        || FilePaths.absolute(FilePaths.name(source.value), in: destination) == place
          && !source.value.hasSuffix("/")
    }?.range
  }
}
