public import Host
import OCI
public import Source

/// Blobs by their digests and images by their names, in a folder that many processes share.
///
/// A blob takes its name only when it is whole, checked and on the disk, so no moment of a crash
/// leaves half of one under a digest. Names are small files that are replaced as a whole.
///
/// ```
/// version               the layout of the folder, `1`
/// lock                  shared by those who use the store, exclusive to the one who cleans it
/// blobs/sha256/…        what is stored, never changed
/// partial/sha256-…      what is being fetched, and goes on where it stopped
/// ingest/…              what is being made and has no digest yet
/// names/….json          what the names stand for
/// referrers/…/….json    what is said of images, such as where they came from
/// journal.jsonl         pulls and pushes, one a line
/// ```
public struct ContentStore: Sendable {
  /// The folder.
  public let root: String

  static let version = "1"

  /// Opens a store; its folder is made where it is not there.
  /// - Throws: `Failure` when the folder cannot be made, or a newer hardstand laid it out.
  public init(_ root: String) throws(Failure) {
    self.root = root
    let found = try Files.layOut(
      root, version: ContentStore.version,
      folders: ["partial", "ingest", "names"] + Digest.Algorithm.allCases.map { "blobs/\($0)" })
    if found != ContentStore.version {
      throw Failure(
        "cannot use the store `\(root)`",
        because: [
          "it has the layout `\(found)`, and this hardstand knows `\(ContentStore.version)`"
        ],
        hint: "update hardstand, or name another folder in HARDSTAND_STORE")
    }
  }

  /// The folder of the store when nobody names one: `HARDSTAND_STORE`, else below the folder where
  /// this system keeps the data of programs.
  /// - Throws: `Failure` when the environment names no home folder.
  public static func folder(in environment: [String: String]) throws(Failure) -> String {
    if let folder = environment["HARDSTAND_STORE"], !folder.isEmpty {
      if folder.hasPrefix("/") { return folder }
      return Paths.join(Files.currentFolder, folder)
    }
    guard let data = UserFolder.data.path(in: environment) else {
      throw Failure(
        "cannot tell where the store is", because: ["HOME is not set"],
        hint: "set HARDSTAND_STORE to a folder")
    }
    return Paths.join(data, "hardstand/store")
  }

  func path(_ name: String) -> String { Paths.join(root, name) }

  /// Says that the store is in use until the result goes away, so that nothing is collected that
  /// was stored meanwhile and has no name yet.
  /// - Throws: `Failure` when the lock cannot be taken.
  public func lease() throws(Failure) -> FileLock { try .wait(path("lock"), .shared) }
}
