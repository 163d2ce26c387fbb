import Archive
import Dockerfile
import Frontend
import Host
import Layers
import OCI
import Source
import Store
import Streams

/// One step: what it hangs on, and how it is done.
final class StepWork {
  let operation: BuildOperation
  let index: Int
  let solver: Solver
  /// The operations whose files it needs.
  private(set) var inputs: [Int] = []
  /// What tells the marks of the files that it takes.
  var taken: [SelectionDigest] = []
  /// The marks of the files that it takes.
  var files: [(path: String, mark: String)] { taken.flatMap(\.files) }
  /// What was selected while the key was made.
  var selections: [CopySelection] = []
  /// What was fetched while the key was made, by the place of its source.
  var fetched: [Int: FetchedSource] = [:]
  /// The files of mounts that were looked at while the key was made, by the place of the mount.
  var mounted: [Int: (files: MountFiles, digest: Digest)] = [:]

  init(_ operation: BuildOperation, _ index: Int, _ solver: Solver) throws(Failure) {
    self.operation = operation
    self.index = index
    self.solver = solver
    if let base = operation.base { inputs.append(base) }
    func add(_ origin: FileOrigin?) {
      if case .operation(let index?) = origin { inputs.append(index) }
    }
    switch operation.kind {
    case .copy(let copy): add(copy.origin)
    case .run(let run):
      for mount in run.mounts {
        switch mount.kind {
        case .bind(let origin, _): add(origin)
        case .cache(_, _, let seed, _): add(seed)
        default: break
        }
      }
    case .image, .context, .makeDirectory: break
    }
  }

  // MARK: Key

  func key(on base: StepResult?, _ known: [Int: StepResult]) throws(Failure) -> StepKey {
    var key = StepKey()
    key.add("platform", operation.platform.description)
    switch operation.kind {
    case .image: break
    case .context(let name):
      let copy = CopyOperation(all: "/", of: .context(name))
      try self.key(&key, copy, on: nil, known)
    case .makeDirectory(let path, let owner):
      key.add("base", base?.key.description ?? "")
      key.add("folder", path)
      key.add("owner", owner ?? "")
    case .copy(let copy): try self.key(&key, copy, on: base, known)
    case .run(let run): try self.key(&key, run, on: base, known)
    }
    return key
  }

  // MARK: Work

  /// Does the step.
  func carryOut(
    on base: StepResult?, _ known: [Int: StepResult], _ key: Digest
  ) throws(Failure) -> StepResult.State {
    switch operation.kind {
    case .image: return StepResult.State()
    case .makeDirectory(let path, let owner):
      let lower = try solver.tree(of: base)()
      // A user that the image does not know fails the first command that runs, and not WORKDIR.
      let account = owner.flatMap { try? CopyOwner.account($0, in: lower) }
      var placement = CopyPlacement(onto: lower, owner: account, mode: nil, now: now)
      try placement.makeFolder(path)
      return StepResult.State(set: try placement.finished())
    case .context(let name):
      let copy = CopyOperation(all: "/", of: .context(name))
      return try carryOut(copy, on: nil, known)
    case .copy(let copy): return try carryOut(copy, on: base, known)
    case .run(let run): return try carryOut(run, on: base, known, key)
    }
  }

  /// A file of an image, links followed inside of it.
  func read(_ path: String, in root: DetachedMount) throws(Failure) -> [UInt8] {
    let tree = OpenTree(try root.folder())
    let place = try tree.resolve(LayerPath(written: path))
    return try tree.open(place).readAll(limit: 16 << 20, what: "`\(path)`")
  }

  /// The time of folders that are made.
  var now: Int64 { System.secondsSince1970 }

  /// Opens the files that an origin names.
  func open(
    _ origin: FileOrigin, _ known: [Int: StepResult]
  ) throws(Failure) -> @Sendable () throws(Failure) -> any FileSource {
    switch origin {
    case .context(let name):
      guard let root = solver.inputs.contexts[name ?? ""] else {
        throw Failure(
          "cannot copy from \(name.map { "the context `\($0)`" } ?? "the build context")",
          because: ["this build has none"],
          hint: "Name a folder as the last word of `hardstand build`")
      }
      return { () throws(Failure) -> any FileSource in try root.tree() }
    case .operation(let index):
      return try solver.tree(of: index.flatMap { known[$0] })
    }
  }
}
