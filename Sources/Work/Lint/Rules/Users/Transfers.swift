import Dockerfile
import Evidence
import Facts
import Shell
import Source

/// COPY and ADD as the rules of owners and modes look at them.
enum Transfers {
  /// The body of COPY or ADD; nil of other instructions.
  static func body(_ step: Step) -> Transfer? {
    switch step.instruction.body {
    case .copy(let transfer)?, .add(let transfer)?: transfer
    default: nil
    }
  }

  /// The destination, absolute and clean; nil where it is not known.
  static func destination(_ transfer: Transfer, _ step: Step, _ subject: Subject) -> String? {
    let text = step.before.scope.expand(
      transfer.destination, escape: subject.facts.syntax.escape)
    guard let value = text.value.value else { return nil }
    if value.hasPrefix("/") { return FilePaths.clean(value) }
    return step.before.workingDirectory.value.map { FilePaths.absolute(value, in: $0) }
  }

  /// The one command that a RUN consists of, with its script; nil where there is more.
  static func onlyCommand(_ step: Step) -> (use: CommandUse, script: ShellScript)? {
    guard case .run(let run)? = step.instruction.body, run.mounts.isEmpty, !run.isHeredocScript,
      step.instruction.heredocs.isEmpty, step.commands.count == 1, let use = step.commands.first,
      use.isCertain, use.wrappers.isEmpty, use.context?.pipelineCount == 1,
      use.context?.depth == 0, use.command?.redirects.isEmpty == true,
      step.scripts.count == 1, let script = step.scripts.first, script.statements.count == 1,
      use.context?.listCount == 1
    else { return nil }
    return (use, script)
  }

  /// The edits that put a flag on a COPY and take the RUN after it away, its comments kept.
  static func merge(
    _ flag: String, into copy: Step, dropping run: Step, _ script: ShellScript, _ subject: Subject
  ) -> [TextEdit] {
    let bytes = subject.source.bytes
    let range = run.instruction.range
    var edits = [TextEdit.insert(" \(flag)", at: copy.instruction.keyword.range.upperBound)]
    let comments = script.comments.map { subject.text($0) }
    if !comments.isEmpty {
      edits.append(TextEdit(range, comments.joined(separator: subject.source.lineEnding)))
      return edits
    }
    var start = range.lowerBound
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    var end = range.upperBound
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    if end < bytes.count {
      end += 1
    } else if start > 0 {
      // The last line goes with the line break before it.
      start -= 1
      if start > 0, bytes[start - 1] == 0x0D { start -= 1 }
    }
    edits.append(TextEdit(SourceRange(start, end), ""))
    return edits
  }

  /// A command of the list that a RUN consists of, and how it is taken out of there.
  struct ListElement {
    /// The edits that take it away together with its `&&`.
    let edits: [TextEdit]
    /// What that changes.
    let change: Fix.Change
  }

  /// How one command of `a && b && c` is taken away; nil where the RUN is something else.
  static func element(_ use: CommandUse, of step: Step) -> ListElement? {
    guard case .run(let run)? = step.instruction.body, !run.isHeredocScript, run.mounts.isEmpty,
      step.instruction.heredocs.isEmpty, !step.instruction.isJSON, use.wrappers.isEmpty,
      let command = use.command, command.redirects.isEmpty, command.assignments.isEmpty,
      step.scripts.count == 1, let script = step.scripts.first, script.statements.count == 1,
      script.comments.isEmpty, let list = script.statements.first?.list, !list.rest.isEmpty,
      list.rest.allSatisfy({ $0.operator == .and }),
      let index = list.pipelines.firstIndex(where: { $0.range == command.range })
    else { return nil }
    let pipelines = list.pipelines
    let range =
      index + 1 < pipelines.count
      ? SourceRange(command.range.lowerBound, pipelines[index + 1].range.lowerBound)
      : SourceRange(pipelines[index - 1].range.upperBound, command.range.upperBound)
    guard !step.instruction.innerComments.contains(where: { range.overlaps($0) }) else {
      return nil
    }
    let words = command.words.map(\.text)
    return ListElement(
      edits: [TextEdit(range, "")],
      change: .command(
        adds: [], drops: index + 1 < pipelines.count ? words + ["&&"] : ["&&"] + words))
  }

  /// The step before that brings files, with nothing but settings in between; nil where there is more.
  static func transfer(before run: Step, in stage: StageFacts) -> Step? {
    for step in stage.steps[..<run.index].reversed() {
      switch step.kind {
      case .copy, .add: return step
      case .label, .expose, .cmd, .entrypoint, .healthcheck, .stopsignal, .env, .arg: continue
      default: return nil
      }
    }
    return nil
  }

  /// The edit that puts a flag on a COPY.
  static func flag(_ flag: String, on copy: Step) -> TextEdit {
    .insert(" \(flag)", at: copy.instruction.keyword.range.upperBound)
  }

  /// What the repair of `merge` changes: the COPY, and the RUN that is gone.
  static func changes(dropping use: CommandUse) -> [Fix.Change] {
    [.transfer, .droppedRun(words: use.command?.words.map(\.text) ?? [])]
  }

  /// Whether the layers of a stage are part of the image that is built.
  static func isShipped(_ stage: StageFacts, _ subject: Subject) -> Bool {
    var index = subject.facts.finalStage?.index
    while let current = index {
      if current == stage.index { return true }
      if case .stage(let earlier) = subject.stages[current].base, earlier < current {
        index = earlier
      } else {
        index = nil
      }
    }
    return false
  }
}
