/// Values by name, of which copies share what they have in common.
///
/// What holds before each instruction is kept for each of them. Were every copy a dictionary of its
/// own, a file with thousands of variables would need memory with the square of their number.
public struct SharedTable<Value: Sendable>: Sendable, ExpressibleByDictionaryLiteral {
  /// The newest last; each hides names of those before it. All but the last are never changed, and
  /// each is larger than the one after it, so that there are few.
  private var layers: [[String: Value]] = []

  /// How many names a layer may have before another one is laid on it.
  private static var mostChanged: Int { 16 }

  /// A table without names.
  public init() {}

  /// A table of a dictionary.
  public init(_ values: [String: Value]) {
    if !values.isEmpty { layers = [values] }
  }

  /// A table of names that differ, with their values.
  public init(dictionaryLiteral elements: (String, Value)...) {
    self.init(Dictionary(elements, uniquingKeysWith: { $1 }))
  }

  /// The value of a name; nil where it has none. A value is never taken away.
  public subscript(name: String) -> Value? {
    get {
      var index = layers.count
      while index > 0 {
        index -= 1
        if let value = layers[index][name] { return value }
      }
      return nil
    }
    set {
      guard let newValue else { return }
      if let last = layers.indices.last, layers[last].count < Self.mostChanged {
        layers[last][name] = newValue
        return
      }
      settle()
      layers.append([name: newValue])
    }
  }

  /// Joins layers until each is larger than the next.
  private mutating func settle() {
    while layers.count > 1, layers[layers.count - 2].count <= layers[layers.count - 1].count {
      let upper = layers.removeLast()
      layers[layers.count - 1].merge(upper) { $1 }
    }
  }

  /// Whether there is no name.
  public var isEmpty: Bool { layers.isEmpty }

  /// The names and values, each name once, in no order.
  public var all: [String: Value] {
    guard var result = layers.first else { return [:] }
    for layer in layers.dropFirst() { result.merge(layer) { $1 } }
    return result
  }

  /// The names, in no order.
  public var keys: Dictionary<String, Value>.Keys { all.keys }

  /// The values, in no order.
  public var values: Dictionary<String, Value>.Values { all.values }
}
