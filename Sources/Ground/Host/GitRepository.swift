/// The git repository that a folder belongs to, as far as ignoring goes.
struct GitRepository {
  /// Its top folder, without links.
  let top: String
  /// The file of patterns that belong to this copy alone.
  let excludeFile: String

  /// The repository around a folder; nil when there is none up to the root.
  init?(around folder: String) {
    guard var candidate = Files.realPath(folder) else { return nil }
    while true {
      let marker = Paths.join(candidate, ".git")
      if let status = Files.status(marker) {
        guard let common = GitRepository.commonFolder(marker, status.kind) else { return nil }
        top = candidate
        excludeFile = Paths.join(common, "info/exclude")
        return
      }
      let parent = Paths.folder(of: candidate)
      if parent == candidate { return nil }
      candidate = parent
    }
  }

  /// The folder that all work trees of a repository share. In a work tree or a
  /// submodule, `.git` is a file that names it (gitrepository-layout(5)).
  private static func commonFolder(_ marker: String, _ kind: FileStatus.Kind) -> String? {
    if kind == .folder { return marker }
    guard let line = firstLine(marker), line.hasPrefix("gitdir: ") else { return nil }
    let folder = Paths.join(Paths.folder(of: marker), String(line.dropFirst(8)))
    guard let common = firstLine(Paths.join(folder, "commondir")) else { return folder }
    return Paths.join(folder, common)
  }

  private static func firstLine(_ path: String) -> String? {
    guard let bytes = try? Files.read(path, limit: 65_536) else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }
}
