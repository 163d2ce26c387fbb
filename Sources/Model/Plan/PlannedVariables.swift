import Facts

/// Variables in the order in which they were first set.
public struct PlannedVariables: Hashable, Sendable {
  private struct Entry: Sendable {
    let order: Int
    let text: PlannedText
  }

  private var entries = SharedTable<Entry>()
  private var count = 0
  /// The same for equal variables, whatever the order in which they were set, and another one for
  /// others: plans hold thousands of these, most of which are equal.
  private var fingerprint = 0

  /// No variables.
  public init() {}

  /// The names in order.
  public var names: [String] {
    entries.all.sorted { $0.value.order < $1.value.order }.map(\.key)
  }

  /// The value of a variable; nil where it is not set.
  public subscript(name: String) -> PlannedText? {
    get { entries[name]?.text }
    set {
      guard let newValue else { return }
      let old = entries[name]
      if let old { fingerprint ^= Self.mark(name, old.text) }
      fingerprint ^= Self.mark(name, newValue)
      entries[name] = Entry(order: old?.order ?? count, text: newValue)
      if old == nil { count += 1 }
    }
  }

  private static func mark(_ name: String, _ text: PlannedText) -> Int {
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(text)
    return hasher.finalize()
  }

  /// Whether none is set.
  public var isEmpty: Bool { count == 0 }

  /// Two sets of variables are equal whatever the order in which they were set.
  public static func == (left: PlannedVariables, right: PlannedVariables) -> Bool {
    left.count == right.count && left.fingerprint == right.fingerprint
  }

  /// Feeds what is the same for equal variables.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

  /// The names whose values differ, sorted.
  public func names(differingFrom other: PlannedVariables) -> [String] {
    if self == other { return [] }
    let own = entries.all
    let others = other.entries.all
    return Set(own.keys).union(others.keys).filter { own[$0]?.text != others[$0]?.text }.sorted()
  }
}
