import Facts
import Shell
import Source

/// A program that runs a script straight from the network.
struct PipedScript {
  /// The program that runs what it gets.
  let program: CommandUse
  /// What fetches it.
  let download: Download

  private static let interpreters: Set<String> = [
    "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "perl", "ruby", "node", "php",
    "python", "python2", "python3", "pwsh",
  ]

  /// The scripts of a step that are run without being looked at.
  static func all(in step: Step) -> [PipedScript] {
    guard step.commands.contains(where: { Download($0) != nil }) else { return [] }
    var found: [PipedScript] = []
    for (index, use) in step.commands.enumerated() {
      guard let name = use.program, isInterpreter(name) || name == "eval" || isSource(name) else {
        continue
      }
      if let download = piped(into: use, at: index, step) ?? substituted(into: use, step) {
        found.append(PipedScript(program: use, download: download))
      }
    }
    return found
  }

  private static func isInterpreter(_ name: String) -> Bool {
    interpreters.contains(name) || name.hasPrefix("python3.") || name.hasPrefix("python2.")
  }

  private static func isSource(_ name: String) -> Bool { name == "source" || name == "." }

  /// `curl … | sh`: the download in the same pipeline, where the program reads its input.
  private static func piped(into use: CommandUse, at index: Int, _ step: Step) -> Download? {
    guard let context = use.context, context.pipelineIndex > 0, readsInput(use) else { return nil }
    var wanted = context.pipelineIndex - 1
    for other in step.commands[..<index].reversed() {
      guard other.script == use.script, let around = other.context else { return nil }
      if around.depth > context.depth { continue }
      guard around.depth == context.depth, around.pipelineIndex == wanted,
        around.pipelineCount == context.pipelineCount, around.listIndex == context.listIndex
      else { return nil }
      if let download = Download(other), download.address != nil, !download.isLocal {
        return download
      }
      if Verification.isOne(other) || wanted == 0 { return nil }
      wanted -= 1
    }
    return nil
  }

  /// Whether an interpreter runs what comes in: it is given no script, or `-`, or `-s`.
  private static func readsInput(_ use: CommandUse) -> Bool {
    guard let name = use.program, isInterpreter(name) else { return false }
    let isShell = !name.hasPrefix("python") && !["perl", "ruby", "node", "php"].contains(name)
    var isValue = false
    for argument in use.arguments {
      let text = argument.best
      if isValue {
        isValue = false
        continue
      }
      if text == "-" || text == "/dev/stdin" { return true }
      if isShell, text == "-s" || text == "--" { return true }
      if !text.hasPrefix("-") { return false }
      if text.hasPrefix("--") { continue }
      if isShell, text.contains("s") { return true }
      isValue = isShell && text.hasSuffix("o")
      let runs: Set<Character> =
        isShell ? ["c"] : name.hasPrefix("python") ? ["c", "m"] : ["e", "r", "n", "p"]
      if text.dropFirst().contains(where: { runs.contains($0) }) { return false }
    }
    return true
  }

  /// `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`: the download in an argument.
  private static func substituted(into use: CommandUse, _ step: Step) -> Download? {
    guard let name = use.program, let command = use.command else { return nil }
    for other in step.commands where other.script == use.script {
      guard let context = other.context, other.range != use.range,
        let word = use.arguments.first(where: { $0.range.contains(other.range) }),
        command.range.contains(other.range), let download = Download(other),
        download.address != nil, !download.isLocal
      else { continue }
      let isProcess = context.surroundings.contains(.processSubstitution)
      let isText = context.surroundings.contains(.commandSubstitution)
      let isFirst = use.operands().first?.range == word.range
      if isProcess, isFirst { return download }
      // The text is a script only as the argument of `-c`, and as a whole.
      let isScript =
        name == "eval"
        || use.arguments.firstIndex { $0.range == word.range }.map { index in
          index > 0 && use.arguments[index - 1].best.hasPrefix("-")
            && use.arguments[index - 1].best.contains(name == "perl" || name == "ruby" ? "e" : "c")
        } ?? false
      if isText, isScript, isWhole(word) { return download }
    }
    return nil
  }

  /// Whether a word is one substitution and nothing else.
  private static func isWhole(_ argument: CommandUse.Argument) -> Bool {
    guard let parts = argument.word?.parts, parts.count == 1 else { return false }
    switch parts[0].kind {
    case .commandSubstitution: return true
    case .doubleQuoted(let inner):
      if inner.count == 1, case .commandSubstitution = inner[0].kind { return true }
      return false
    default: return false
    }
  }
}
