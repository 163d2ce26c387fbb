import Shell
import Source

/// The parts of a shell text where a blank is more than a blank: words, assignments,
/// redirections, arithmetic and comments. Outside of them blanks only separate.
struct ShellGround {
  /// The parts in the order of the source; none touches another that it does not belong to.
  private(set) var parts: [SourceRange]

  init(_ script: ShellScript) {
    var collector = Collector()
    script.accept(&collector)
    let all = (collector.found + script.comments).sorted()
    parts = []
    for range in all where !range.isEmpty {
      if let last = parts.last, range.lowerBound < last.upperBound {
        if range.upperBound > last.upperBound {
          parts[parts.count - 1] = SourceRange(last.lowerBound, range.upperBound)
        }
      } else {
        parts.append(range)
      }
    }
  }

  /// The part that holds or follows an offset.
  private func index(at offset: Int) -> Int {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a range lies outside of all parts.
  func isFree(_ range: SourceRange) -> Bool {
    let index = index(at: range.lowerBound)
    return index == parts.count || parts[index].lowerBound >= range.upperBound
  }

  /// Whether a range is a part.
  func isPart(_ range: SourceRange) -> Bool {
    let index = index(at: range.lowerBound)
    return index < parts.count && parts[index] == range
  }

  private struct Collector: ShellVisitor {
    var found: [SourceRange] = []
    var entersNestedScripts: Bool { false }

    mutating func visit(_ command: Command, _ context: CommandContext) {
      switch command {
      case .simple(let simple):
        for assignment in simple.assignments { found.append(assignment.range) }
      case .arithmetic(let command): found.append(command.range)
      case .arithmeticFor(let loop): for part in loop.expressions { found.append(part.range) }
      case .conditional(let command): for item in command.items { found.append(item.range) }
      case .for(let loop): found.append(loop.variableRange)
      case .function(let definition): found.append(definition.nameRange)
      case .subshell, .group, .if, .while, .case, .coprocess: break
      }
    }

    mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext) {
      found.append(word.range)
    }

    mutating func visit(_ redirect: Redirect, _ context: CommandContext) {
      found.append(redirect.range)
      if let body = redirect.heredoc { found.append(body.range) }
    }
  }
}
