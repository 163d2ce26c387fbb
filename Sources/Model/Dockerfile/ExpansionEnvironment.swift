/// The answer of an environment to a variable's name.
public enum ExpansionBinding: Hashable, Sendable {
  /// It is set, to this value; an empty value is set too.
  case known(String)
  /// It is certainly not set.
  case unset
  /// It may be set or not, to any value: a build argument without default, say.
  case unknown
}

/// The variables that a word is expanded with.
public protocol ExpansionEnvironment {
  /// What is known of the variable `name`, which may be empty, a number or one
  /// of the shell's special parameters (`@ * # ? - $ !`).
  func binding(of name: String) -> ExpansionBinding
}

extension [String: String]: ExpansionEnvironment {
  /// The value of a key, or unset where there is no such key.
  public func binding(of name: String) -> ExpansionBinding {
    if let value = self[name] { return .known(value) }
    return .unset
  }
}
