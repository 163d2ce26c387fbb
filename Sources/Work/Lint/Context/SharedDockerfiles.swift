import Dockerfile
import Documents
import Facts
import Source

/// The other Dockerfiles that are built from the same context under the same ignore file.
struct SharedDockerfiles {
  /// How many are read, and how much of each.
  static let fileLimit = 32
  static let byteLimit = 256 << 10

  /// What they need.
  private(set) var needs: [DockerfileNeeds] = []

  init(_ facts: DockerfileFacts, _ context: any BuildContext, _ listing: ContextListing) {
    // An ignore file of one Dockerfile is for no other.
    if context.ignoreName != ".dockerignore" { return }
    let named = Self.named(by: context, listing)
    let files = Set(listing.entries.filter { $0.kind == .file }.map(\.path))
    var read = 0
    for path in files.sorted() {
      guard named.contains(path) || DockerfileName.matches(FilePaths.name(path)),
        !files.contains(path + ".dockerignore"), read < Self.fileLimit,
        let bytes = context.contents(of: path, limit: Self.byteLimit), bytes != facts.source.bytes
      else { continue }
      read += 1
      let other = DockerfileFacts.of(
        DockerfileSyntax.parse(SourceText(name: path, bytes: bytes)), context: nil)
      let own = DockerfileNeeds(other)
      if named.contains(path) || !path.contains("/") || Self.isAtHome(own, path, context) {
        needs.append(own)
      }
    }
  }

  /// Whether a Dockerfile in a folder takes files of the root, and not of its folder.
  private static func isAtHome(
    _ needs: DockerfileNeeds, _ path: String, _ context: any BuildContext
  ) -> Bool {
    let folder = FilePaths.parent("/" + path).dropFirst()
    return needs.sources.contains { source in
      !source.isWhole && context.kind(of: source.text) != nil
        && context.kind(of: folder + "/" + source.text) == nil
    }
  }

  /// The Dockerfiles that compose files at the root build from it.
  private static func named(
    by context: any BuildContext, _ listing: ContextListing
  ) -> Set<String> {
    var paths: Set<String> = []
    for (path, kind) in listing.entries where kind == .file && !path.contains("/") {
      guard path.hasPrefix("compose") || path.hasPrefix("docker-compose"),
        path.hasSuffix(".yml") || path.hasSuffix(".yaml"),
        let bytes = context.contents(of: path, limit: byteLimit),
        let root = try? YAMLNode(reading: SourceText(name: path, bytes: bytes))
      else { continue }
      for service in root["services"]?.entries ?? [] {
        guard let build = service.value["build"], let folder = build["context"]?.text,
          FilePaths.clean("/" + folder) == "/", let file = build["dockerfile"]?.text
        else { continue }
        paths.insert(String(FilePaths.clean("/" + file).dropFirst()))
      }
    }
    return paths
  }
}
