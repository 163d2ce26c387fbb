import Dockerfile
import Frontend
public import HTTP
import Host
import Layers
import OCI
public import Source
public import Store
public import Streams

/// Where the files of a context lie.
public struct ContextPlace: Sendable {
  /// The folder; nil where only a Dockerfile was given.
  public let folder: String?
  /// The Dockerfile, where it came alone.
  public let dockerfile: [UInt8]?
  /// Whether the folder is one that was fetched or unpacked.
  public let isFetched: Bool
  /// Whether the folder goes with the value.
  var isPassing: Bool { unpacked != nil }
  private let unpacked: Unpacked?

  /// Opens a context.
  /// - Parameters:
  ///   - text: A folder, `-`, a tar file, or the address of a repository, an archive or a Dockerfile.
  ///   - folder: Where relative paths begin.
  ///   - store: What is fetched is kept in its folder.
  ///   - http: How the web is reached.
  ///   - input: Opens the standard input.
  /// - Throws: `Failure` when nothing is there, or it cannot be fetched or unpacked.
  public static func open(
    _ text: String, in folder: String, store: ContentStore, http: HTTPSettings,
    input: () throws(Failure) -> any ByteStream
  ) throws(Failure) -> ContextPlace {
    let kept = Paths.join(store.root, "build")
    if text == "-" { return try of(try input(), "the standard input", kept) }
    let reference: GitReference?
    do throws(GitReference.Problem) {
      reference = try GitReference.parse(text)
    } catch {
      throw Failure("cannot understand the address `\(text)`", because: ["\(error)"])
    }
    let path = Paths.join(folder, text)
    if let reference, !Files.exists(path) {
      let source = GitSource(folder: kept)
      let fetched = try source.resolve(reference, checksum: nil)
      return ContextPlace(
        folder: try source.checkOut(reference, fetched), dockerfile: nil, isFetched: true,
        unpacked: nil)
    }
    if text.hasPrefix("http://") || text.hasPrefix("https://") {
      guard let address = WebAddress(text) else {
        throw Failure("cannot understand the address `\(text)`")
      }
      let exchange: HTTPExchange
      do throws(HTTPError) {
        exchange = try HTTPClient(http).open(HTTPRequest("GET", address), redirects: 10)
      } catch {
        throw error.failure
      }
      defer { exchange.close() }
      guard exchange.response.isSuccess else {
        throw Failure(
          "cannot fetch `\(text)`",
          because: ["the server answers with status \(exchange.response.status)"])
      }
      return try of(exchange, "`\(text)`", kept)
    }
    if Files.isFile(path) { return try of(try FileStream(path), "`\(text)`", kept) }
    guard Files.isFolder(path) else {
      throw Failure(
        "cannot build from `\(text)`", because: ["it is not there"],
        hint: "Name the folder that holds the sources")
    }
    return ContextPlace(folder: path, dockerfile: nil, isFetched: false, unpacked: nil)
  }

  /// The context of a stream: an archive, or else a Dockerfile.
  private static func of(
    _ stream: any ByteStream, _ what: String, _ kept: String
  ) throws(Failure) -> ContextPlace {
    let name = Files.freshName
    try Files.makeFolder(Paths.join(kept, "spool"))
    let spool = try WritableFile.create(
      Paths.join(kept, "spool/context-\(name)"), mode: 0o600, isTemporary: true)
    try stream.copy(to: spool)
    var isArchive = false
    if let reader = try? LayerReader(archive: try FileStream(spool.path), what: what) {
      isArchive = (try? reader.next()) != nil
    }
    guard isArchive else {
      return ContextPlace(
        folder: nil, dockerfile: try Files.read(spool.path, limit: 16 << 20), isFetched: true,
        unpacked: nil)
    }
    let folder = Paths.join(kept, "spool/files-\(name)")
    try Files.makeFolder(folder)
    let unpacked = Unpacked(folder)
    var options = UnpackOptions()
    options.keepsOwners = false
    let unpacker = try Unpacker(into: OpenFolder(folder), options)
    try unpacker.apply(LayerReader(archive: try FileStream(spool.path), what: what))
    return ContextPlace(folder: folder, dockerfile: nil, isFetched: true, unpacked: unpacked)
  }

  /// A folder that is removed with the value.
  private final class Unpacked: Sendable {
    private let path: String

    init(_ path: String) { self.path = path }

    deinit {
      guard let folder = try? OpenFolder(path) else { return }
      for name in (try? folder.names()) ?? [] { try? folder.remove(name) }
      try? Files.removeEmptyFolder(path)
    }
  }
}
