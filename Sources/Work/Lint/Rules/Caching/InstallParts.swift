import Dockerfile
import Evidence
import Facts
import Shell
import Source

/// A RUN that installs packages of the system first, and fetches something of a fixed version then.
struct InstallParts {
  /// One link of the chain at the top of the script.
  private struct Link {
    let pipeline: Pipeline
    /// Whether `;` or `&&` stands behind it; nil at the end and behind others.
    let separator: Bool
  }

  /// The first command of the second part.
  let second: SourceRange
  /// The program that fetches.
  let fetcher: String
  private let instruction: Instruction
  /// What stands between the two parts.
  private let gap: SourceRange
  /// The `set` that the second part repeats, with its operator; nil where there is none.
  private let options: SourceRange?

  /// The parts of a step; nil where it has none, or where they belong together.
  init?(_ step: Step, _ subject: Subject) {
    let instruction = step.instruction
    guard !instruction.isJSON, instruction.heredocs.isEmpty, step.scripts.count == 1,
      step.texts.count == 1, step.packages.contains(where: { $0.manager.isSystem }),
      let links = Self.links(of: step.scripts[0]),
      let count = Self.installed(links, step), count < links.count
    else { return nil }
    let rest = SourceRange(
      links[count].pipeline.range.lowerBound, links[links.count - 1].pipeline.range.upperBound)
    guard let fetcher = Self.fetcher(in: rest, step, subject),
      !Self.cleansUp(rest, step, subject),
      // What has one command on both sides is what `consecutive-run` would join.
      count > 1 || step.commands.count(where: { rest.contains($0.range) }) > 1
    else { return nil }
    // All before are simple commands, so that the operators between them are tokens of their own.
    guard let tokens = step.scripts[0].tokens(of: step.texts[0]) else { return nil }
    let operators = tokens.indices.filter { ["&&", "||", ";"].contains(tokens[$0]) }
    let exits =
      step.before.shell.value?.contains { $0.hasPrefix("-") && $0.contains("e") } ?? false
    guard count <= operators.count,
      let split = ScriptSplit(tokens, at: operators[count - 1], exitsOnError: exits)
    else { return nil }
    self.instruction = instruction
    self.fetcher = fetcher
    second = links[count].pipeline.range
    gap = SourceRange(
      links[count - 1].pipeline.range.upperBound, links[count].pipeline.range.lowerBound)
    options =
      split.restated.isEmpty
      ? nil
      : SourceRange(links[0].pipeline.range.lowerBound, links[1].pipeline.range.lowerBound)
  }

  /// The repair; nil where a comment stands where the text is cut or repeated.
  func fix(_ subject: Subject) -> Fix? {
    guard !instruction.rest.isEmpty else { return nil }
    let start = instruction.rest.source(of: 0)
    // The last line before the script lays it out, and is repeated with the flags.
    let flags = SourceRange(instruction.keywordRange.lowerBound, start)
    for range in [gap, flags, options].compactMap({ $0 })
    where instruction.innerComments.contains(where: { range.overlaps($0) }) {
      return nil
    }
    let text =
      subject.source.lineEnding + subject.source.indentation(at: flags.lowerBound)
      + subject.text(flags) + (options.map { subject.text($0) } ?? "")
    return Fix(
      "Install the packages in a RUN of their own", .unsafe, [TextEdit(gap, text)],
      changes: [.splitRun],
      risk:
        "The image has one layer more, and what the second part changes of the first is in both.")
  }

  /// The links of a script without background commands; nil where it has any.
  private static func links(of script: ShellScript) -> [Link]? {
    guard script.problems.isEmpty else { return nil }
    var links: [Link] = []
    for statement in script.statements {
      if statement.isBackground { return nil }
      let operators = statement.list.rest.map { $0.operator == .and }
      for (index, pipeline) in statement.list.pipelines.enumerated() {
        links.append(
          Link(
            pipeline: pipeline,
            separator: index < operators.count
              ? operators[index] : statement.terminator != nil))
      }
    }
    return links
  }

  /// How many links in front set options, install packages and delete what that leaves; nil where none
  /// installs any.
  private static func installed(_ links: [Link], _ step: Step) -> Int? {
    var count = 0
    var installs = false
    for link in links {
      guard !link.pipeline.isNegated, link.pipeline.commands.count == 1,
        let command = link.pipeline.commands[0].simple
      else { break }
      let package = step.packages.first {
        $0.manager.isSystem && command.range.contains($0.use.range)
      }
      switch command.invocation.program {
      case "set" where count == 0: break
      case "rm" where installs: break
      case "apt-mark": break
      default:
        guard let package, package.verb != .remove, package.verb != .other else {
          return installs && links[count - 1].separator ? count : nil
        }
        if package.verb == .install { installs = true }
      }
      count += 1
    }
    return installs && count < links.count && links[count - 1].separator ? count : nil
  }

  private static let downloaders: Set<String> = ["curl", "wget", "aria2c", "git"]

  /// The program that fetches something whose version stands in the text; nil where none does, or
  /// where a variable from outside has it.
  private static func fetcher(in rest: SourceRange, _ step: Step, _ subject: Subject) -> String? {
    for use in step.commands where rest.contains(use.range) {
      guard let program = use.program else { continue }
      let isFetch =
        downloaders.contains(program)
        || step.packages.contains {
          $0.use.range == use.range && $0.verb == .install && !$0.manager.isSystem
        }
      guard isFetch, use.arguments.contains(where: { holdsVersion($0.text) }) else { continue }
      return program
    }
    return nil
  }

  /// Whether a word has a number with a dot in it, or `@` and a number, and no variable.
  private static func holdsVersion(_ text: String) -> Bool {
    if text.contains("$") || text.contains("`") { return false }
    let bytes = Array(text.utf8)
    func isDigit(_ index: Int) -> Bool {
      bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index])
    }
    return bytes.indices.contains { index in
      isDigit(index) && bytes.indices.contains(index + 1)
        && bytes[index + 1] == UInt8(ascii: ".") && isDigit(index + 2)
        || bytes[index] == UInt8(ascii: "@") && isDigit(index + 1)
    }
  }

  /// Whether the second part takes away again what the first one made: packages, the caches of their
  /// manager, or files that the second part does not name before.
  private static func cleansUp(_ rest: SourceRange, _ step: Step, _ subject: Subject) -> Bool {
    if step.packages.contains(where: { $0.manager.isSystem && rest.contains($0.use.range) }) {
      return true
    }
    for use in step.commands where rest.contains(use.range) {
      switch use.program {
      case "apt-mark", "dpkg", "rpm", "apt-key", "add-apt-repository", "mv": return true
      case "find" where use.arguments.contains { $0.text == "-delete" || $0.text == "rm" }:
        return true
      case "rm":
        let before = subject.text(SourceRange(rest.lowerBound, use.range.lowerBound))
        for operand in use.arguments where !operand.text.hasPrefix("-") {
          if !before.contains(operand.text) { return true }
        }
      default: break
      }
    }
    return false
  }
}
