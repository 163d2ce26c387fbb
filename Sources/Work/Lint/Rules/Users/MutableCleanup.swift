import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let mutableCleanup = Rule(
    "mutable-cleanup", .users, .info, fix: .safe,
    requirements: ["S2-AC-07", "S3-OW-13", "S3-OW-01"],
    summary: "chown -R or chmod -R in a layer of its own stores the files a second time.",
    why: """
      A layer holds whole files: changing owner or mode of a file that an earlier layer brought writes all \
      of it again, so that the image carries it twice. `COPY --chown` and `COPY --chmod` set both as the \
      files arrive.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy---chown---chmod"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN useradd app
        WORKDIR /srv/app
        COPY main.py .
        RUN ‹chown -R app /srv/app›
        USER app
        """,
        fixed: """
          FROM python:3.13-slim
          RUN useradd app
          WORKDIR /srv/app
          COPY --chown=app main.py .
          RUN chown app /srv/app
          USER app
          """, note: "WORKDIR made the folder, in which the program may have to make files."),
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        COPY . /app
        RUN ‹chown -R app:app /app›
        USER app
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 app
          COPY --chown=app:app . /app
          USER app
          """),
      .flags(
        """
        FROM debian:trixie-slim
        COPY . /app
        EXPOSE 8080
        RUN ‹chown -R 10001:10001 /app› && \\
            mkdir -p /data
        """,
        fixed: """
          FROM debian:trixie-slim
          COPY --chown=10001:10001 . /app
          EXPOSE 8080
          RUN mkdir -p /data
          """),
      .flags(
        """
        FROM debian:trixie-slim
        WORKDIR /app
        COPY config/ /app/config/
        RUN mkdir -p /app/data && \\
            ‹chown -R 10001:10001 /app› && \\
            ls
        """),
      .flags(
        """
        FROM debian:trixie-slim
        COPY src /app
        RUN useradd app && ‹chown -R app:app /app›
        """, note: "The account is not there yet when COPY runs."),
      .flags(
        """
        FROM debian:trixie-slim
        COPY src /app
        RUN make -C /app && ‹chown -R 10001:10001 /app›
        """, note: "The command before may write files that have to change their owner as well."),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        COPY . /app
        RUN chown -R 10001 /app
        FROM debian:trixie-slim
        WORKDIR /app
        RUN mkdir data && chown -R 10001 /app
        COPY --from=build --chown=10001 /app ./code
        """),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("chown", "chmod") where use.kind == .run && use.isCertain {
        let change = PermissionChange(use)
        let stage = subject.stage(of: use)
        guard change.isRecursive, Transfers.isShipped(stage, subject) else { continue }
        let paths = change.operands.compactMap { operand in
          operand.value.flatMap { value in
            value.hasPrefix("/")
              ? FilePaths.clean(value)
              : use.directory.value.map { FilePaths.absolute(value, in: $0) }
          }
        }
        guard let copy = copied(below: paths, before: use.step, stage, subject) else { continue }
        let program = use.program ?? "chown"
        findings.report(
          use.range,
          "\(program) -R stores again, in a layer of its own, what COPY brought to `\(copy.path)`",
          help: program == "chown"
            ? "Write `--chown=\(change.subject?.text ?? "user:group")` at the COPY"
            : "Write `--chmod` at the COPY",
          related: [Finding.Related(copy.step.instruction.header, "the files come from here")],
          fixes: repair(use, change, copy, paths, stage, subject))
      }
    })

  /// The last COPY before a step that put files below one of the paths.
  private static func copied(
    below paths: [String], before step: Int, _ stage: StageFacts, _ subject: Subject
  ) -> (step: Step, path: String)? {
    for earlier in stage.steps[..<step].reversed() {
      guard let transfer = Transfers.body(earlier),
        let path = Transfers.destination(transfer, earlier, subject),
        paths.contains(where: { FilePaths.isWithin(path, $0) && $0 != "/" })
      else { continue }
      return (earlier, path)
    }
    return nil
  }

  private static func repair(
    _ use: CommandUse, _ change: PermissionChange, _ copy: (step: Step, path: String),
    _ paths: [String], _ stage: StageFacts, _ subject: Subject
  ) -> [Fix] {
    let step = stage.steps[use.step]
    guard Transfers.transfer(before: step, in: stage)?.index == copy.step.index,
      paths == [copy.path],
      let transfer = Transfers.body(copy.step), transfer.chown == nil, transfer.chmod == nil,
      let text = change.subject?.value, let written = change.subject?.text, text == written,
      use.program == "chown" || change.mode != nil,
      step.before.user.isRoot == true, transfer.sources.count == 1,
      use.program != "chown" || isKnown(text, copy.step.before.accounts),
      isFirstToTouch(use, of: step, copy.path)
    else { return [] }
    let flag = use.program == "chown" ? "--chown=\(text)" : "--chmod=\(text)"
    // A folder that was there before keeps its owner when COPY puts files into it, and folders that
    // COPY makes on the way get the owner as well.
    let before = copy.step.before.files
    let folder = FilePaths.parent(copy.path)
    // Without a group, chown keeps the group, and COPY takes the number of the user.
    let owners = text.split(separator: ":").map(String.init)
    // A builder looks a name up in the files as they are before the COPY.
    let accounts = copy.step.before.accounts
    let areKnown = owners.indices.allSatisfy { index in
      Int(owners[index]) != nil
        || (index == 0 ? accounts.users[owners[0]] != nil : accounts.groups[owners[1]] != nil)
    }
    guard use.program != "chown" || areKnown else { return [] }
    let isNew =
      before.exists(copy.path) == false && use.program == "chown" && owners.count == 2
      && (folder == "/" || before.exists(folder) == true)
    let risk = isNew ? nil : "What was in the folder before, or its group, may differ."
    // COPY gives a folder that is there no other owner, and the program may have to make files in it.
    if before.exists(copy.path) != false {
      return onFolderAlone(use, flag, copy.step, subject)
    }
    if let (only, script) = Transfers.onlyCommand(step), only.range == use.range {
      return [
        Fix(
          "Write `\(flag)` at the COPY", isNew ? .safe : .unsafe,
          Transfers.merge(flag, into: copy.step, dropping: step, script, subject),
          changes: isNew ? Transfers.changes(dropping: use) : [], risk: risk)
      ]
    }
    guard let element = Transfers.element(use, of: step) else { return [] }
    return [
      Fix(
        "Write `\(flag)` at the COPY", isNew ? .safe : .unsafe,
        [Transfers.flag(flag, on: copy.step)] + element.edits,
        changes: isNew ? [.transfer, element.change] : [], risk: risk)
    ]
  }

  /// The repair that leaves the folder itself to the command.
  private static func onFolderAlone(
    _ use: CommandUse, _ flag: String, _ copy: Step, _ subject: Subject
  ) -> [Fix] {
    let option = use.arguments.first { argument in
      let text = argument.value ?? ""
      return text == "--recursive"
        || text.hasPrefix("-") && !text.hasPrefix("--") && text.contains("R")
    }
    guard let option, let edit = use.removing(option: "R", option, in: subject) else { return [] }
    return [
      Fix(
        "Write `\(flag)` at the COPY, and leave the folder to `\(use.program ?? "chown")`", .unsafe,
        [Transfers.flag(flag, on: copy)] + edit.edits,
        risk: "What was in the folder before, or its group, may differ.")
    ]
  }

  /// Whether the builder can tell the numbers of an owner: each part is one, or an account that is
  /// certainly there.
  private static func isKnown(_ owner: String, _ accounts: Accounts) -> Bool {
    let parts = owner.split(separator: ":", omittingEmptySubsequences: false)
    guard let user = parts.first.map(String.init), parts.count <= 2 else { return false }
    func isNumber(_ text: String) -> Bool {
      !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard isNumber(user) || accounts.users[user]?.isCertain == true else { return false }
    guard parts.count == 2 else { return true }
    let group = String(parts[1])
    return isNumber(group) || accounts.groups[group]?.isCertain == true
  }

  /// Whether what stands before a command in its RUN neither changes accounts nor writes below a path.
  private static func isFirstToTouch(_ use: CommandUse, of step: Step, _ path: String) -> Bool {
    step.commands.allSatisfy { earlier in
      guard earlier.range.lowerBound < use.range.lowerBound else { return true }
      guard let program = earlier.program, harmless.contains(program),
        earlier.command?.redirects.isEmpty == true
      else { return false }
      return earlier.arguments.allSatisfy { argument in
        guard let value = argument.value else { return false }
        if value.hasPrefix("-") { return !value.contains("/") }
        guard
          let target = value.hasPrefix("/")
            ? FilePaths.clean(value)
            : earlier.directory.value.map({ FilePaths.absolute(value, in: $0) })
        else { return false }
        return !FilePaths.isWithin(target, path) && !FilePaths.isWithin(path, target)
      }
    }
  }

  /// Programs that write to nothing but what they are given.
  private static let harmless: Set<String> = ["mkdir", "touch", "set", "rm", "rmdir", "ls", "true"]
}
