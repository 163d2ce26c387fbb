/// One of the alternatives of an ignore expression, run as a set of states.
struct IgnoreBranch: Sendable {
  private let nodes: [IgnoreExpression.Node]
  /// What every match begins with.
  private let start: [UInt8]
  /// Whether the one condition for the end is the last node.
  private let isPlain: Bool

  /// A branch from its nodes.
  init(_ nodes: [IgnoreExpression.Node]) {
    self.nodes = nodes
    var start: [UInt8] = []
    for node in nodes {
      // Wrong bytes of a path read as U+FFFD, so that this one is no literal.
      guard case .one(.scalar(let scalar)) = node, scalar != 0xFFFD else { break }
      start.append(scalar: scalar)
    }
    self.start = start
    var ends: [Int] = []
    for (index, node) in nodes.enumerated() {
      if case .condition(.end) = node { ends.append(index) }
    }
    isPlain = ends == [nodes.count - 1]
  }

  /// Whether a cleaned path or a folder above it matches.
  func matchesPathOrParent(_ path: [UInt8]) -> Bool {
    if !path.starts(with: start) { return false }
    return nodes.count < 64
      ? matches(path, IgnoreFewStates(count: nodes.count + 1))
      : matches(path, IgnoreManyStates(count: nodes.count + 1))
  }

  /// Whether a path that begins with `folder` may match.
  func mayMatch(below folder: [UInt8]) -> Bool {
    var live = IgnoreManyStates(count: nodes.count + 1)
    live.insert(0)
    var position = 0
    var previous: UInt32?
    while position < folder.count {
      let (scalar, width) = folder.scalar(at: position)
      close(&live, previous: previous, next: scalar, isEnd: false)
      if live.contains(nodes.count) { return true }
      live = after(live, scalar)
      previous = scalar
      position += width
    }
    return live.first(from: 0) != nil
  }

  private func matches<States: IgnoreStates>(_ path: [UInt8], _ none: States) -> Bool {
    var live = none
    live.insert(0)
    var position = 0
    var previous: UInt32?
    while true {
      let next = position < path.count ? path.scalar(at: position) : nil
      close(&live, previous: previous, next: next?.value, isEnd: false)
      if live.contains(nodes.count) { return true }
      if next == nil || next?.value == 0x2F {
        if isPlain {
          if live.contains(nodes.count - 1) { return true }
        } else {
          var ended = live
          close(&ended, previous: previous, next: nil, isEnd: true)
          if ended.contains(nodes.count) { return true }
        }
      }
      guard let next else { return false }
      live = after(live, next.value)
      if live.first(from: 0) == nil { return false }
      previous = next.value
      position += next.width
    }
  }

  /// Adds what can be reached without a character.
  private func close(
    _ live: inout some IgnoreStates, previous: UInt32?, next: UInt32?, isEnd: Bool
  ) {
    var index = 0
    while let state = live.first(from: index), state < nodes.count {
      switch nodes[state] {
      case .one: break
      case .any: live.insert(state + 1)
      case .optional(let target):
        live.insert(state + 1)
        live.insert(target)
      case .condition(let condition):
        if holds(condition, previous: previous, next: next, isEnd: isEnd) { live.insert(state + 1) }
      }
      index = state + 1
    }
  }

  private func after<States: IgnoreStates>(_ live: States, _ scalar: UInt32) -> States {
    var result = live
    result.removeAll()
    var index = 0
    while let state = live.first(from: index), state < nodes.count {
      switch nodes[state] {
      case .one(let taker): if taker.takes(scalar) { result.insert(state + 1) }
      case .any(let taker): if taker.takes(scalar) { result.insert(state) }
      case .optional, .condition: break
      }
      index = state + 1
    }
    return result
  }

  private func holds(
    _ condition: IgnoreExpression.Condition, previous: UInt32?, next: UInt32?, isEnd: Bool
  ) -> Bool {
    switch condition {
    case .start: previous == nil
    case .end: isEnd
    case .wordBoundary: isWord(previous) != isWord(next)
    case .noWordBoundary: isWord(previous) == isWord(next)
    }
  }

  private func isWord(_ scalar: UInt32?) -> Bool {
    guard let scalar, scalar < 0x80 else { return false }
    return ScalarKind.isLetter(scalar) || ScalarKind.isDigit(scalar) || scalar == 0x5F
  }
}
