/// Who an image runs as, and whether that can be found out in it.
public struct UserCheck: Hashable, Sendable {
  /// What the configuration says; empty for nothing.
  public var text: String
  /// The numbers it comes to; nil where they cannot be found out.
  public var user, group: UInt32?
  /// The name of the account, where the image has one of that number.
  public var name: String?
  /// What is wrong, as sentences.
  public var problems: [String] = []

  /// Whether it runs as the superuser.
  public var isSuperuser: Bool { user == 0 }

  /// The check of what a configuration says (Docker's `USER`: name or number, and a group after `:`).
  init(_ text: String, _ accounts: AccountFiles) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let first = parts.first.map(String.init) ?? ""
    if first.isEmpty {
      user = 0
    } else if let number = UInt32(first) {
      user = number
    } else if let account = accounts.users.first(where: { $0.name == first }) {
      user = account.number
    } else {
      problems.append(
        "the user `\(first)` is not in /etc/passwd of the image: add it, or set a number")
    }
    let account = accounts.users.first { $0.number == user }
    name = account?.name ?? (user == 0 ? "root" : nil)
    if parts.count == 2, !parts[1].isEmpty {
      let second = String(parts[1])
      if let number = UInt32(second) {
        group = number
      } else if let known = accounts.groups.first(where: { $0.name == second }) {
        group = known.number
      } else {
        problems.append(
          "the group `\(second)` is not in /etc/group of the image: add it, or set a number")
      }
    } else {
      group = account?.group ?? (user == nil ? nil : 0)
    }
  }
}
