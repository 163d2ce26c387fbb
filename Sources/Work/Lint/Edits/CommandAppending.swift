import Dockerfile
import Evidence
import Facts
import Shell
import Source

/// Puts a command behind another one of a script, in the layout that the script has.
struct CommandAppending {
  private let subject: Subject
  private let use: CommandUse
  private let step: Step
  private let script: ShellScript
  private let isHeredocScript: Bool
  private let text: String
  private let words: [String]

  /// The edit that runs `text` after a command where that succeeded; nil where the place does not
  /// allow for it.
  ///
  /// A statement that `;` or a line break ends is followed by another, since behind `&&` the shell's
  /// `-e` would no longer see its failure. The last statement of the script is followed by `&&`,
  /// which keeps its status. With `anywhere`, which is for what does no harm where the command did
  /// not run, a command within a branch, loop, group, function or string is followed after the whole,
  /// and with `atEnd` the place is the end of the script.
  static func edit(
    _ text: String, after use: CommandUse, anywhere: Bool, atEnd: Bool = false,
    in subject: Subject
  ) -> ScriptEdit? {
    guard let appending = CommandAppending(text, use, subject) else { return nil }
    return appending.edit(anywhere: anywhere, atEnd: atEnd)
  }

  private init?(_ text: String, _ use: CommandUse, _ subject: Subject) {
    let step = subject.facts.step(of: use)
    guard use.command != nil, step.scripts.count == 1, use.script == 0 else { return nil }
    guard case .run(let run)? = step.instruction.body, !Self.readsStatus(step),
      let privilege = Self.privilege(of: use, in: step)
    else { return nil }
    self.subject = subject
    self.use = use
    self.step = step
    self.text = privilege + text
    script = step.scripts[0]
    isHeredocScript = run.isHeredocScript
    words = self.text.split(separator: " ").map(String.init)
  }

  /// Whether the script looks at the status of a command, which another one in between would change.
  private static func readsStatus(_ step: Step) -> Bool {
    let text = step.texts.first?.text ?? ""
    return ["$?", "${?}", "PIPESTATUS"].contains { text.contains($0) }
  }

  /// What the text needs in front to have the rights of a command; nil where it cannot have them.
  private static func privilege(of use: CommandUse, in step: Step) -> String? {
    let isWithin = step.commands.contains {
      $0.range != use.range && $0.range.contains(use.range) && !$0.wrappers.isEmpty
    }
    if isWithin { return nil }
    let wrappers = use.wrappers.filter { !["env", "time", "nice", "command"].contains($0) }
    if wrappers.isEmpty { return "" }
    return wrappers == ["sudo"] ? "sudo " : nil
  }

  private func edit(anywhere: Bool, atEnd: Bool) -> ScriptEdit? {
    guard let command = use.command, let context = use.context,
      !context.surroundings.contains(.heredoc), !context.surroundings.contains(.background),
      let index = script.statements.firstIndex(where: { $0.range.contains(command.range) })
    else { return nil }
    if atEnd { return after(script.statements.count - 1) }
    let statement = script.statements[index]
    if standsFree(context) {
      let place = statement.list.pipelines.firstIndex { $0.range.contains(command.range) }
      if let place, place < statement.list.rest.count {
        return joined(place, statement.list)
      }
      return after(index)
    }
    guard anywhere, !context.isNegated else { return nil }
    // What a function does is done where it is called, and nobody knows where that is.
    let isCalled = context.surroundings.contains(.function)
    return after(isCalled ? script.statements.count - 1 : index)
  }

  /// Whether the command stands by itself at the top of the script, so that another can follow it.
  private func standsFree(_ context: CommandContext) -> Bool {
    !context.isNegated && context.isLastInPipeline && context.depth == 0
      && context.surroundings.isSubset(of: .pipeline)
  }

  /// The edit within a list, before what `&&` or `||` joins.
  private func joined(_ place: Int, _ list: AndOrList) -> ScriptEdit {
    let next = list.rest[place]
    let end = list.pipelines[place].range.upperBound
    if next.operator == .and, let line = lineBreak(after: next.operatorRange.upperBound) {
      return ScriptEdit(
        [.insert("\(line)\(text) &&", at: next.operatorRange.upperBound)], adds: words + ["&&"])
    }
    let gap = SourceRange(end, next.operatorRange.lowerBound)
    if next.operator == .and, isBroken(gap) {
      let indent = indentation(at: next.operatorRange.lowerBound)
      return ScriptEdit(
        [.insert("\(continuation)\(indent)&& \(text)", at: end)], adds: ["&&"] + words)
    }
    return ScriptEdit([.insert(" && \(text)", at: end)], adds: ["&&"] + words)
  }

  /// The edit behind a whole statement.
  private func after(_ index: Int) -> ScriptEdit? {
    let statement = script.statements[index]
    guard !statement.isBackground, !leaves(statement) else { return nil }
    let end = statement.range.upperBound
    let isLast = index + 1 == script.statements.count
    if isLast {
      guard let before = semicolon(before: index) else { return afterLast(statement) }
      if statement.terminator == nil {
        let line = lineBreak(after: before.upperBound) ?? " "
        return ScriptEdit([.insert(";\(line)\(text)", at: end)], adds: [";"] + words)
      }
    }
    if let terminator = statement.terminator {
      let line = lineBreak(after: terminator.upperBound)
      return ScriptEdit(
        [.insert("\(line ?? " ")\(text);", at: terminator.upperBound)], adds: words + [";"])
    }
    if isHeredocScript {
      let line = subject.source.line(at: max(0, end - 1))
      let place = subject.source.lineRange(line).upperBound
      // The lines of a here-document within the script come after this one.
      guard place >= end, !hasHeredoc(on: line) else { return nil }
      let indent = indentation(at: statement.range.lowerBound)
      return ScriptEdit(
        [.insert(subject.source.lineEnding + indent + text, at: place)], adds: words)
    }
    return ScriptEdit([.insert("; \(text)", at: end)], adds: [";"] + words)
  }

  /// The edit behind the last statement of the script.
  private func afterLast(_ statement: Statement) -> ScriptEdit {
    let end = statement.range.upperBound
    if let last = statement.list.rest.last, last.operator == .and,
      let line = lineBreak(after: last.operatorRange.upperBound)
    {
      return ScriptEdit([.insert(" &&\(line)\(text)", at: end)], adds: ["&&"] + words)
    }
    let source = subject.source
    let line = source.line(at: max(0, end - 1))
    let isContinued =
      !isHeredocScript && step.instruction.heredocs.isEmpty && !step.instruction.isJSON
      && line != source.line(at: step.instruction.range.lowerBound)
    guard isContinued else {
      return ScriptEdit([.insert(" && \(text)", at: end)], adds: ["&&"] + words)
    }
    var indent = indentation(at: max(0, end - 1))
    if let last = statement.list.rest.last, startsLine(last.operatorRange.lowerBound) {
      indent = indentation(at: last.operatorRange.lowerBound)
    }
    return ScriptEdit(
      [.insert("\(continuation)\(indent)&& \(text)", at: end)], adds: ["&&"] + words)
  }

  /// The `;` before the last statement, where another statement can follow it as well, since `-e`
  /// ends the script where it fails.
  private func semicolon(before index: Int) -> SourceRange? {
    let statement = script.statements[index]
    guard index > 0, statement.list.rest.isEmpty, statement.list.first.commands.count == 1,
      statement.list.first.commands[0].simple != nil, !statement.list.first.isNegated,
      !isHeredocScript,
      subject.shellText(of: use)?.options.errexit(at: statement.range.lowerBound) == true
    else { return nil }
    return script.statements[index - 1].terminator
  }

  /// Whether nothing behind a statement would run.
  private func leaves(_ statement: Statement) -> Bool {
    guard let last = statement.list.pipelines.last?.commands.last?.simple else { return false }
    return ["exec", "exit", "return", "break", "continue"].contains(last.name?.text)
  }

  private func hasHeredoc(on line: Int) -> Bool {
    var found = false
    script.forEachRedirect { redirect, _ in
      if redirect.heredoc != nil,
        subject.source.line(at: redirect.operatorRange.lowerBound) == line
      {
        found = true
      }
    }
    return found
  }

  // MARK: Lines

  /// What ends a line of the script so that the next goes on with it.
  private var continuation: String {
    let escape: Character =
      isHeredocScript ? "\\" : Character(Unicode.Scalar(subject.facts.syntax.escape))
    return " \(escape)\(subject.source.lineEnding)"
  }

  /// The line break, with the indentation of the line after it, where one follows a place.
  private func lineBreak(after place: Int) -> String? {
    if step.instruction.isJSON { return nil }
    let bytes = subject.source.bytes
    let source = subject.source
    let line = source.line(at: max(0, place - 1))
    let end = source.lineRange(line).upperBound
    guard place <= end else { return nil }
    let rest = bytes[place..<end].filter { $0 != 0x20 && $0 != 0x09 }
    let escape = isHeredocScript ? UInt8(ascii: "\\") : subject.facts.syntax.escape
    let isJoined = rest == [escape]
    guard isJoined || isHeredocScript && rest.isEmpty, line < source.lineCount else { return nil }
    var next = line + 1
    while next < source.lineCount, !hasContent(next) { next += 1 }
    let indent = indentation(at: source.lineRange(next).lowerBound)
    return (isJoined ? continuation : source.lineEnding) + indent
  }

  private func hasContent(_ line: Int) -> Bool {
    let range = subject.source.lineRange(line)
    let first = subject.source.bytes[range.offsets].first { $0 != 0x20 && $0 != 0x09 }
    return first != nil && first != UInt8(ascii: "#")
  }

  private func isBroken(_ gap: SourceRange) -> Bool {
    !step.instruction.isJSON
      && subject.source.line(at: gap.lowerBound) != subject.source.line(at: gap.upperBound)
      && startsLine(gap.upperBound)
  }

  private func startsLine(_ place: Int) -> Bool {
    let start = subject.source.lineRange(subject.source.line(at: place)).lowerBound
    return subject.source.bytes[start..<place].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  private func indentation(at place: Int) -> String {
    let source = subject.source
    let line = source.line(at: place)
    if !isHeredocScript, line == source.line(at: step.instruction.range.lowerBound) {
      return "    "
    }
    return String(source.text(source.lineRange(line)).prefix { $0 == " " || $0 == "\t" })
  }
}
