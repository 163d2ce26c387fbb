/// A right that a token gives (Docker Registry v2 authentication, "Token Scope").
struct Scope: Hashable, Comparable {
  /// The text of the scope, such as `repository:library/busybox:pull`.
  let text: String

  /// The right to read a repository.
  static func pull(_ path: String) -> Scope { Scope(text: "repository:\(path):pull") }
  /// The right to read and write a repository.
  static func push(_ path: String) -> Scope { Scope(text: "repository:\(path):pull,push") }
  /// The right to remove from a repository.
  static func delete(_ path: String) -> Scope { Scope(text: "repository:\(path):delete,pull,push") }

  static func < (left: Scope, right: Scope) -> Bool { left.text < right.text }
}
