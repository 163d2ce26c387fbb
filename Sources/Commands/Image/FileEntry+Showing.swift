import Archive
import Documents
import Layers

extension FileEntry {
  /// Kind and permission bits as `ls -l` shows them.
  var modeText: String {
    let kindLetter =
      switch kind {
      case .file: "-"
      case .folder: "d"
      case .symbolicLink: "l"
      case .characterDevice: "c"
      case .blockDevice: "b"
      case .pipe: "p"
      }
    var text = kindLetter
    for (shift, special, set, unset) in [
      (6, UInt32(0o4000), "s", "S"), (3, 0o2000, "s", "S"), (0, 0o1000, "t", "T"),
    ] {
      let bits = mode >> UInt32(shift)
      text += bits & 4 != 0 ? "r" : "-"
      text += bits & 2 != 0 ? "w" : "-"
      let runs = bits & 1 != 0
      text += mode & special != 0 ? (runs ? set : unset) : (runs ? "x" : "-")
    }
    return text
  }

  /// The file at a path as the documents of `image ls` and `image diff` have it.
  func json(_ path: LayerPath) -> JSON {
    let digits = String(mode, radix: 8)
    var members: [JSON.Member] = [
      .init("path", .string(path.text)), .init("kind", .string(kind.rawValue)),
      .init("mode", .string(String(repeating: "0", count: max(0, 4 - digits.count)) + digits)),
      .init("owner", .number(owner)), .init("group", .number(group)),
      .init("size", .number(size)), .init("modified", .number(modified.seconds)),
      .init("layer", .number(layer)),
    ]
    if kind == .symbolicLink { members.append(.init("target", .string(link.text))) }
    if let content { members.append(.init("sha256", .string(content.hex))) }
    return .object(members)
  }
}
