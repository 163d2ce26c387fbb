import Archive
import Dockerfile
import Host
import Layers
import Source
import Streams

/// A folder that files are copied from, without what its ignore file leaves out.
struct ContextRoot: Sendable {
  /// The folder.
  let path: String
  /// What is left out.
  let ignore: IgnoreFile
  /// How it is called, such as `the build context`.
  let label: String
  /// What the folder may go with.
  var keeper: ContextPlace?
  /// Whether no later build finds the folder.
  var isPassing = false

  /// The files, for one thread.
  func tree() throws(Failure) -> ContextTree { try ContextTree(self) }
}

/// The files of a context.
final class ContextTree: FileSource {
  private let context: ContextRoot
  let way: FolderWay
  private let leavesOut: Bool
  /// What is known of folders that are left out but for exceptions.
  private var holds: [LayerPath: Bool] = [:]

  init(_ context: ContextRoot) throws(Failure) {
    self.context = context
    way = try FolderWay(context.path)
    leavesOut = !context.ignore.patterns.isEmpty
  }

  var label: String { context.label }

  func file(_ path: LayerPath) throws(Failure) -> TreeFile? {
    guard let status = try way.status(path), try isIncluded(path, status) else { return nil }
    var file = try TreeFile(status, at: path, in: way, keepsOwners: false)
    if status.kind == .file { file.stamp = FileStamp(status) }
    return file
  }

  func stamp(_ path: LayerPath) throws(Failure) -> FileStamp? {
    try way.status(path).map { FileStamp($0) }
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] {
    guard let folder = try way.folder(path.names) else { return [] }
    let names = try folder.names()
    guard leavesOut else { return names }
    var kept: [RawName] = []
    for name in names {
      let inner = path.appending(name)
      if let status = try way.status(inner), try isIncluded(inner, status) { kept.append(name) }
    }
    return kept
  }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream {
    guard let file = try way.open(path) else {
      throw Failure(
        "cannot read `\(path)` of \(label)", because: ["it was removed while it was read"],
        hint: "Build again when nothing writes to the folder")
    }
    return file
  }

  /// Whether something is there that the ignore file leaves out.
  func isLeftOut(_ path: LayerPath) throws(Failure) -> Bool {
    guard leavesOut, let status = try way.status(path) else { return false }
    return try !isIncluded(path, status)
  }

  private func isIncluded(_ path: LayerPath, _ status: FileStatus) throws(Failure) -> Bool {
    guard leavesOut, !path.names.isEmpty else { return true }
    let text = path.raw.text
    if !context.ignore.isIgnored(text) { return true }
    // A folder stays where an exception takes something in it back.
    guard status.kind == .folder, context.ignore.mayContainIncluded(under: text) else {
      return false
    }
    if let known = holds[path] { return known }
    var found = false
    for name in try way.folder(path.names)?.names() ?? [] where !found {
      let inner = path.appending(name)
      if let status = try way.status(inner) { found = try isIncluded(inner, status) }
    }
    holds[path] = found
    return found
  }
}
