/// The accounts of an image, as `/etc/passwd` and `/etc/group` have them.
struct AccountFiles: Sendable {
  struct User: Hashable {
    let name: String
    let number, group: UInt32
  }

  let users: [User]
  let groups: [(name: String, number: UInt32)]

  init(passwd: [UInt8], group: [UInt8]) {
    users = AccountFiles.lines(passwd).compactMap { fields in
      guard fields.count >= 4, let number = UInt32(fields[2]), let group = UInt32(fields[3]) else {
        return nil
      }
      return User(name: fields[0], number: number, group: group)
    }
    groups = AccountFiles.lines(group).compactMap { fields in
      guard fields.count >= 3, let number = UInt32(fields[2]) else { return nil }
      return (fields[0], number)
    }
  }

  private static func lines(_ bytes: [UInt8]) -> [[String]] {
    bytes.split(separator: 10).prefix(100_000).map { line in
      line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }
}
