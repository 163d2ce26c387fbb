/// Variables in the order in which they were first set.
public struct PlannedVariables: Hashable, Sendable {
  /// The names in order.
  public private(set) var names: [String] = []
  private var values: [String: PlannedText] = [:]

  /// No variables.
  public init() {}

  /// The value of a variable; nil where it is not set.
  public subscript(name: String) -> PlannedText? {
    get { values[name] }
    set {
      guard let newValue else { return }
      if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
    }
  }

  /// Whether none is set.
  public var isEmpty: Bool { names.isEmpty }

  /// Two sets of variables are equal whatever the order in which they were set.
  public static func == (left: PlannedVariables, right: PlannedVariables) -> Bool {
    left.values == right.values
  }

  /// Feeds the values.
  public func hash(into hasher: inout Hasher) { hasher.combine(values) }

  /// The names whose values differ, sorted.
  public func names(differingFrom other: PlannedVariables) -> [String] {
    Set(names).union(other.names).filter { self[$0] != other[$0] }.sorted()
  }
}
