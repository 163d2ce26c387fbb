import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let cdInsteadOfWorkdir = Rule(
    "cd-instead-of-workdir", .shell, .info, isDefault: false, fix: .unsafe,
    aliases: ["DL3003", "DS-0013", "AVD-DS-0013"],
    summary: "A RUN enters a folder with `cd` where WORKDIR would say it.",
    why: """
      WORKDIR holds for every instruction after it and for the container, makes the folder where it is \
      missing, and is seen at a glance. `cd` inside of `( … )`, or within a step that goes through \
      several folders, is a matter of taste. \
      hadolint reports every `cd`.
      """,
    references: ["https://github.com/hadolint/hadolint/wiki/DL3003"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹cd /usr/src/app› && git clone https://example.com/x.git /usr/src/app
        """,
        fixed: """
          FROM debian:trixie-slim
          WORKDIR /usr/src/app
          RUN git clone https://example.com/x.git /usr/src/app
          WORKDIR /
          """, note: "The container starts where it has started before."),
      .flags(
        """
        FROM debian:trixie-slim
        WORKDIR /app
        CMD ["./serve"]
        RUN ‹cd /usr/src/app› && make
        USER 10001
        """,
        fixed: """
          FROM debian:trixie-slim
          WORKDIR /app
          CMD ["./serve"]
          WORKDIR /usr/src/app
          RUN make
          WORKDIR /app
          USER 10001
          """),
      .flags(
        """
        FROM debian:trixie-slim
        WORKDIR /app
        COPY . .
        RUN ‹cd web› \\
            && make
        CMD ["./serve"]
        """,
        fixed: """
          FROM debian:trixie-slim
          WORKDIR /app
          COPY . .
          WORKDIR /app/web
          RUN make
          WORKDIR /app
          CMD ["./serve"]
          """),
      .accepts(
        """
        FROM debian:trixie-slim
        WORKDIR /usr/src/app
        RUN git clone https://example.com/x.git . && (cd sub && make) && make && cd / && ls
        """),
    ],
    check: { subject, findings in
      for command in subject.shellCommands("cd") {
        guard let context = command.context, !context.isInOwnProcess, context.listIndex == 0,
          subject.shellText(of: command)?.script.statements.first?.range.contains(command.range)
            == true
        else { continue }
        findings.report(
          command.range, "`\(subject.text(command.range))` holds for this RUN only",
          help: "Write WORKDIR before it", fixes: repair(command, context, subject))
      }
    })

  /// Moves the folder into WORKDIR, and back behind the RUN where later steps count from the old one.
  private static func repair(
    _ use: CommandUse, _ context: CommandContext, _ subject: Subject
  ) -> [Fix] {
    let stage = subject.stage(of: use)
    let step = stage.steps[use.step]
    guard let command = use.command, command.words.count == 2, command.redirects.isEmpty,
      command.assignments.isEmpty, context.operatorAfter == .and, !context.isNegated,
      context.depth == 0, context.surroundings.isEmpty, use.isCertain, use.wrappers.isEmpty,
      !step.instruction.isJSON, step.scripts.count == 1, step.instruction.heredocs.isEmpty,
      let list = step.scripts[0].statements.first?.list, let rest = list.rest.first,
      let path = use.arguments.first?.value, let place = use.arguments.first?.text, place == path,
      !path.contains(where: { $0 == " " || $0 == "-" && path.hasPrefix("-") })
    else { return [] }
    let before = step.before.workingDirectory.value
    guard let folder = path.hasPrefix("/") ? path : before.map({ FilePaths.absolute(path, in: $0) })
    else { return [] }
    let gap = SourceRange(command.range.lowerBound, rest.pipeline.range.lowerBound)
    guard !step.instruction.innerComments.contains(where: { gap.overlaps($0) }) else { return [] }
    let settings: Set<InstructionKind> = [.label, .expose, .env, .arg, .stopsignal, .user, .volume]
    // Unless the next step that counts from the folder names another one, the old one comes back.
    let next = stage.steps[(use.step + 1)...].first { step in
      step.kind.map { !settings.contains($0) } ?? true
    }
    let leaves =
      if case .workdir(let argument)? = next?.instruction.body {
        argument.value.hasPrefix("/")
      } else {
        false
      }
    var edits = [
      subject.inserting(lines: ["WORKDIR \(folder)"], above: step.instruction), TextEdit(gap, ""),
    ]
    if !leaves {
      guard let before else { return [] }
      edits.append(subject.inserting(lines: ["WORKDIR \(before)"], below: step.instruction))
    }
    return [
      Fix(
        "Move the folder into WORKDIR", .unsafe, edits,
        risk: "The folder is made where it is not there, and belongs to the user in force.")
    ]
  }
}
