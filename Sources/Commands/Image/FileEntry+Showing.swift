import Archive
import Documents
import Layers

extension FileEntry {
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
