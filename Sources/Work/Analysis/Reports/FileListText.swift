import Archive
public import Layers
public import Terminal

/// Files of an image as lines for people, as `image ls` and `image diff` print them.
public enum FileListText {
  /// A path on a line: the path alone, or with mode, owner, size and layer before it.
  public static func line(
    _ path: LayerPath, _ file: FileEntry, isLong: Bool, _ style: Style
  ) -> String {
    var text = Visible.text(path.text, style)
    if file.kind == .folder, !path.names.isEmpty { text += "/" }
    guard isLong else { return text }
    if file.kind == .symbolicLink { text += " -> " + Visible.text(file.link.text, style) }
    let owner = "\(file.owner):\(file.group)"
    let size = String(file.size)
    return
      "\(mode(file)) \(padded(owner, 11)) \(padded(size, 11)) \(padded(String(file.layer), 3)) \(text)"
  }

  /// A difference on a line: `+`, `-` or `~`, the path, and what differs.
  public static func line(_ change: FileChange, _ style: Style) -> String {
    let isFolder = (change.after ?? change.before)?.kind == .folder
    let path = Visible.text(change.path.text, style) + (isFolder ? "/" : "")
    switch change.kind {
    case .added: return style.text("+ " + path, .added)
    case .removed: return style.text("- " + path, .removed)
    case .changed: return "~ \(path) (\(change.aspects.map(\.rawValue).joined(separator: ", ")))"
    }
  }

  /// Kind and permission bits as `ls -l` writes them.
  static func mode(_ file: FileEntry) -> String {
    var text =
      switch file.kind {
      case .file: "-"
      case .folder: "d"
      case .symbolicLink: "l"
      case .characterDevice: "c"
      case .blockDevice: "b"
      case .pipe: "p"
      }
    let special: [(bit: UInt32, letter: String)] = [(0o4000, "s"), (0o2000, "s"), (0o1000, "t")]
    for (index, (bit, letter)) in special.enumerated() {
      let bits = file.mode >> UInt32(6 - index * 3) & 7
      text += bits & 4 != 0 ? "r" : "-"
      text += bits & 2 != 0 ? "w" : "-"
      if file.mode & bit != 0 {
        text += bits & 1 != 0 ? letter : letter.uppercased()
      } else {
        text += bits & 1 != 0 ? "x" : "-"
      }
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}
