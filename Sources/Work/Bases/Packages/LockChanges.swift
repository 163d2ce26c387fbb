import Apt
import Debian
public import Documents

/// What differs between two locks.
public struct LockChanges: Hashable, Sendable {
  /// What became of a package.
  public struct Change: Hashable, Sendable {
    /// The name of the package.
    public let name: String
    /// The version before; nil where it is new.
    public let before: String?
    /// The version after; nil where it went.
    public let after: String?
    /// Where the version after is from; empty where it went.
    public let suite: String
    /// The architectures.
    public let architectures: [String]
  }

  /// The changes, by name.
  public let changes: [Change]

  /// Whether there are none.
  public var isEmpty: Bool { changes.isEmpty }

  /// What differs.
  /// - Parameters:
  ///   - before: The older lock; nil where there was none.
  ///   - after: The newer one.
  public init(from before: BaseLock?, to after: BaseLock) {
    var found: [String: (Change, [String])] = [:]
    for architecture in Set(after.packages.keys).union(before.map { Set($0.packages.keys) } ?? [])
      .sorted()
    {
      func versions(_ lock: BaseLock?) -> [String: BaseLock.Package] {
        let all = lock?.packages(architecture, isDebugVariant: true) ?? []
        return Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
      }
      let old = versions(before)
      let new = versions(after)
      for name in Set(old.keys).union(new.keys) {
        if old[name]?.sha256 == new[name]?.sha256 { continue }
        let key = "\(name) \(old[name]?.version ?? "") \(new[name]?.version ?? "")"
        let change = Change(
          name: name, before: old[name]?.version, after: new[name]?.version,
          suite: new[name]?.origin.suite ?? "", architectures: [])
        found[key, default: (change, [])].1.append(architecture)
      }
    }
    changes = found.sorted { $0.key < $1.key }.map { _, value in
      Change(
        name: value.0.name, before: value.0.before, after: value.0.after, suite: value.0.suite,
        architectures: value.1.sorted())
    }
  }

  /// The changes for people, one a line.
  public var lines: [String] {
    changes.map { change in
      switch (change.before, change.after) {
      case (nil, let after?): "+ \(change.name) \(after)  (\(change.suite))"
      case (let before?, nil): "- \(change.name) \(before)"
      case (let before?, let after?):
        before == after
          ? "~ \(change.name) \(after), built again  (\(change.suite))"
          : "~ \(change.name) \(before) → \(after)  (\(change.suite))"
      case (nil, nil): change.name
      }
    }
  }

  /// The changes as a document.
  public var json: JSON {
    [
      "schema": "hardstand.base-lock-changes/1",
      "changes": .array(
        changes.map { change in
          [
            "name": .string(change.name), "before": change.before.map { .string($0) } ?? .null,
            "after": change.after.map { .string($0) } ?? .null, "suite": .string(change.suite),
            "architectures": .array(change.architectures.map { .string($0) }),
          ]
        }),
    ]
  }
}
