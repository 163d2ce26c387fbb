import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let apkCacheKept = Rule(
    "apk-cache-kept", .packages, .info, fix: .safe, aliases: ["DL3019", "DS-0025", "DKL-DI-0004"],
    requirements: ["S1-D-03", "S1-R-01"],
    summary: "apk leaves its package index in a layer of the image.",
    why: """
      Without `--no-cache` apk works with an index in /var/cache/apk that has to be fetched first and \
      stays in the image. With it, apk fetches the index, uses it and keeps nothing. Other checkers \
      also object where the same RUN deletes /var/cache/apk; nothing is left then, so this rule does \
      not, and it leaves stages alone that are not part of the image. \
      A removal of /var/cache/apk in the same RUN and stages that are not shipped are accepted; \
      hadolint reports those.
      """,
    references: ["https://docs.alpinelinux.org/user-handbook/0.1a/Working/apk.html"],
    examples: [
      .flags(
        """
        FROM alpine:3.22
        RUN apk update && ‹apk add› curl && ‹apk add› -U jq
        """,
        fixed: """
          FROM alpine:3.22
          RUN apk add --no-cache curl && apk add --no-cache -U jq
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN ‹apk update› \\
            && apk add --no-cache curl
        """,
        fixed: """
          FROM alpine:3.22
          RUN apk add --no-cache curl
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN <<EOF
        apk update
        ‹apk add› git
        EOF
        RUN set -ex; ‹apk update›; apk add --no-cache curl
        """,
        fixed: """
          FROM alpine:3.22
          RUN <<EOF
          apk add --no-cache git
          EOF
          RUN set -ex; apk add --no-cache curl
          """),
      .flags(
        """
        FROM alpine:3.22
        RUN ‹apk update› && apk add --no-cache curl
        RUN apk search git
        """, note: "A later step reads the index."),
      .flags(
        """
        FROM alpine:3.22
        RUN apk update; test $? = 0 && ‹apk add› curl
        """, note: "What follows reads the status of `apk update`."),
      .accepts(
        """
        FROM alpine:3.22 AS build
        RUN apk add gcc
        FROM alpine:3.22
        RUN apk --no-cache add curl && apk add jq --no-cache
        RUN apk update && apk add curl && rm -rf /var/cache/apk/*
        RUN --mount=type=cache,target=/var/cache/apk apk add curl
        RUN --mount=type=cache,target=/etc/apk/cache apk add curl
        RUN apk add --no-network --virtual .python-rundeps expat
        """),
    ],
    check: { subject, findings in
      let shipped = subject.shippedStages
      for stage in subject.stages where shipped.contains(stage.index) {
        for (place, commands) in grouped(subject, stage.index) {
          let step = stage.steps[place]
          if step.keepsOut("/var/cache/apk", "/etc/apk/cache") || step.removes("/var/cache/apk") {
            continue
          }
          report(commands, subject, &findings)
        }
      }
    })

  private static func grouped(_ subject: Subject, _ stage: Int) -> [(Int, [PackageCommand])] {
    var groups: [(Int, [PackageCommand])] = []
    for command in subject.packageCommands
    where command.manager == .apk && command.use.stage == stage {
      if groups.last?.0 == command.use.step {
        groups[groups.count - 1].1.append(command)
      } else {
        groups.append((command.use.step, [command]))
      }
    }
    return groups
  }

  private static func report(
    _ commands: [PackageCommand], _ subject: Subject, _ findings: inout Findings
  ) {
    let open = commands.filter {
      $0.verb == .install
        && !$0.use.hasOption("--no-cache", "--no-network", "--root", "-p", "--cache-dir")
    }
    let update = commands.first { $0.verb == .update && !$0.use.hasOption("--no-cache") }
    let needsIndex = commands.contains {
      $0.verb == .other
        || $0.verb == .upgrade && !$0.use.hasOption("--no-cache", "-U", "--update-cache")
    }
    // A script that asks for the status of a command is not touched.
    let readsStatus = commands.contains { command in
      let text = subject.text(subject.facts.step(of: command.use).instruction.range)
      return text.contains("$?") || text.contains("${?")
    }
    // Without `apk update`, the index that a later step reads is the one that `apk add -U` leaves.
    let leavesIndex =
      update == nil
      && commands.last.map { last in
        subject.packageCommands.contains {
          $0.manager == .apk && $0.verb == .other
            && $0.use.range.lowerBound > last.use.range.lowerBound
        }
      } == true
    let removal =
      needsIndex || readsStatus
      ? nil
      : update.flatMap {
        subject.needsIndex(of: .apk, after: $0.use)
          ? nil : withdrawing($0.use, subject) ?? withdrawingStatement($0.use, subject)
      }
    for (index, command) in open.enumerated() {
      let insertion = command.use.inserting("--no-cache", after: command.verbArgument)
      findings.report(
        command.use.range(to: command.verbArgument),
        "`apk add` without `--no-cache` leaves the package index in this layer",
        help: "Write `apk add --no-cache`, which needs no `apk update` before",
        fixes: readsStatus || leavesIndex
          ? []
          : insertion.map { insertion in
            let whole = (index == 0 ? removal : nil)?.followed(by: insertion) ?? insertion
            return [subject.fix("Add `--no-cache`", .safe, whole, at: command.use)]
          } ?? [])
    }
    if open.isEmpty, let update, !needsIndex {
      findings.report(
        update.use.range(to: update.verbArgument),
        "`apk update` leaves the package index in this layer, and `apk add --no-cache` does not use it",
        help: "Leave out `apk update`",
        fixes: removal.map { [subject.fix("Leave out `apk update`", .safe, $0, at: update.use)] }
          ?? [])
    }
  }

  /// The edit that takes a statement of its own away, up to the next one.
  private static func withdrawingStatement(_ use: CommandUse, _ subject: Subject) -> ScriptEdit? {
    let step = subject.facts.step(of: use)
    guard let command = use.command, command.redirects.isEmpty, command.assignments.isEmpty,
      step.scripts.indices.contains(use.script)
    else { return nil }
    let script = step.scripts[use.script]
    guard let index = script.statements.firstIndex(where: { $0.range == command.range }),
      index + 1 < script.statements.count, !script.statements[index].isBackground,
      script.statements[index].list.first.range == command.range
    else { return nil }
    let range = SourceRange(
      command.range.lowerBound, script.statements[index + 1].range.lowerBound)
    guard
      !(script.comments + step.instruction.innerComments).contains(where: { range.overlaps($0) })
    else { return nil }
    let end = script.statements[index].terminator == nil ? [] : [";"]
    return ScriptEdit([TextEdit(range, "")], drops: command.words.map(\.text) + end)
  }

  /// The edit that takes a command and the `&&` behind it away; nil where more hangs on it.
  private static func withdrawing(_ use: CommandUse, _ subject: Subject) -> ScriptEdit? {
    guard let command = use.command, let context = use.context, context.operatorAfter == .and,
      context.operatorBefore != .or, context.depth == 0, context.surroundings.isEmpty,
      command.redirects.isEmpty, command.assignments.isEmpty, !context.isNegated
    else { return nil }
    let step = subject.facts.step(of: use)
    let next = step.commands.first {
      $0.script == use.script && ($0.command?.range.lowerBound ?? 0) >= command.range.upperBound
    }
    guard let next, let follower = next.command, next.context?.depth == 0 else { return nil }
    let range = SourceRange(command.range.lowerBound, follower.range.lowerBound)
    let text = subject.text(range)
    guard !text.contains("#"), !text.contains("("), !text.contains("{"), !text.contains("="),
      !text.contains("!")
    else {
      return nil
    }
    return ScriptEdit([TextEdit(range, "")], drops: command.words.map(\.text) + ["&&"])
  }
}
