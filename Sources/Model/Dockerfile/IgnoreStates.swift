/// The places of an expression that a match can be at.
protocol IgnoreStates {
  /// Takes up `state`.
  mutating func insert(_ state: Int)
  /// Whether `state` is among them.
  func contains(_ state: Int) -> Bool
  /// The first of them that is not before `state`.
  func first(from state: Int) -> Int?
  /// Leaves none.
  mutating func removeAll()
}

/// States below 64.
struct IgnoreFewStates: IgnoreStates {
  private var bits: UInt64 = 0

  init(count: Int) {}

  mutating func insert(_ state: Int) { bits |= 1 << UInt64(state) }

  func contains(_ state: Int) -> Bool { bits & 1 << UInt64(state) != 0 }

  func first(from state: Int) -> Int? {
    let rest = state < 64 ? bits & (UInt64.max << UInt64(state)) : 0
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  mutating func removeAll() { bits = 0 }
}

/// Any number of states.
struct IgnoreManyStates: IgnoreStates {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: count / 64 + 1) }

  mutating func insert(_ state: Int) { words[state / 64] |= 1 << UInt64(state % 64) }

  func contains(_ state: Int) -> Bool { words[state / 64] & 1 << UInt64(state % 64) != 0 }

  func first(from state: Int) -> Int? {
    var word = state / 64
    var mask = UInt64.max << UInt64(state % 64)
    while word < words.count {
      let rest = words[word] & mask
      if rest != 0 { return word * 64 + rest.trailingZeroBitCount }
      word += 1
      mask = .max
    }
    return nil
  }

  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }
}
