import Archive
import Host
import Layers
import Source
import Streams

/// A file of a tree, without its path.
struct TreeFile {
  /// What it is; the path is empty.
  var entry: TarEntry
  /// What names its content within its tree, for files that have several names; nil for others.
  var identity: String?
  /// By what it is told to be the same later; nil where it cannot change, or that is not known.
  var stamp: FileStamp?

  var isFolder: Bool { entry.kind == .folder }
}

/// Files that a copy takes from or goes to. A path goes by names alone: no link on it is followed.
protocol FileSource: AnyObject {
  /// What stands at a path; nil where nothing does.
  func file(_ path: LayerPath) throws(Failure) -> TreeFile?
  /// The names in a folder, in the order of their bytes.
  func names(_ path: LayerPath) throws(Failure) -> [RawName]
  /// The content of a file.
  func open(_ path: LayerPath) throws(Failure) -> any ByteStream
  /// What a file is now; nil where it is not there, or cannot change.
  func stamp(_ path: LayerPath) throws(Failure) -> FileStamp?
  /// What it is called in failures, such as `the build context`.
  var label: String { get }
}

extension FileSource {
  func stamp(_ path: LayerPath) throws(Failure) -> FileStamp? { nil }

  /// Fails where a file is another by now than it was.
  func require(_ path: LayerPath, _ stamp: FileStamp) throws(Failure) {
    if try self.stamp(path) == stamp { return }
    throw Failure(
      "cannot copy `\(path)` of \(label)", because: ["it was changed while it was read"],
      hint: "Build again when nothing writes to it, or name it in the ignore file")
  }

  /// The path that another one leads to when links are followed, inside of the tree.
  ///
  /// Names that are not there stay as they are, so that the path can be made.
  /// - Throws: `Failure` when more than 40 links follow each other.
  func resolve(_ path: LayerPath, followsLast: Bool = true) throws(Failure) -> LayerPath {
    var done: [RawName] = []
    // What is still to go, the next one last; nil for `..`.
    var rest: [RawName?] = path.names.reversed()
    var links = 0
    while let part = rest.popLast() {
      guard let name = part else {
        _ = done.popLast()
        continue
      }
      let here = LayerPath(done + [name])
      if rest.isEmpty, !followsLast { return here }
      guard let file = try file(here), file.entry.kind == .symbolicLink else {
        done.append(name)
        continue
      }
      links += 1
      if links > 40 || rest.count > 4096 {
        throw Failure(
          "cannot follow `\(path)` in \(label)",
          because: ["more than 40 links lead from one to the next"],
          hint: "Remove the circle of links")
      }
      let target = file.entry.link
      if target.isAbsolute { done = [] }
      for part in target.bytes.split(separator: UInt8(ascii: "/")).reversed() {
        if let name = RawName(part) {
          rest.append(name)
        } else if part.elementsEqual([46, 46]) {
          rest.append(nil)
        }
      }
    }
    return LayerPath(done)
  }
}
