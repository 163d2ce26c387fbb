import Dockerfile
import Shell
import Source

extension ScriptReader {
  /// Adds the commands of a script, in order, with what is known of their arguments.
  func collect(_ script: ShellScript, state: StageState, step: inout Step) {
    guard let kind = step.kind else { return }
    var collector = Collector(
      values: WordValue(scope: state.scope), directory: state.workingDirectory, stage: stage,
      step: step.index, kind: kind, script: step.scripts.count - 1)
    // A variable that the script sets anywhere is known only where the collector follows it.
    for name in AssignedNames.of(script) { collector.values.locals[name] = .unknown }
    script.accept(&collector)
    step.commands.append(contentsOf: collector.commands)
  }

  private struct Collector: ShellVisitor {
    var values: WordValue
    var directory: Fact<String>
    let stage: Int
    let step: Int
    let kind: InstructionKind
    let script: Int
    var commands: [CommandUse] = []

    mutating func visit(_ command: Command, _ context: CommandContext) {
      guard case .simple(let simple) = command else { return }
      if simple.words.isEmpty { return assign(simple, context) }
      let invocation = simple.invocation
      let arguments = invocation.arguments.map(argument)
      let isCertain =
        !context.isConditional
        && context.surroundings.isDisjoint(with: [.function, .loop, .branch])
      commands.append(
        CommandUse(
          program: invocation.program ?? invocation.programWord.flatMap { name($0) },
          path: invocation.programWord.map(argument), arguments: arguments,
          wrappers: invocation.wrappers.map(\.name), range: invocation.range, command: simple,
          context: context, stage: stage, step: step, kind: kind, script: script,
          directory: directory, isCertain: isCertain, locals: values.locals))
      follow(simple, invocation, arguments, context, isCertain: isCertain)
    }

    private func name(_ word: Word) -> String? {
      if let value = values.value(word).value {
        return value.contains(" ") || value.isEmpty ? nil : FilePaths.name(value)
      }
      // `python${VERSION}` is Python, whatever its version.
      let prefix = FilePaths.name(word.literalPrefix)
      return prefix == "python" || prefix == "pip" || prefix == "python3."
        ? String(prefix.prefix { $0 != "3" }) : nil
    }

    private func argument(_ word: Word) -> CommandUse.Argument {
      CommandUse.Argument(
        value: values.value(word).value, prefix: values.prefix(word), text: word.text,
        range: word.range, word: word)
    }

    private mutating func assign(_ simple: SimpleCommand, _ context: CommandContext) {
      for assignment in simple.assignments {
        let isFollowed =
          !context.isInOwnProcess && !context.isConditional && !assignment.isAppend
          && assignment.elements == nil && assignment.index == nil
        values.locals[assignment.name] =
          isFollowed ? assignment.value.map { values.value($0) } ?? .known("") : .unknown
      }
    }

    /// Directory and variables after a command.
    private mutating func follow(
      _ simple: SimpleCommand, _ invocation: CommandInvocation,
      _ arguments: [CommandUse.Argument], _ context: CommandContext, isCertain: Bool
    ) {
      switch invocation.program {
      case "cd", "pushd":
        if context.isInOwnProcess {
          // A subshell goes its own way; what follows in it is not told apart from what comes after.
          directory = context.surroundings.contains(.subshell) ? .unknown : directory
          return
        }
        guard isCertain, let target = arguments.last, let path = target.value, path != "-",
          !path.isEmpty, !path.hasPrefix("-")
        else {
          directory = .unknown
          return
        }
        directory =
          path.hasPrefix("/")
          ? .known(FilePaths.clean(path))
          : directory.map { FilePaths.absolute(path, in: $0) }
      case "popd": directory = .unknown
      case "export", "declare", "local", "readonly", "typeset":
        for word in invocation.arguments {
          let text = word.literalPrefix
          guard let equals = text.firstIndex(of: "=") else { continue }
          let name = String(text[..<equals])
          guard let whole = values.value(word).value, isCertain, !context.isInOwnProcess else {
            values.locals[name] = .unknown
            continue
          }
          values.locals[name] = .known(String(whole.dropFirst(name.count + 1)))
        }
      default: break
      }
    }
  }
}
