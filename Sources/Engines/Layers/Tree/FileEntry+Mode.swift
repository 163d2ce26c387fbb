extension FileEntry {
  /// Kind and permission bits as `ls -l` shows them.
  public var modeText: String { kind.letter + FileEntry.permissions(mode) }

  /// The permission bits as `ls -l` shows them, such as `rwxr-sr-x`.
  public static func permissions(_ mode: UInt32) -> String {
    var text = ""
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
}

extension FileEntry.Kind {
  /// The letter that `ls -l` has for it.
  public var letter: String {
    switch self {
    case .file: "-"
    case .folder: "d"
    case .symbolicLink: "l"
    case .characterDevice: "c"
    case .blockDevice: "b"
    case .pipe: "p"
    }
  }
}
