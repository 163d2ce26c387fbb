import Facts

/// What the name of a path tells of it.
enum FilePath {
  /// Whether the last name has an ending, as files have.
  static func looksLikeFile(_ path: String) -> Bool {
    let name = FilePaths.name(path)
    guard let dot = name.lastIndex(of: ".") else { return false }
    return dot != name.startIndex
  }
}
