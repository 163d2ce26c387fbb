public import Containers
public import HTTP
import Host
import Layers
import OCI
public import Snapshots
public import Source
public import Store

/// The places and tools that builds work with.
public struct Workshop: Sendable {
  /// The store of images.
  public let store: ContentStore
  /// The records of steps.
  let cache: StepCache
  /// Unpacked layers; nil where this user cannot have them.
  public let snapshots: SnapshotStore?
  /// Starts containers; nil where none can be started.
  public let runner: ContainerRunner?
  /// Why containers cannot be started.
  let runnerFailure: Failure?
  /// The folder of all that is kept between builds.
  let folder: String
  /// What names the project whose steps are compared from one build to the next.
  let project: String
  /// Whether it is told why steps are done anew.
  let explains: Bool
  /// How the web is reached.
  let http: HTTPSettings

  /// - Throws: `Failure` when the folders cannot be made.
  public init(
    _ store: ContentStore, environment: [String: String], project: String, explains: Bool,
    http: HTTPSettings
  ) throws(Failure) {
    self.store = store
    self.project = project
    self.explains = explains
    self.http = http
    folder = Paths.join(store.root, "build")
    cache = StepCache(folder)
    snapshots = try SnapshotStore(Paths.join(store.root, "snapshots"))
    do throws(Failure) {
      runner = try ContainerRunner(
        try RuntimeProgram.find(in: environment), folder: Paths.join(folder, "runtime"))
      runnerFailure = nil
    } catch {
      runner = nil
      runnerFailure = error
    }
  }

  /// A new file for the contents of unpacked archives, gone with this process.
  func spool() throws(Failure) -> WritableFile {
    let name = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    try Files.makeFolder(Paths.join(folder, "spool"))
    return try WritableFile.create(
      Paths.join(folder, "spool/\(name)"), mode: 0o600, isTemporary: true)
  }

  /// What a layer changes in what it lies on.
  func changes(in folder: String, over lower: [String]) throws(Failure) -> SnapshotChanges {
    guard let snapshots else { throw Failure("cannot read the layers of the image") }
    return try SnapshotChanges(folder, over: snapshots.view(of: lower))
  }

  /// A folder with nothing in it, for what lies on nothing.
  func emptyFolder() throws(Failure) -> String {
    let path = Paths.join(folder, "empty")
    try Files.makeFolder(path)
    return path
  }
}
