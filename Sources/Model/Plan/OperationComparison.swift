import Shell
import Source

/// Lays the operations of one stage beside those of another and tells what differs.
struct OperationComparison {
  private let before: PlannedStage
  private let after: PlannedStage

  init(_ before: PlannedStage, _ after: PlannedStage) {
    self.before = before
    self.after = after
  }

  /// How one operation, or two, became another.
  private enum Move {
    case pair(Int, Int)
    case drop(Int)
    case add(Int)
    case join(Int, Int)
    case split(Int, Int)
  }

  func differences() -> [PlanDifference] {
    var result: [PlanDifference] = []
    for move in moves() {
      switch move {
      case .pair(let left, let right):
        result += differences(before.operations[left], after.operations[right])
      case .drop(let index):
        let operation = before.operations[index]
        switch operation.kind {
        case .run(let run): result.append(difference(.droppedRun(run.command.tokens), operation))
        case .makeDirectory: result.append(difference(.madeDirectory, operation))
        case .transfer: result.append(difference(.removed, operation))
        }
      case .add(let index):
        if case .makeDirectory = after.operations[index].kind {
          result.append(PlanDifference(.madeDirectory, stage: before.index))
        } else {
          result.append(PlanDifference(.added, stage: before.index))
        }
      case .join(let index, _):
        result.append(difference(.joinedRuns, before.operations[index]))
      case .split(let index, _):
        result.append(difference(.splitRun, before.operations[index]))
      }
    }
    return result
  }

  private func difference(
    _ kind: PlanDifference.Kind, _ operation: PlannedOperation
  ) -> PlanDifference {
    PlanDifference(kind, stage: before.index, range: operation.range)
  }

  private func differences(
    _ left: PlannedOperation, _ right: PlannedOperation
  ) -> [PlanDifference] {
    var kinds: [PlanDifference.Kind] = []
    switch (left.kind, right.kind) {
    case (.run(let old), .run(let new)):
      if old.command != new.command {
        kinds.append(.command(before: old.command.tokens, after: new.command.tokens))
        if old.command.shell != new.command.shell { kinds.append(.shell) }
      }
      if old.mounts != new.mounts { kinds.append(.mounts) }
      if old.network != new.network || old.security != new.security || old.devices != new.devices {
        kinds.append(.sandbox)
      }
      kinds += old.variables.names(differingFrom: new.variables).map { .variable($0) }
      if old.directory != new.directory { kinds.append(.workingDirectory) }
      if old.user != new.user { kinds.append(.user) }
    case (.transfer(let old), .transfer(var new)):
      if old.user != new.user { kinds.append(.user) }
      new.user = old.user
      if old != new { kinds.append(.transfer) }
    case (.makeDirectory(let old, let owner), .makeDirectory(let new, let other)):
      if old != new { kinds.append(.madeDirectory) }
      if owner != other { kinds.append(.user) }
    default: kinds.append(.added)
    }
    return kinds.map { difference($0, left) }
  }

  /// The cheapest way from the operations before to those after.
  private func moves() -> [Move] {
    let left = before.operations
    let right = after.operations
    var start = 0
    while start < left.count, start < right.count, isSame(left[start], right[start]) { start += 1 }
    var tail = 0
    while tail < left.count - start, tail < right.count - start,
      isSame(left[left.count - 1 - tail], right[right.count - 1 - tail])
    { tail += 1 }
    var moves = (0..<start).map { Move.pair($0, $0) }
    moves += middle(start..<(left.count - tail), start..<(right.count - tail))
    moves += (0..<tail).reversed().map { Move.pair(left.count - 1 - $0, right.count - 1 - $0) }
    return moves
  }

  private func middle(_ left: Range<Int>, _ right: Range<Int>) -> [Move] {
    if left.isEmpty { return right.map { .add($0) } }
    if right.isEmpty { return left.map { .drop($0) } }
    let kindsMatch = zip(left, right).allSatisfy {
      isSameKind(before.operations[$0], after.operations[$1])
    }
    if left.count == right.count, kindsMatch || left.count > 400 {
      // Nothing came or went, it seems; unless pairs are out of step, that is the cheapest way.
      let changed = zip(left, right).count {
        !isSame(before.operations[$0], after.operations[$1])
      }
      if changed * 2 <= left.count + 2 || left.count > 400 {
        return zip(left, right).map { .pair($0, $1) }
      }
    }
    return table(left, right)
  }

  /// The cheapest way by a table of all beginnings.
  private func table(_ left: Range<Int>, _ right: Range<Int>) -> [Move] {
    let rows = left.count + 1
    let columns = right.count + 1
    var cost = [Int](repeating: .max / 2, count: rows * columns)
    var from = [UInt8](repeating: 0, count: rows * columns)
    cost[0] = 0
    func reach(_ row: Int, _ column: Int, _ value: Int, _ move: UInt8) {
      let index = row * columns + column
      if value < cost[index] {
        cost[index] = value
        from[index] = move
      }
    }
    for row in 0..<rows {
      for column in 0..<columns {
        let here = cost[row * columns + column]
        if row + 1 < rows { reach(row + 1, column, here + 3, 1) }
        if column + 1 < columns { reach(row, column + 1, here + 3, 2) }
        guard row + 1 < rows, column + 1 < columns else { continue }
        let old = before.operations[left.lowerBound + row]
        let new = after.operations[right.lowerBound + column]
        if isSameKind(old, new) {
          reach(row + 1, column + 1, here + (isSame(old, new) ? 0 : 2), 3)
        }
        if row + 2 < rows, left.count > right.count,
          isJoined(old, before.operations[left.lowerBound + row + 1], new)
        {
          reach(row + 2, column + 1, here + 1, 4)
        }
        if column + 2 < columns, right.count > left.count,
          isSplit(old, new, after.operations[right.lowerBound + column + 1])
        {
          reach(row + 1, column + 2, here + 1, 5)
        }
      }
    }
    var moves: [Move] = []
    var row = rows - 1
    var column = columns - 1
    while row > 0 || column > 0 {
      switch from[row * columns + column] {
      case 1:
        row -= 1
        moves.append(.drop(left.lowerBound + row))
      case 2:
        column -= 1
        moves.append(.add(right.lowerBound + column))
      case 3:
        row -= 1
        column -= 1
        moves.append(.pair(left.lowerBound + row, right.lowerBound + column))
      case 5:
        row -= 1
        column -= 2
        moves.append(.split(left.lowerBound + row, right.lowerBound + column))
      default:
        row -= 2
        column -= 1
        moves.append(.join(left.lowerBound + row, right.lowerBound + column))
      }
    }
    return moves.reversed()
  }

  private func isSameKind(_ left: PlannedOperation, _ right: PlannedOperation) -> Bool {
    switch (left.kind, right.kind) {
    case (.run, .run), (.transfer, .transfer), (.makeDirectory, .makeDirectory): true
    default: false
    }
  }

  /// Whether two operations do the same, whatever user, folder and variables they find.
  private func isSame(_ left: PlannedOperation, _ right: PlannedOperation) -> Bool {
    switch (left.kind, right.kind) {
    case (.run(let old), .run(let new)): old.command == new.command && old.mounts == new.mounts
    case (.transfer(let old), .transfer(var new)):
      {
        new.user = old.user
        return old == new
      }()
    case (.makeDirectory(let old, _), .makeDirectory(let new, _)): old == new
    default: false
    }
  }

  /// Whether a RUN does what two did, one after the other.
  private func isJoined(
    _ first: PlannedOperation, _ second: PlannedOperation, _ joined: PlannedOperation
  ) -> Bool {
    guard case .run(let one) = first.kind, case .run(let two) = second.kind,
      case .run(let both) = joined.kind, let head = one.command.tokens,
      let tail = two.command.tokens, let all = both.command.tokens, !Self.leavesTraces(head),
      one.variables == two.variables, one.directory == two.directory, one.user == two.user,
      one.network == two.network, one.security == two.security, both.network == one.network,
      one.devices == two.devices, both.devices == one.devices,
      both.security == one.security, both.variables == one.variables,
      both.directory == one.directory, both.user == one.user,
      both.mounts == one.mounts + two.mounts.filter({ !one.mounts.contains($0) })
    else { return false }
    return all == head + ["&&"] + tail
  }

  /// Whether two RUN instructions do, one after the other, what one did.
  private func isSplit(
    _ whole: PlannedOperation, _ first: PlannedOperation, _ second: PlannedOperation
  ) -> Bool {
    guard case .run(let old) = whole.kind, case .run(var one) = first.kind,
      case .run(var two) = second.kind, old.command.shell == one.command.shell,
      old.command.shell == two.command.shell, old.command.words == nil,
      let all = old.command.tokens, let head = one.command.tokens, let tail = two.command.tokens,
      all.starts(with: head)
    else { return false }
    one.command = old.command
    two.command = old.command
    guard one == old, two == old else { return false }
    let exits = old.command.shell?.contains { $0.hasPrefix("-") && $0.contains("e") } ?? false
    return ScriptSplit(all, at: head.count, exitsOnError: exits)?.tail == tail
  }

  /// Whether a script may change the shell that goes on with what is joined to it.
  private static func leavesTraces(_ tokens: [String]) -> Bool {
    tokens.contains { token in
      token == "\n" || token == ";" || token == "&" || token.contains("=") && !token.hasPrefix("-")
        || [
          "cd", "export", "set", "shopt", "umask", "ulimit", "unset", "alias", "source", ".",
          "pushd", "popd", "trap", "exit", "exec", "eval", "readonly", "local",
        ].contains(token)
    }
  }
}
