import Dockerfile
import Plan
import Source

/// What the repairs of a batch declare to change, crossed off while the real differences come in.
struct DeclaredChanges {
  /// A change with the instructions that its repair touches, as places in the text before.
  private struct Declaration {
    let change: Fix.Change
    let places: [SourceRange]
    var isSeen = false
  }

  private var declarations: [Declaration] = []

  init(_ batch: RepairBatch, _ syntax: DockerfileSyntax) {
    let instructions = syntax.instructions.map(\.range)
    for repair in batch.repairs {
      let places = instructions.filter { instruction in
        repair.fix.edits.contains { edit in
          instruction.lowerBound <= edit.range.upperBound
            && edit.range.lowerBound <= instruction.upperBound
        }
      }
      for change in repair.fix.changes {
        declarations.append(Declaration(change: change, places: places))
      }
    }
  }

  /// A declared change that no difference showed; nil where all did.
  var missing: Fix.Change? { declarations.first { !$0.isSeen }?.change }

  /// Whether some repair declares a change that no difference showed.
  func lacks(_ change: Fix.Change) -> Bool {
    declarations.contains { $0.change == change && !$0.isSeen }
  }

  /// Crosses a difference off; returns false where no repair declares it.
  mutating func take(_ difference: PlanDifference) -> Bool {
    switch difference.kind {
    case .command(let before, let after): takeCommand(before, after, at: difference.range)
    case .droppedRun(let words):
      cross(at: difference.range) {
        if case .droppedRun(let declared) = $0 { declared == words } else { false }
      }
    case .joinedRuns: cross(at: difference.range) { $0 == .joinedRuns }
    case .splitRun: cross(at: difference.range) { $0 == .splitRun }
    case .mounts: cross(at: difference.range) { $0 == .mounts || $0 == .digest }
    case .transfer: cross(at: difference.range) { $0 == .transfer || $0 == .digest }
    case .stageName: cross { $0 == .stageName }
    // What gives a base its digest may be an ARG far from FROM.
    case .base: cross { $0 == .base || $0 == .digest }
    case .variable(let name): cross { $0 == .variable(name) }
    case .workingDirectory: cross { $0 == .workingDirectory }
    case .madeDirectory: cross { $0 == .workingDirectory }
    case .user: cross { $0 == .user }
    case .label(let name): cross { $0 == .label(name) }
    case .author: cross { $0 == .author }
    case .ports: cross { $0 == .ports }
    case .volumes: cross { $0 == .volumes }
    case .stopSignal: cross { $0 == .stopSignal }
    case .shell: cross { $0 == .shell }
    case .startCommand: cross { $0 == .startCommand }
    case .healthcheck: cross { $0 == .healthcheck }
    case .stages, .sandbox, .added, .removed, .triggers, .problems: false
    }
  }

  private mutating func cross(
    at place: SourceRange? = nil, where fits: (Fix.Change) -> Bool
  ) -> Bool {
    var found = false
    for index in declarations.indices where fits(declarations[index].change) {
      if let place, !declarations[index].places.contains(place) { continue }
      declarations[index].isSeen = true
      found = true
    }
    return found
  }

  /// Whether the words of a script differ in just what the repairs of its instruction declare.
  private mutating func takeCommand(
    _ before: [String]?, _ after: [String]?, at place: SourceRange?
  ) -> Bool {
    guard let before, let after, let place else { return false }
    var adds: [String: Int] = [:]
    var drops: [String: Int] = [:]
    var isReordered = false
    var found = false
    for index in declarations.indices where declarations[index].places.contains(place) {
      guard case .command(let more, let less) = declarations[index].change else { continue }
      declarations[index].isSeen = true
      found = true
      for word in more { adds[word, default: 0] += 1 }
      for word in less { drops[word, default: 0] += 1 }
      if more.isEmpty, less.isEmpty { isReordered = true }
    }
    guard found else { return false }
    // A command in between would change the status that a later one reads.
    let addsCommand = adds.keys.contains { $0 == "&&" || $0 == ";" }
    if addsCommand, let reader = after.lastIndex(where: Self.readsStatus) {
      let rest = after[(reader + 1)...]
      guard adds.allSatisfy({ word, count in rest.count { $0 == word } >= count }) else {
        return false
      }
    }
    var counts: [String: Int] = [:]
    for word in after where word != "\n" { counts[word, default: 0] += 1 }
    for word in before where word != "\n" { counts[word, default: 0] -= 1 }
    var expected = adds
    for (word, count) in drops { expected[word, default: 0] -= count }
    guard counts.filter({ $0.value != 0 }) == expected.filter({ $0.value != 0 }) else {
      return false
    }
    return isReordered || Self.keepsOrder(before, after, added: adds, dropped: drops)
  }

  private static func readsStatus(_ word: String) -> Bool {
    word.contains("$?") || word.contains("${?}") || word.contains("PIPESTATUS")
  }

  /// Whether the words that stay do so in their order.
  private static func keepsOrder(
    _ before: [String], _ after: [String], added: [String: Int], dropped: [String: Int]
  ) -> Bool {
    var added = added
    var dropped = dropped
    var left = 0
    var right = 0
    while left < before.count || right < after.count {
      if left < before.count, right < after.count, before[left] == after[right] {
        left += 1
        right += 1
      } else if right < after.count, added[after[right], default: 0] > 0 {
        added[after[right], default: 0] -= 1
        right += 1
      } else if left < before.count, dropped[before[left], default: 0] > 0 {
        dropped[before[left], default: 0] -= 1
        left += 1
      } else if right < after.count, after[right] == "\n" {
        right += 1
      } else if left < before.count, before[left] == "\n" {
        left += 1
      } else {
        return false
      }
    }
    return true
  }
}
