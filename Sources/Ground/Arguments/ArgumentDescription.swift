/// A word that a command takes by its place, as data.
public struct ArgumentDescription: Hashable, Sendable {
  /// How many words it takes.
  public enum Count: Hashable, Sendable {
    /// Exactly one.
    case one
    /// One or none.
    case optional
    /// Any number.
    case any
    /// At least one.
    case some
  }

  /// What it is called in help, in capitals.
  public let name: String
  /// How many words it takes.
  public let count: Count
  /// Which words it takes.
  public let values: ValueSet
  /// What it is, in a sentence without a full stop.
  public let help: String

  /// An argument from its parts.
  public init(_ name: String, _ count: Count = .one, _ values: ValueSet = .text, help: String) {
    self.name = name
    self.count = count
    self.values = values
    self.help = help
  }

  /// The argument as a synopsis shows it.
  var synopsis: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .any: "[\(name)...]"
    case .some: "\(name)..."
    }
  }

  var isRequired: Bool { count == .one || count == .some }
  var isVariadic: Bool { count == .any || count == .some }
}
