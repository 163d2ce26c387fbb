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
    /// The index of the step that made it; nil where the base brought it.
    public internal(set) var step: Int?
    /// Whether it is an account of the system, without a life of its own.
    public internal(set) var isSystem = false
    /// Whether it is certainly there.
    public internal(set) var isCertain = true
  }

  /// One group.
  public struct Group: Sendable {
    /// The name.
    public let name: String
    /// The number; nil where the system chose it.
    public let gid: Int?
    /// Where it was made; nil where the base brought it.
    public let range: SourceRange?
    /// Whether it is certainly there.
    public internal(set) var isCertain = true
  }

  /// The users by name.
  public internal(set) var users: [String: User] = [:]
  /// The groups by name.
  public internal(set) var groups: [String: Group] = [:]
  /// Whether there are certainly no others.
  public internal(set) var isComplete = false
  /// Users that may be there although they are not among `users`.
  var possibleUsers: Set<String> = []
  /// Groups that may be there although they are not among `groups`.
  var possibleGroups: Set<String> = []

  /// Whether a user of that name is there; nil where it is not known.
  public func hasUser(_ name: String) -> Bool? {
    users[name] != nil ? true : isComplete && !possibleUsers.contains(name) ? false : nil
  }

  /// Whether a group of that name is there; nil where it is not known.
  public func hasGroup(_ name: String) -> Bool? {
    groups[name] != nil ? true : isComplete && !possibleGroups.contains(name) ? false : nil
  }

  /// The number that a name or number stands for; nil where it is not known.
  public func uid(_ text: String) -> Int? {
    if let number = Int(text) { return number >= 0 ? number : nil }
    return users[text]?.uid ?? (text == "root" ? 0 : nil)
  }

  /// Whether two names or numbers mean the same user; nil where that is not known.
  public func isSameUser(_ first: String, _ second: String) -> Bool? {
    if first == second { return true }
    if let first = uid(first), let second = uid(second) { return first == second }
    // Names that were made here without a number get numbers of their own.
    if Int(first) == nil, Int(second) == nil, users[first] != nil, users[second] != nil {
      return false
    }
    return nil
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

  /// Forgets what is certain: any account may be there, gone or changed.
  mutating func open() {
    isComplete = false
    for name in users.keys where name != "root" { users[name]?.isCertain = false }
    for name in groups.keys where name != "root" { groups[name]?.isCertain = false }
  }

  /// Takes over what another file system certainly has, and leaves open what else.
  mutating func take(from other: Accounts) {
    users.merge(other.users) { $1 }
    groups.merge(other.groups) { $1 }
    possibleUsers.formUnion(other.possibleUsers)
    possibleGroups.formUnion(other.possibleGroups)
    if !other.isComplete { isComplete = false }
  }
}
