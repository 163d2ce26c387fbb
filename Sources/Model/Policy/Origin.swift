/// Where a value in force was decided.
public enum Origin: Hashable, Sendable {
  /// An option of the command line, such as `--profile`.
  case flag(String)
  /// A variable of the environment, such as `HARDSTAND_PROFILE`.
  case environment(String)
  /// A line, from 1, of a configuration file.
  case file(path: String, line: Int)
  /// A profile, by name.
  case profile(String)
  /// Nothing else decided it.
  case builtIn
}

extension Origin: CustomStringConvertible {
  /// The origin as `hardstand config` shows it.
  public var description: String {
    switch self {
    case .flag(let name): name
    case .environment(let name): name
    case .file(let path, let line): "\(path):\(line)"
    case .profile(let name): "profile \(name)"
    case .builtIn: "default"
    }
  }
}

/// A value together with where it was decided.
public struct Setting<Value: Sendable>: Sendable {
  /// The value.
  public let value: Value
  /// Where it was decided.
  public let origin: Origin

  /// A value from its origin.
  public init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}
