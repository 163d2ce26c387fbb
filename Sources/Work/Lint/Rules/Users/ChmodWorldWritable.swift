import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let chmodWorldWritable = Rule(
    "chmod-world-writable", .users, .warning, fix: .unsafe,
    aliases: ["tally/world-writable-state-path-workaround"], supersedes: ["chmod-recursive-exec"],
    requirements: ["S3-CK-S6", "S2-CL-08"],
    summary: "chmod lets every user write.",
    why: """
      Whoever gets to run anything in the container can then change the file, and programs and settings \
      that root or another user relies on among them. Owner or group say who needs to write. Folders that \
      many users share want the sticky bit, as `/tmp` has it: `1777`.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN mkdir /data && chmod ‹777› /data
        COPY --chmod=‹0666› a b
        RUN chmod -R ‹a+rwX› /data && chmod ‹o=rw› /data/x
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN mkdir /data && chmod 775 /data
          COPY --chmod=0664 a b
          RUN chmod -R ug+rwX,o+rX /data && chmod o=r /data/x
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN mkdir /data && chmod 1777 /data && chmod 755 /data && chmod g+w,o+rx /data && chmod +w /data && chmod a-w x
        COPY --chmod=0664 a b
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chmod") where use.kind == .run {
        let change = PermissionChange(use)
        guard let mode = change.subject, let text = mode.value, PermissionMode(text).opensToAll,
          Transfers.isShipped(subject.stage(of: use), subject), stays(change, use, subject)
        else { continue }
        findings.report(
          mode.range, "`chmod \(text)` lets every user write",
          help:
            "Give the files to the user that writes with chown, or the folder the sticky bit with `1777`",
          fixes: mode.text == text
            ? PermissionMode(text).closedToOthers(text).map {
              [
                subject.fix(
                  "Write `\($0)`", .unsafe,
                  ScriptEdit(replacing: mode.text, at: mode.range, by: $0), at: use, risk: risk)
              ]
            } ?? [] : [])
      }
      for (stage, step) in subject.steps where Transfers.isShipped(stage, subject) {
        let flag: Argument?
        switch step.instruction.body {
        case .copy(let transfer)?, .add(let transfer)?: flag = transfer.chmod
        default: continue
        }
        guard let flag, PermissionMode(flag.value).opensToAll else { continue }
        findings.report(
          flag.range, "`--chmod=\(flag.value)` lets every user write",
          help: "Give the files to the user that writes with `--chown`",
          fixes: PermissionMode(flag.value).closedToOthers(flag.value).map {
            [Fix("Write `--chmod=\($0)`", .unsafe, [TextEdit(flag.range, $0)], risk: risk)]
          } ?? [])
      }
    })

  private static let risk = "A process of another user can no longer write there."

  /// Whether what is changed is known and not removed again in the same step.
  private static func stays(
    _ change: PermissionChange, _ use: CommandUse, _ subject: Subject
  ) -> Bool {
    let removed = Set(
      subject.facts.step(of: use).commands
        .filter { $0.program == "rm" && $0.range.lowerBound > use.range.lowerBound }
        .flatMap(\.arguments).map { $0.text.hasSuffix("/") ? String($0.text.dropLast()) : $0.text })
    return change.operands.contains { $0.value != nil && !removed.contains($0.text) }
  }
}
