import Source

/// An expression as instructions of a machine that follows all ways at once, so that the time it takes
/// grows with the text and the expression only.
struct ExpressionProgram: Sendable {
  private enum Instruction: Sendable {
    case scalar(ScalarSet)
    case assertion(ExpressionNode.Assertion)
    case split(Int, Int)
    case jump(Int)
    case match
  }

  private var code: [Instruction] = []
  /// The most instructions; what is larger is refused.
  private static let limit = 100_000

  init(_ node: ExpressionNode) throws(Failure) {
    try add(node)
    code.append(.match)
  }

  private mutating func add(_ node: ExpressionNode) throws(Failure) {
    if code.count > Self.limit {
      throw Failure(
        "cannot use the regular expression", because: ["its repetitions make it too large"],
        hint: "repeat less")
    }
    switch node {
    case .empty: break
    case .scalar(let set): code.append(.scalar(set))
    case .assertion(let assertion): code.append(.assertion(assertion))
    case .sequence(let parts): for part in parts { try add(part) }
    case .choice(let options):
      var ends: [Int] = []
      for (index, option) in options.enumerated() {
        if index == options.count - 1 {
          try add(option)
          break
        }
        let split = code.count
        code.append(.jump(0))
        try add(option)
        ends.append(code.count)
        code.append(.jump(0))
        code[split] = .split(split + 1, code.count)
      }
      for end in ends { code[end] = .jump(code.count) }
    case .repeated(let part, let minimum, let maximum):
      for _ in 0..<minimum { try add(part) }
      guard let maximum else {
        let start = code.count
        code.append(.jump(0))
        try add(part)
        code.append(.jump(start))
        code[start] = .split(start + 1, code.count)
        return
      }
      var splits: [Int] = []
      for _ in minimum..<max(minimum, maximum) {
        splits.append(code.count)
        code.append(.jump(0))
        try add(part)
      }
      for split in splits { code[split] = .split(split + 1, code.count) }
    }
  }

  /// Whether a match stands anywhere in a text.
  func finds(in text: String.UnicodeScalarView) -> Bool {
    var current: [Int] = []
    var following: [Int] = []
    // The step at which an instruction was last reached, so that none is followed twice in a step.
    var marks = [Int](repeating: -1, count: code.count)
    var step = 0
    var previous: Unicode.Scalar?
    var iterator = text.makeIterator()
    var scalar = iterator.next()
    while true {
      if follow(0, previous, scalar, &current, &marks, step) { return true }
      guard let taken = scalar else { return false }
      let ahead = iterator.next()
      step += 1
      following.removeAll(keepingCapacity: true)
      for index in current {
        if case .scalar(let set) = code[index], set.contains(taken),
          follow(index + 1, taken, ahead, &following, &marks, step)
        {
          return true
        }
      }
      swap(&current, &following)
      previous = taken
      scalar = ahead
    }
  }

  /// Follows all that takes no text from an instruction; true where the match is reached.
  private func follow(
    _ start: Int, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?, _ list: inout [Int],
    _ marks: inout [Int], _ step: Int
  ) -> Bool {
    var stack = [start]
    while let index = stack.popLast() {
      if marks[index] == step { continue }
      marks[index] = step
      switch code[index] {
      case .match: return true
      case .jump(let target): stack.append(target)
      case .split(let first, let second): stack += [second, first]
      case .assertion(let assertion):
        if holds(assertion, previous, next) { stack.append(index + 1) }
      case .scalar: list.append(index)
      }
    }
    return false
  }

  private func holds(
    _ assertion: ExpressionNode.Assertion, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?
  ) -> Bool {
    switch assertion {
    case .textStart: previous == nil
    case .textEnd: next == nil
    case .lineStart: previous == nil || previous == "\n"
    case .lineEnd: next == nil || next == "\n"
    case .wordBoundary: isWord(previous) != isWord(next)
    case .noWordBoundary: isWord(previous) == isWord(next)
    }
  }

  private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ScalarSet.word.contains($0) } ?? false
  }
}
