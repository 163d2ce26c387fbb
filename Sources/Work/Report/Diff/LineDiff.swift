/// The difference of two short lists of lines, as the least number of lines taken away
/// and brought in (Myers, "An O(ND) Difference Algorithm", 1986).
enum LineDiff {
  /// One line of the result, by its place in the old or the new list.
  enum Step: Hashable {
    case kept(old: Int)
    case removed(old: Int)
    case added(new: Int)
  }

  /// How many differing lines are looked into before the rest counts as wholly replaced.
  private static let maximumDistance = 500

  /// The steps from `old` to `new`; of lines in a row that change, the old stand first.
  static func steps(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Step] {
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var end = 0
    while end < min(old.count, new.count) - start,
      old[old.count - 1 - end] == new[new.count - 1 - end]
    { end += 1 }
    let oldMiddle = start..<(old.count - end)
    let newMiddle = start..<(new.count - end)
    var steps = (0..<start).map { Step.kept(old: $0) }
    steps += ordered(middle(old, oldMiddle, new, newMiddle))
    steps += (oldMiddle.upperBound..<old.count).map { Step.kept(old: $0) }
    return steps
  }

  private static func middle(
    _ old: [ArraySlice<UInt8>], _ oldRange: Range<Int>, _ new: [ArraySlice<UInt8>],
    _ newRange: Range<Int>
  ) -> [Step] {
    let replaced =
      oldRange.map { Step.removed(old: $0) } + newRange.map { Step.added(new: $0) }
    if oldRange.isEmpty || newRange.isEmpty { return replaced }
    let limit = min(oldRange.count + newRange.count, maximumDistance)
    // Row d of the trace holds how far each diagonal reaches with d differences.
    var trace: [[Int]] = []
    var reach = [Int](repeating: 0, count: 2 * limit + 3)
    for distance in 0...limit {
      trace.append(reach)
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let index = diagonal + limit + 1
        let goesDown =
          diagonal == -distance
          || (diagonal != distance && reach[index - 1] < reach[index + 1])
        var x = goesDown ? reach[index + 1] : reach[index - 1] + 1
        var y = x - diagonal
        while x < oldRange.count, y < newRange.count,
          old[oldRange.lowerBound + x] == new[newRange.lowerBound + y]
        {
          x += 1
          y += 1
        }
        reach[index] = x
        if x >= oldRange.count, y >= newRange.count {
          return path(trace, distance, limit, oldRange, newRange)
        }
      }
    }
    return replaced
  }

  /// Walks the trace back from its end.
  private static func path(
    _ trace: [[Int]], _ distance: Int, _ limit: Int, _ oldRange: Range<Int>, _ newRange: Range<Int>
  ) -> [Step] {
    var steps: [Step] = []
    var x = oldRange.count
    var y = newRange.count
    for step in stride(from: distance, through: 1, by: -1) {
      let reach = trace[step]
      let diagonal = x - y
      let index = diagonal + limit + 1
      let goesDown =
        diagonal == -step || (diagonal != step && reach[index - 1] < reach[index + 1])
      let previousX = goesDown ? reach[index + 1] : reach[index - 1]
      let previousY = previousX - (goesDown ? diagonal + 1 : diagonal - 1)
      while x > previousX, y > previousY {
        x -= 1
        y -= 1
        steps.append(.kept(old: oldRange.lowerBound + x))
      }
      steps.append(
        goesDown
          ? .added(new: newRange.lowerBound + previousY)
          : .removed(old: oldRange.lowerBound + previousX))
      x = previousX
      y = previousY
    }
    while x > 0 {
      x -= 1
      steps.append(.kept(old: oldRange.lowerBound + x))
    }
    return steps.reversed()
  }

  /// The same steps, within each change the lines taken away before those brought in.
  private static func ordered(_ steps: [Step]) -> [Step] {
    var result: [Step] = []
    var added: [Step] = []
    for step in steps {
      switch step {
      case .removed: result.append(step)
      case .added: added.append(step)
      case .kept:
        result += added
        added = []
        result.append(step)
      }
    }
    return result + added
  }
}
