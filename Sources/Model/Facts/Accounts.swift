public import Source

/// The users and groups of a file system, as far as they are known.
public struct Accounts: Sendable {
  /// One user.
  public struct User: Sendable {
    /// The login name.
    public let name: String
    /// The number; nil where the system chose it.
    public let uid: Int?
    /// The number of the primary group; nil where it is not known.
    public let gid: Int?
    /// The home directory written in the account; nil where it is not known.
    public let home: String?
    /// Whether the command that made the account also made the home directory.
    public let createsHome: Bool?
    /// The login shell; nil where it is not known.
    public let shell: String?
    /// Where it was made; nil where the base brought it.
    public let range: SourceRange?
  }

  /// One group.
  public struct Group: Sendable {
    /// The name.
    public let name: String
    /// The number; nil where the system chose it.
    public let gid: Int?
    /// Where it was made; nil where the base brought it.
    public let range: SourceRange?
  }

  /// The users by name.
  public internal(set) var users: [String: User] = [:]
  /// The groups by name.
  public internal(set) var groups: [String: Group] = [:]
  /// Whether there are certainly no others.
  public internal(set) var isComplete = false

  /// Whether a user of that name is there; nil where it is not known.
  public func hasUser(_ name: String) -> Bool? {
    users[name] != nil ? true : isComplete ? false : nil
  }

  /// Whether a group of that name is there; nil where it is not known.
  public func hasGroup(_ name: String) -> Bool? {
    groups[name] != nil ? true : isComplete ? false : nil
  }

  /// The user with that number; nil where none is known.
  public func user(uid: Int) -> User? {
    users.values.filter { $0.uid == uid }.min { $0.name < $1.name }
  }

  /// The group with that number; nil where none is known.
  public func group(gid: Int) -> Group? {
    groups.values.filter { $0.gid == gid }.min { $0.name < $1.name }
  }

  /// The users that this file made, in the order of their places.
  public var made: [User] {
    users.values.filter { $0.range != nil }.sorted {
      ($0.range ?? SourceRange(0, 0)) < ($1.range ?? SourceRange(0, 0))
    }
  }

  mutating func add(_ user: User) { users[user.name] = user }
  mutating func add(_ group: Group) { groups[group.name] = group }
}
