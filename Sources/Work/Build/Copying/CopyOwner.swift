import Archive
import Layers
import Source
import Streams

/// The account that `--chown` or USER names in an image.
enum CopyOwner {
  /// Whether no file of the image is needed to tell it.
  static func isNumeric(_ text: String) -> Bool {
    text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .allSatisfy { UInt32($0) != nil }
  }

  /// The numbers of `user[:group]`: without a group, that of the user; of a number, the same number.
  /// - Throws: `Failure` when the image does not know a name.
  static func account(
    _ text: String, in tree: any FileSource
  ) throws(Failure) -> CopyPlacement.Owner {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    var user: UInt32 = 0
    var group: UInt32 = 0
    if let number = UInt32(parts[0]) {
      user = number
      group = number
    } else if !parts[0].isEmpty {
      let fields = try entry(parts[0], in: "/etc/passwd", tree)
      guard fields.count > 3, let number = UInt32(fields[2]), let main = UInt32(fields[3]) else {
        throw Failure(
          "the image has no user `\(parts[0])`", because: ["`/etc/passwd` does not name it"],
          hint: "Make the user before, or write its number")
      }
      user = number
      group = main
    }
    if parts.count == 2, !parts[1].isEmpty {
      if let number = UInt32(parts[1]) {
        group = number
      } else {
        let fields = try entry(parts[1], in: "/etc/group", tree)
        guard fields.count > 2, let number = UInt32(fields[2]) else {
          throw Failure(
            "the image has no group `\(parts[1])`", because: ["`/etc/group` does not name it"],
            hint: "Make the group before, or write its number")
        }
        group = number
      }
    }
    return CopyPlacement.Owner(user: user, group: group)
  }

  /// The fields of the line that begins with a name; none where no line does.
  private static func entry(
    _ name: String, in file: String, _ tree: any FileSource
  ) throws(Failure) -> [String] {
    let path = try tree.resolve(LayerPath(written: file))
    guard try tree.file(path)?.entry.kind == .file else { return [] }
    let bytes = try tree.open(path).readAll(limit: 16 << 20, what: "`\(file)` of the image")
    for line in bytes.split(separator: 0x0A) {
      let fields = String(decoding: line, as: UTF8.self)
        .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if fields.first == name { return fields }
    }
    return []
  }
}
