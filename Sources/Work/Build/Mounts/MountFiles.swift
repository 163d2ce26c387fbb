import Dockerfile
import Frontend
import Host
import Layers
import OCI
import Source

/// The files that a mount of a step shows.
struct MountFiles {
  private let open: @Sendable () throws(Failure) -> any FileSource
  private let operation: CopyOperation
  private let selection: CopySelection

  init(
    _ origin: FileOrigin, _ path: String, _ work: StepWork, _ known: [Int: StepResult]
  ) throws(Failure) {
    open = try work.open(origin, known)
    operation = CopyOperation(all: path, of: origin)
    let tree = try open()
    let place = try tree.resolve(LayerPath(written: path))
    guard try tree.file(place) != nil else {
      throw Failure(
        "cannot mount `\(path)`", because: ["it is not in \(tree.label)"],
        hint: "Check the `source` of the mount, and what the ignore file leaves out")
    }
    // Taken as it is written: what looks like a pattern is none here.
    selection = CopySelection(sources: [[try CopySelector(operation, from: tree).whole(place)]])
  }

  /// Whether it is a folder.
  var isFolder: Bool { selection.sources[0][0].isFolder }

  func digest(_ hashes: ContentHashes?) throws(Failure) -> SelectionDigest {
    try SelectionDigest(selection, hashes, open: open)
  }

  /// The files as they are put below a folder: what is in the folder, or a file by the name `file`.
  func set() throws(Failure) -> FileSet {
    var placement = CopyPlacement(
      onto: StackTree([], label: "the mount"), owner: nil, mode: nil, now: 0)
    let tree = placement.add(tree: open)
    try placement.put(
      selection.sources[0][0], tree: tree, at: isFolder ? "/" : "/file", copiesContents: true)
    return try placement.finished()
  }
}
