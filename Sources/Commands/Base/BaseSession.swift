import Apt
import Arguments
import Bases
import Debian
import HTTP
import Host
import OCI
import Source

/// What a command needs to work on bases.
struct BaseSession {
  /// A specification with the file of its lock.
  struct Given {
    let spec: BaseSpec
    /// The file of the specification; nil for one that is ready.
    let file: String?
    /// The text of the lock; nil where there is none.
    let lock: SourceText?

    /// The file of the lock; nil for a specification that is ready.
    var lockFile: String? { file.map { BaseSession.lockFile(of: $0) } }
  }

  let session: Session
  let archives: Archives

  init(_ session: Session, _ arguments: ParsedArguments) throws(Failure) {
    self.session = session
    let environment = session.environment
    var folder = try AptSettings.cacheFolder(in: environment)
    if let given = arguments.value(BaseOptions.cache), !given.isEmpty {
      folder = Paths.join(session.path(given), "packages")
    }
    var settings = AptSettings(
      try AptMachine(root: "/"), environment: environment, cache: folder, now: session.now)
    settings.http.userAgent = "hardstand/\(Version.number)"
    var mirrors: [AptSource] = []
    for text in arguments.list(BaseOptions.mirror) {
      mirrors += try AptSettings.mirror(text, folder: session.folder)
    }
    if !mirrors.isEmpty { settings.sources = mirrors }
    let keyrings = arguments.list(BaseOptions.keyring).map { session.path($0) }
    if !keyrings.isEmpty {
      settings.keyrings = keyrings
      settings.sources = settings.sources.map {
        AptSource(
          uri: $0.uri, suite: $0.suite, components: $0.components,
          architectures: $0.architectures, trust: .machine, checksValidUntil: $0.checksValidUntil)
      }
    }
    settings.isOffline = arguments.flag(BaseOptions.offline)
    if arguments.flag(BaseOptions.expired) { settings.allowsExpired = true }
    archives = try Archives(settings)
  }

  /// The entries for apt in an image that asks what the builder asks.
  var aptSources: String {
    archives.settings.sources.filter { $0.suite != "*" }.map { source in
      "deb \(source.uri) \(source.suite) \(source.components.joined(separator: " "))\n"
    }.joined()
  }

  static func lockFile(of file: String) -> String {
    let stem = [".yaml", ".yml"].first { file.hasSuffix($0) }.map { file.dropLast($0.count) }
    return (stem.map(String.init) ?? file) + ReadyBases.lockEnding
  }

  /// The specification that a user names: a file, or one that is ready.
  static func given(_ text: String, _ session: Session) throws(Failure) -> Given {
    let path = session.path(text)
    if Files.isFile(path) {
      let source = SourceText(name: text, bytes: try Files.read(path, limit: 1 << 20))
      let lock = lockFile(of: path)
      var lockText: SourceText?
      if Files.isFile(lock) {
        lockText = SourceText(
          name: lockFile(of: text), bytes: try Files.read(lock, limit: 16 << 20))
      }
      return Given(spec: try BaseSpec(source), file: path, lock: lockText)
    }
    guard let source = ReadyBases.specification(text) else {
      let names = ReadyBases.names.map { "`\($0)`" }.joined(separator: ", ")
      throw Failure(
        "cannot find the specification `\(text)`",
        because: ["there is no such file, and none of that name is ready"],
        hint: "name a file, or one of \(names)")
    }
    return Given(spec: try BaseSpec(source), file: nil, lock: ReadyBases.lock(text))
  }
}
