public import Source

/// Something that a step of the build certainly cannot do, or that has no effect it could have.
public struct Fault: Sendable {
  /// What stands in the way.
  public enum Cause: Hashable, Sendable {
    /// The user may not add, change or remove the path, since `folder` belongs to somebody else.
    case writeDenied(path: String, folder: String)
    /// The user may not change mode or owner of the path, which belongs to somebody else.
    case changeDenied(path: String)
    /// The user may not give files to another user.
    case giftDenied(owner: String)
    /// The path is not there.
    case pathMissing(path: String)
    /// No user of that name is there.
    case userMissing(name: String)
    /// No group of that name is there.
    case groupMissing(name: String)
    /// The name of a new user is taken.
    case userNameTaken(name: String)
    /// The number of a new user is taken by another.
    case uidTaken(uid: Int, by: String)
    /// The name of a new group is taken.
    case groupNameTaken(name: String)
    /// The number of a new group is taken by another.
    case gidTaken(gid: Int, by: String)
    /// A new user would get a group of its own name, which is there already.
    case ownGroupTaken(name: String)
  }

  /// What stands in the way.
  public let cause: Cause
  /// The word that it is about.
  public let range: SourceRange
  /// The command, as an index in the commands of its step; nil where the instruction itself is at fault.
  public let command: Int?
  /// The user in force.
  public let user: UserFact
  /// What explains it: where the path, the user or the group was made; nil where the base did.
  public let origin: SourceRange?
}
