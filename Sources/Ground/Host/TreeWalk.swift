public import Source

/// A search for files below a folder, in an order that is the same on every machine.
///
/// Folders are entered in the order of the bytes of their names, before the
/// files that sort after them. Links to folders are not entered; a link to a
/// file counts as the file. `.git` is never entered. What two paths lead to is
/// given once, by the first.
public struct TreeWalk: Sendable {
  /// What a walk brought.
  public struct Outcome: Sendable {
    /// The files, each as the path of the start joined with the way to it.
    public var files: [String] = []
    /// Why some folders could not be looked at.
    public var failures: [Failure] = []
  }

  /// Whether `.gitignore` files and `.git/info/exclude` are obeyed.
  public var obeysGitIgnore = true
  /// The most names to look at.
  public var entryLimit = 2_000_000
  /// The most folders to be inside of at once.
  public var depthLimit = 256

  /// A walk with the usual limits that obeys `.gitignore`.
  public init(obeysGitIgnore: Bool = true) { self.obeysGitIgnore = obeysGitIgnore }

  /// All files below `start` whose name is wanted.
  /// - Parameters:
  ///   - start: The folder to begin at; it is entered even where a pattern ignores it.
  ///   - isWanted: Whether a file of this name is part of the outcome.
  public func files(below start: String, where isWanted: (_ name: String) -> Bool) -> Outcome {
    var walk = Walk(settings: self)
    let (ignore, prefix) = patterns(above: start)
    walk.enter(start, relative: prefix, ignore, depth: 0, isWanted)
    return walk.outcome
  }

  /// The patterns that hold at `start` but lie above it, and the way from the top to `start`.
  private func patterns(above start: String) -> (GitIgnore, prefix: String) {
    var ignore = GitIgnore()
    guard obeysGitIgnore, let repository = GitRepository(around: start),
      let real = Files.realPath(start)
    else { return (ignore, "") }
    if let bytes = try? Files.read(repository.excludeFile) { ignore.add(bytes) }
    let way = Paths.relative(real, to: repository.top)
    if way == "." { return (ignore, "") }
    var folder = ""
    for part in way.split(separator: "/") {
      let path = Paths.join(repository.top, Paths.join(folder, ".gitignore"))
      if let bytes = try? Files.read(path) { ignore.add(bytes, folder: folder) }
      folder = Paths.join(folder, String(part))
    }
    return (ignore, way)
  }
}

/// The state of one walk.
private struct Walk {
  let settings: TreeWalk
  var outcome = TreeWalk.Outcome()
  private var seen: Set<FileStatus.Identity> = []
  private var entries = 0

  init(settings: TreeWalk) { self.settings = settings }

  mutating func enter(
    _ path: String, relative: String, _ above: GitIgnore, depth: Int, _ isWanted: (String) -> Bool
  ) {
    guard let status = Files.status(path), seen.insert(status.identity).inserted else {
      if !Files.exists(path) {
        outcome.failures.append(
          Failure("cannot list `\(path)`", because: ["there is no such file or folder"]))
      }
      return
    }
    if depth > settings.depthLimit {
      outcome.failures.append(
        Failure(
          "cannot enter `\(path)`", because: ["more than \(settings.depthLimit) folders deep"]))
      return
    }
    let list: [Files.Entry]
    do throws(Failure) {
      list = try Files.list(path)
    } catch {
      outcome.failures.append(error)
      return
    }
    var ignore = above
    if settings.obeysGitIgnore, list.contains(where: { $0.name == ".gitignore" }),
      let bytes = try? Files.read(Paths.join(path, ".gitignore"))
    {
      ignore.add(bytes, folder: relative)
    }
    for entry in list {
      entries += 1
      if entries > settings.entryLimit {
        if entries == settings.entryLimit + 1 {
          outcome.failures.append(
            Failure(
              "cannot look at all of `\(path)`",
              because: ["there are more than \(settings.entryLimit) files"],
              hint: "name the folders that matter"))
        }
        return
      }
      switch entry.kind {
      case .folder:
        let entryRelative = Paths.join(relative, entry.name)
        if entry.name == ".git" || isIgnored(entryRelative, ignore, isFolder: true) { continue }
        enter(joined(path, entry.name), relative: entryRelative, ignore, depth: depth + 1, isWanted)
      case .file, .link:
        guard isWanted(entry.name),
          !isIgnored(Paths.join(relative, entry.name), ignore, isFolder: false)
        else { continue }
        let entryPath = joined(path, entry.name)
        // A link that leads nowhere is given too: whoever reads it can say why.
        if let status = Files.status(entryPath),
          status.kind != .file || !seen.insert(status.identity).inserted
        {
          continue
        }
        outcome.files.append(entryPath)
      case .pipe, .socket, .device, .other: continue
      }
    }
  }

  /// The way to a name; what lies in `.` is called by its name alone.
  private func joined(_ folder: String, _ name: String) -> String {
    folder == "." ? name : Paths.join(folder, name)
  }

  private func isIgnored(_ path: String, _ ignore: GitIgnore, isFolder: Bool) -> Bool {
    !ignore.isEmpty && ignore.decision(path, isFolder: isFolder) == .ignored
  }
}
