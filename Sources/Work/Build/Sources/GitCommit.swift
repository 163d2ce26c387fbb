import Host
import OCI
public import Store

/// The commit that a folder is a check-out of.
public enum GitCommit {
  /// When it was made, in seconds since 1970; nil where the folder is in no repository.
  ///
  /// A commit never changes, so `git` is asked once for each.
  /// - Parameters:
  ///   - folder: The folder, or one in a repository.
  ///   - store: Where it is kept for later builds.
  public static func time(of folder: String, _ store: ContentStore) -> Int64? {
    var place = Files.realPath(folder) ?? folder
    while !Files.exists(Paths.join(place, ".git")) {
      let parent = Paths.folder(of: place)
      if parent == place || place == "/" { return nil }
      place = parent
    }
    let cache = StepCache(Paths.join(store.root, "build"))
    let key = head(of: place).map { Digest(of: Array("commit \($0)".utf8)) }
    if let key, let text = cache.text("commits", key), let time = Int64(text) { return time }
    let environment = System.environment
    guard let program = Spawn.find("git", in: environment) else { return nil }
    let outcome = try? Spawn(
      program, ["-c", "safe.directory=*", "log", "-1", "--format=%ct"], environment: environment,
      folder: place
    ).run()
    guard let outcome, outcome.succeeded else { return nil }
    let time = Int64(outcome.outputText.filter { $0.isNumber })
    if let key, let time { cache.save("\(time)", "commits", key) }
    return time
  }

  /// The hash of the commit that is checked out; nil where only `git` can tell (gitrepository-layout(5)).
  static func head(of place: String) -> String? {
    let marker = Paths.join(place, ".git")
    var folder = marker
    if Files.isFile(marker) {
      // In a work tree and in a submodule, a file names the folder.
      guard let line = firstLine(marker), line.hasPrefix("gitdir: ") else { return nil }
      let path = String(line.dropFirst(8))
      folder = path.hasPrefix("/") ? path : Paths.join(place, path)
    }
    guard let line = firstLine(Paths.join(folder, "HEAD")) else { return nil }
    if isHash(line) { return line }
    guard line.hasPrefix("ref: refs/") else { return nil }
    let name = String(line.dropFirst(5))
    if name.split(separator: "/").contains("..") { return nil }
    var common = folder
    if let path = firstLine(Paths.join(folder, "commondir")) {
      common = path.hasPrefix("/") ? path : Paths.join(folder, path)
    }
    for place in [folder, common] {
      if let hash = firstLine(Paths.join(place, name)) { return isHash(hash) ? hash : nil }
    }
    guard let packed = try? Files.read(Paths.join(common, "packed-refs"), limit: 64 << 20) else {
      return nil
    }
    for line in packed.split(separator: 0x0A) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words.count == 2, words[1] == name, isHash(String(words[0])) { return String(words[0]) }
    }
    return nil
  }

  private static func firstLine(_ path: String) -> String? {
    guard Files.isFile(path), let bytes = try? Files.read(path, limit: 4096) else { return nil }
    return String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
  }

  private static func isHash(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
