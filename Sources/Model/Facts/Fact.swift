/// What is known of a value: what it is, that it is not there, or nothing.
///
/// Rules speak only where they are sure, so whatever depends on a build
/// argument without default, on a command that is not understood or on a base
/// that is not known stays `unknown`.
public enum Fact<Wrapped: Sendable>: Sendable {
  /// It is certain to be this.
  case known(Wrapped)
  /// It is certain not to be set.
  case absent
  /// Nothing is certain.
  case unknown

  /// The value where it is known.
  public var value: Wrapped? {
    if case .known(let value) = self { value } else { nil }
  }

  /// Whether nothing is certain.
  public var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// Whether it is certain not to be set.
  public var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  /// The fact about a value computed from this one.
  public func map<Other: Sendable>(_ transform: (Wrapped) -> Other) -> Fact<Other> {
    switch self {
    case .known(let value): .known(transform(value))
    case .absent: .absent
    case .unknown: .unknown
    }
  }
}

extension Fact: Equatable where Wrapped: Equatable {}
extension Fact: Hashable where Wrapped: Hashable {}
