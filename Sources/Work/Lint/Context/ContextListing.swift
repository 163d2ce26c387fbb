import Facts

/// The files and folders of a build context, as far as a moment allows.
struct ContextListing {
  /// How many names are looked at.
  static let nameLimit = 20_000
  /// How deep folders are followed.
  static let depthLimit = 16

  /// Folders whose insides no Dockerfile names one by one: they are listed and not entered.
  private static let closed: Set<String> = [
    ".git", ".hg", ".svn", "node_modules", ".venv", "venv", "site-packages", "__pycache__", ".tox",
    "target", ".gradle", ".terraform",
  ]

  /// Every path with what stands there, folders before what is in them.
  private(set) var entries: [(path: String, kind: ContextEntryKind)] = []
  /// Whether everything was looked at.
  private(set) var isComplete = true

  init(_ context: any BuildContext) { list("", context, depth: 0) }

  private mutating func list(_ folder: String, _ context: any BuildContext, depth: Int) {
    if depth > Self.depthLimit {
      isComplete = false
      return
    }
    for name in context.names(in: folder.isEmpty ? "." : folder) {
      if entries.count == Self.nameLimit {
        isComplete = false
        return
      }
      let path = folder.isEmpty ? name : folder + "/" + name
      guard let kind = context.kind(of: path) else { continue }
      entries.append((path, kind))
      if kind == .folder, !Self.closed.contains(name) { list(path, context, depth: depth + 1) }
    }
  }
}
