public import Dockerfile
public import Facts
import Source

/// What builds take from a context: the rules about the ignore file and the check of their repairs ask
/// the same.
public struct ContextNeeds: Sendable {
  private let sources: Set<ContextPath>
  private let words: Set<String>
  private let names: Set<String>
  private let ignore: IgnoreFile?
  private let made: Set<String>
  /// The paths of the context.
  let listing: ContextListing
  /// Why the history of the sources is needed; nil where nothing says so.
  let history: String?

  /// The needs of a Dockerfile and of those that share its context; nil where the context is not known.
  public init?(_ facts: DockerfileFacts) {
    guard let context = facts.context else { return nil }
    let listing = ContextListing(context)
    let own = DockerfileNeeds(facts)
    let all = [own] + SharedDockerfiles(facts, context, listing).needs
    self.listing = listing
    sources = all.reduce(into: []) { $0.formUnion($1.sources) }
    words = all.reduce(into: []) { $0.formUnion($1.words) }
    names = words.reduce(into: []) { names, word in
      for name in word.split(separator: "/") { names.insert(String(name)) }
    }
    // What one of them takes from the context is not made by all.
    made = all.filter(\.takesAll).reduce(own.made) { $0.intersection($1.made) }
    ignore = context.ignore
    history =
      all.lazy.compactMap(\.history).first ?? HistorySigns.first(in: context, listing)
  }

  /// Whether some build copies the whole context.
  var takesAll: Bool { sources.contains(where: \.isWhole) }

  /// Whether every build makes a folder of the root itself.
  func makes(_ path: String) -> Bool { made.contains(path) }

  /// Whether something names a path: as a source, in a command, or with `!` in the ignore file.
  func isNamed(_ path: String) -> Bool {
    sources.contains { $0.names(path) } || isSpokenOf(path) || isTakenBack(path)
  }

  /// Whether a source names a path or a folder that it lies in, other than the whole context.
  func isInSource(_ path: String) -> Bool { sources.contains { $0.holds(path) } }

  /// Whether a command speaks of a file of this name; what the build makes it may speak of.
  private func isSpokenOf(_ path: String) -> Bool {
    !makes(path) && names.contains(FilePaths.name(path))
  }

  /// Whether the ignore file takes a path back, or something below it.
  func isTakenBack(_ path: String) -> Bool {
    guard let ignore, ignore.hasExceptions else { return false }
    if ignore.decidingPattern(for: path)?.isException == true { return true }
    if ignore.isIgnored(path), ignore.mayContainIncluded(under: path) { return true }
    return ignore.patterns.contains {
      $0.isException && ($0.pattern.hasPrefix(path + "/") || $0.matches(path))
    }
  }

  /// The first path that something names and that is left out afterwards though it was not before.
  public func firstLost(under after: IgnoreFile?) -> String? {
    guard let after else { return nil }
    func isLost(_ path: String) -> Bool {
      after.isIgnored(path) && ignore?.isIgnored(path) != true
    }
    for source in sources.sorted(by: { $0.text < $1.text }) where !source.isWhole {
      if isLost(source.text) { return source.text }
    }
    for word in words.sorted() {
      let path = String(FilePaths.clean("/" + word).dropFirst())
      if path.isEmpty || makes(FilePaths.top("/" + path)) { continue }
      if isLost(path), listing.entries.contains(where: { $0.path == path }) { return path }
    }
    for (path, _) in listing.entries where isLost(path) {
      if sources.contains(where: { $0.names(path) }) { return path }
      if ignore?.decidingPattern(for: path)?.isException == true { return path }
    }
    if history != nil, isLost(".git") { return ".git" }
    return nil
  }
}
