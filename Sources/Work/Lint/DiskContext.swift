public import Dockerfile
public import Facts
import Host
public import Source

/// A build context in a folder of this machine.
public struct DiskContext: BuildContext {
  /// The folder.
  public let folder: String
  /// The ignore file in force; nil without one.
  public let ignore: IgnoreFile?
  /// The name of the ignore file.
  public let ignoreName: String
  /// The text of the ignore file; nil without one.
  public let ignoreSource: SourceText?
  /// The ignore file in force, else `.dockerignore` at the root, as a path that the user would write.
  public let ignorePath: String

  /// Names of the files of a context as the user would write them, for what is told and written.
  public struct Names: Sendable {
    /// The folder of the context; empty for the current one.
    public let folder: String
    /// The Dockerfile; nil where it is not in a file.
    public let dockerfile: String?

    /// The names of a folder and a Dockerfile.
    public init(folder: String, dockerfile: String?) {
      self.folder = folder == "." ? "" : folder
      self.dockerfile = dockerfile
    }
  }

  /// The context in a folder for a Dockerfile at a path.
  public init(folder: String, dockerfile: String?, names: Names? = nil) {
    self.folder = folder
    let names = names ?? Names(folder: folder, dockerfile: dockerfile)
    let root = (
      path: Paths.join(folder, ".dockerignore"), shown: Paths.join(names.folder, ".dockerignore")
    )
    var candidates = [root]
    if let dockerfile {
      candidates.insert(
        (dockerfile + ".dockerignore", (names.dockerfile ?? dockerfile) + ".dockerignore"), at: 0)
    }
    for (path, shown) in candidates {
      guard let bytes = try? Files.read(path, limit: 1 << 20) else { continue }
      ignore = IgnoreFile.parse(source: SourceText(name: path, bytes: bytes))
      ignoreName = Paths.name(of: path)
      ignoreSource = SourceText(name: shown, bytes: bytes)
      ignorePath = shown
      return
    }
    ignore = nil
    ignoreName = ".dockerignore"
    ignoreSource = nil
    ignorePath = root.shown
  }

  /// The context of a tree: the folder given, else the file's own where it looks like it; nil where
  /// there is neither.
  public static func of(
    _ syntax: DockerfileSyntax, at path: String?, given: String?, names: Names? = nil
  ) -> DiskContext? {
    if let given { return DiskContext(folder: given, dockerfile: path, names: names) }
    guard let path else { return nil }
    let own = DiskContext(folder: Paths.folder(of: path), dockerfile: path, names: names)
    return own.isLikely(for: syntax) ? own : nil
  }

  /// What stands at a path; links are followed unless they lead out of the folder.
  public func kind(of path: String) -> ContextEntryKind? {
    let full = path.isEmpty || path == "." ? folder : Paths.join(folder, path)
    switch Files.status(full)?.kind {
    case .file: return .file
    case .folder: return .folder
    default: return nil
    }
  }

  /// The names in a folder, sorted.
  public func names(in path: String) -> [String] {
    let full = path.isEmpty || path == "." ? folder : Paths.join(folder, path)
    return ((try? Files.list(full)) ?? []).map(\.name)
  }

  /// At most `limit` bytes from the start of a file.
  public func contents(of path: String, limit: Int) -> [UInt8]? {
    try? Files.read(Paths.join(folder, path), limit: limit)
  }

  /// Whether the folder is, by all appearance, the context of a Dockerfile that lies in it: what its
  /// COPY and ADD instructions name stands there, with few exceptions. A Dockerfile may as well be
  /// built from another folder.
  public func isLikely(for syntax: DockerfileSyntax) -> Bool {
    var found = 0
    var missing = 0
    for instruction in syntax.instructions {
      let transfer: Transfer
      switch instruction.body {
      case .copy(let copy) where copy.from == nil: transfer = copy
      case .add(let add): transfer = add
      default: continue
      }
      for path in transfer.paths {
        let text = path.value
        if text.contains("$") || text.contains("://") || text.contains("*") { continue }
        let name = FilePaths.clean("/" + text).dropFirst()
        if name.isEmpty {
          if names(in: "").contains(where: { !$0.lowercased().contains("dockerfile") }) {
            found += 1
          }
        } else if kind(of: String(name)) != nil {
          found += 1
        } else {
          missing += 1
        }
      }
    }
    return found > 0 && missing <= max(1, found / 2)
  }
}
