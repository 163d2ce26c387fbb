public import Host
public import Source

/// The users and groups of an image, as its /etc/passwd and /etc/group say (passwd(5), group(5)).
public struct Accounts: Sendable {
  struct User: Hashable {
    let name: String
    let number, group: UInt32
    let home: String
  }

  struct Group: Hashable {
    let name: String
    let number: UInt32
    let members: [String]
  }

  let users: [User]
  let groups: [Group]

  /// The most bytes of each of the files: 16 MiB.
  public static let sizeLimit = 16 << 20

  /// The accounts in files that are below a root; a file that is not there has none.
  /// - Throws: `Failure` when a file is larger than `sizeLimit` or cannot be read.
  public init(in root: OpenFolder) throws(Failure) {
    self.init(
      users: try root.bytesInRoot("/etc/passwd", limit: Accounts.sizeLimit) ?? [],
      groups: try root.bytesInRoot("/etc/group", limit: Accounts.sizeLimit) ?? [])
  }

  /// The accounts that the texts of the two files hold; lines that are none are left out.
  public init(users: [UInt8], groups: [UInt8]) {
    self.users = Accounts.lines(users).compactMap { fields in
      guard fields.count >= 4, let number = UInt32(fields[2]), let group = UInt32(fields[3]) else {
        return nil
      }
      return User(
        name: fields[0], number: number, group: group, home: fields.count > 5 ? fields[5] : "")
    }
    self.groups = Accounts.lines(groups).compactMap { fields in
      guard fields.count >= 3, let number = UInt32(fields[2]) else { return nil }
      let members = fields.count > 3 ? fields[3].split(separator: ",").map(String.init) : []
      return Group(name: fields[0], number: number, members: members)
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [[String]] {
    bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      if line.first == UInt8(ascii: "#") { return nil }
      return line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self).trimmingBlanks
      }
    }
  }

  /// Who is meant by `user[:group]`, each a name or a number; by nothing, root.
  ///
  /// A number needs no account; without one its group is 0, as Docker has it. Groups that an account is
  /// a member of count unless a group is named.
  /// - Throws: `Failure` when a name has no account, or a number is above 2147483647.
  public func user(_ text: String) throws(Failure) -> ContainerUser {
    let colon = text.firstIndex(of: ":")
    let userText = String(text[..<(colon ?? text.endIndex)])
    let groupText = colon.map { String(text[text.index(after: $0)...]) } ?? ""
    let account = users.first {
      userText.isEmpty ? $0.number == 0 : $0.name == userText || "\($0.number)" == userText
    }
    var user = ContainerUser(0, group: 0, home: "/")
    if let account {
      user = ContainerUser(
        account.number, group: account.group, home: account.home.isEmpty ? "/" : account.home)
    } else if !userText.isEmpty {
      user.user = try number(userText, "user", "/etc/passwd")
    }
    if groupText.isEmpty {
      user.groups = [user.group]
      if let account {
        for group in groups
        where group.members.contains(account.name) && !user.groups.contains(group.number) {
          user.groups.append(group.number)
        }
      }
      return user
    }
    if let group = groups.first(where: { $0.name == groupText || "\($0.number)" == groupText }) {
      user.group = group.number
    } else {
      user.group = try number(groupText, "group", "/etc/group")
    }
    user.groups = [user.group]
    return user
  }

  /// The number of a group by its name or number.
  /// - Throws: `Failure` when a name has no group, or a number is above 2147483647.
  public func group(_ text: String) throws(Failure) -> UInt32 {
    if let group = groups.first(where: { $0.name == text || "\($0.number)" == text }) {
      return group.number
    }
    return try number(text, "group", "/etc/group")
  }

  private func number(_ text: String, _ kind: String, _ file: String) throws(Failure) -> UInt32 {
    let isNumber = !text.isEmpty && text.drop { $0 == "-" }.allSatisfy { ("0"..."9").contains($0) }
    guard isNumber, text != "-" else {
      throw Failure(
        "cannot run as the \(kind) `\(text)`",
        because: ["\(file) of the image has no such \(kind)"],
        hint: "make the \(kind) in the image, or name it by its number")
    }
    guard let number = UInt32(text), number <= 0x7FFF_FFFF else {
      throw Failure(
        "cannot run as the \(kind) `\(text)`",
        because: ["numbers of users and groups are from 0 to 2147483647"],
        hint: "name another \(kind)")
    }
    return number
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while let first = text.first, first == " " || first == "\t" || first == "\r" {
      text.removeFirst()
    }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return String(text)
  }
}
