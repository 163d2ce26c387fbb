/// Who a program runs as, by the numbers of the kernel.
public struct ContainerUser: Hashable, Sendable {
  /// The number of the user.
  public var user: UInt32
  /// The number of the group.
  public var group: UInt32
  /// All groups, that one too.
  public var groups: [UInt32]
  /// The home folder.
  public var home: String

  /// A user by numbers.
  public init(_ user: UInt32, group: UInt32, groups: [UInt32]? = nil, home: String = "/") {
    self.user = user
    self.group = group
    self.groups = groups ?? [group]
    self.home = home
  }

  /// User 0 in group 0.
  public static let root = ContainerUser(0, group: 0, home: "/root")
}
