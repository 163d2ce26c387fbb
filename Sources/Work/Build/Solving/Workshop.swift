import Containers
public import HTTP
import Host
import Layers
import OCI
public import Snapshots
public import Source
public import Store
import Synchronization

/// The places and tools that builds work with.
public struct Workshop: Sendable {
  /// The store of images.
  public let store: ContentStore
  /// The records of steps.
  let cache: StepCache
  /// Unpacked layers.
  public let snapshots: SnapshotStore
  /// Starts containers, once a step asks for it: what was done before needs none.
  private let starter: Starter
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
    starter = Starter(environment, folder: Paths.join(folder, "runtime"))
  }

  /// What starts containers, the same for all steps.
  /// - Throws: `Failure` when none can be started here.
  func runner() throws(Failure) -> ContainerRunner { try starter.runner() }

  /// Makes the runner when it is first asked for.
  private final class Starter: Sendable {
    private let environment: [String: String]
    private let folder: String
    private let made = Mutex<ContainerRunner?>(nil)

    init(_ environment: [String: String], folder: String) {
      self.environment = environment
      self.folder = folder
    }

    func runner() throws(Failure) -> ContainerRunner {
      try made.withLock { made throws(Failure) in
        if let made { return made }
        let runner = try ContainerRunner(RuntimeProgram.find(in: environment), folder: folder)
        made = runner
        return runner
      }
    }
  }

  /// A new file for the contents of unpacked archives, gone with this process.
  func spool() throws(Failure) -> WritableFile {
    let name = Files.freshName
    try Files.makeFolder(Paths.join(folder, "spool"))
    return try WritableFile.create(
      Paths.join(folder, "spool/\(name)"), mode: 0o600, isTemporary: true)
  }

  /// What a layer changes in what it lies on.
  func changes(in folder: String, over lower: [String]) throws(Failure) -> SnapshotChanges {
    try SnapshotChanges(folder, over: snapshots.view(of: lower))
  }

  /// A folder with nothing in it, for what lies on nothing.
  func emptyFolder() throws(Failure) -> String {
    let path = Paths.join(folder, "empty")
    try Files.makeFolder(path)
    return path
  }
}
