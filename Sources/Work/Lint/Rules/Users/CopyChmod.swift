import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let copyChmod = Rule(
    "copy-chmod", .users, .info, isDefault: false, fix: .safe,
    aliases: ["tally/prefer-copy-chmod"],
    summary: "A RUN does nothing but chmod the file that the COPY above it brought.",
    why: """
      The chmod is a layer of its own that holds the whole file again, and a step that a shell has to run. \
      `COPY --chmod` sets the mode as the file arrives, and needs no shell in the image.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        COPY entrypoint.sh /usr/local/bin/
        RUN ‹chmod 755 /usr/local/bin/entrypoint.sh›
        CMD ["entrypoint.sh"]
        """,
        fixed: """
          FROM debian:trixie-slim
          COPY --chmod=755 entrypoint.sh /usr/local/bin/
          CMD ["entrypoint.sh"]
          """),
      .flags(
        """
        FROM debian:trixie-slim
        WORKDIR /app
        COPY run.sh .
        RUN ‹chmod +x ./run.sh›
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        COPY --chmod=755 a.sh /
        COPY b.sh /
        RUN apt-get update
        RUN chmod 755 /b.sh
        COPY dir /dir
        RUN chmod 755 /dir
        COPY c.sh /
        RUN chmod 755 /c.sh && /c.sh
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for run in stage.steps where run.kind == .run {
          guard let copy = Transfers.transfer(before: run, in: stage),
            let transfer = Transfers.body(copy), transfer.chmod == nil,
            transfer.sources.count == 1, let (use, script) = Transfers.onlyCommand(run),
            use.program == "chmod", run.before.user.isRoot == true
          else { continue }
          let change = PermissionChange(use)
          guard !change.isRecursive, change.operands.count == 1, let mode = change.subject?.value,
            mode == change.subject?.text, let operand = change.operands[0].value
          else { continue }
          let path =
            operand.hasPrefix("/")
            ? FilePaths.clean(operand)
            : use.directory.value.map { FilePaths.absolute(operand, in: $0) }
          guard let path, let entry = run.before.files.entry(path), entry.kind == .file,
            entry.step == copy.index, change.mode != nil || ["+x", "a+x", "ugo+x"].contains(mode)
          else { continue }
          let flag = "--chmod=\(change.mode == nil ? "755" : mode)"
          findings.report(
            use.range, "`\(operand)` gets its mode in a layer of its own",
            help: "Write `\(flag)` at the COPY",
            related: [Finding.Related(copy.instruction.header, "the file comes from here")],
            fixes: [
              Fix(
                "Write `\(flag)` at the COPY", change.mode == nil ? .unsafe : .safe,
                Transfers.merge(flag, into: copy, dropping: run, script, subject),
                changes: change.mode == nil ? [] : Transfers.changes(dropping: use),
                risk: change.mode == nil
                  ? "The bits that the file has in the context are no longer kept." : nil)
            ])
        }
      }
    })
}
