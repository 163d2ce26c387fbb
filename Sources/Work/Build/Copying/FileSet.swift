import Archive
import Host
import Layers
import Source
import Streams

/// The files that a step puts in place: one layer, before it is stored in any form.
struct FileSet: Sendable {
  /// Where the content of a file comes from.
  enum Content: Sendable {
    /// These bytes.
    case bytes([UInt8])
    /// A path of a tree, and what the file is there, where it might change.
    case tree(Int, LayerPath, FileStamp?)
    /// So many bytes of a file of this machine from an offset on.
    case piece(String, offset: Int64, count: Int64)
  }

  /// One file in its place.
  struct Placed: Sendable {
    var entry: TarEntry
    var content: Content?
    /// What names the content where several files share it.
    var identity: String?
  }

  /// The trees that content comes from, opened anew for each reading thread.
  var trees: [@Sendable () throws(Failure) -> any FileSource] = []
  /// The files that pieces are of, which go with the set.
  private(set) var spools: [TemporaryFile] = []
  private(set) var files: [LayerPath: Placed] = [:]
  private var children: [LayerPath: Set<RawName>] = [:]

  /// Whether nothing was put in place.
  var isEmpty: Bool { files.isEmpty }

  /// The bytes of all contents, each counted once however many names it has.
  var contentBytes: Int64 {
    var seen: Set<String> = []
    return files.values.reduce(0) { sum, placed in
      if let identity = placed.identity, !seen.insert(identity).inserted { return sum }
      return sum + placed.entry.size
    }
  }

  subscript(path: LayerPath) -> Placed? { files[path] }

  /// Holds a file that pieces are of.
  mutating func hold(_ file: TemporaryFile) {
    if !spools.contains(where: { $0 === file }) { spools.append(file) }
  }

  /// Puts a file in place of what the set has there.
  mutating func put(_ placed: Placed, at path: LayerPath) {
    files[path] = placed
    if let last = path.last { children[path.parent, default: []].insert(last) }
  }

  /// Takes away all below a path.
  mutating func clear(below path: LayerPath) {
    for name in children.removeValue(forKey: path) ?? [] {
      let inner = path.appending(name)
      clear(below: inner)
      files[inner] = nil
    }
  }

  /// The names that the set has in a folder.
  func names(_ path: LayerPath) -> [RawName] { (children[path] ?? []).sorted() }

  /// The steps that put the files in place, in the order of their paths.
  func steps() -> FileSetSteps { FileSetSteps(self) }

  /// The content of a file.
  /// - Parameter trees: The trees that were opened so far.
  func open(_ path: LayerPath, _ trees: inout [Int: any FileSource]) throws(Failure)
    -> any ByteStream
  {
    switch files[path]?.content {
    case .bytes(let bytes): return BytesInMemory(bytes)
    case .piece(let file, let offset, let count):
      return try FileStream(file, from: offset, count: count)
    case .tree(let number, let place, let stamp):
      let tree: any FileSource
      if let known = trees[number] { tree = known } else { tree = try self.trees[number]() }
      trees[number] = tree
      if let stamp { return try SteadyStream(place, of: tree, stamp) }
      return try tree.open(place)
    case nil: throw Failure("cannot read `\(path)`", because: ["it has no content"])
    }
  }
}

/// The files of a set, step by step.
final class FileSetSteps: LayerSteps {
  private let set: FileSet
  private let paths: [LayerPath]
  private var index = 0
  private var trees: [Int: any FileSource] = [:]
  private var content: (any ByteStream)?
  /// The first path of each file that has several.
  private var first: [String: LayerPath] = [:]

  init(_ set: FileSet) {
    self.set = set
    paths = set.files.keys.sorted()
  }

  func next() throws(Failure) -> LayerReader.Step? {
    content = nil
    guard index < paths.count else { return nil }
    let path = paths[index]
    index += 1
    guard let placed = set[path] else { return nil }
    var entry = placed.entry
    entry.path = path.raw
    if let identity = placed.identity {
      if let known = first[identity] {
        entry.kind = .hardLink
        entry.link = known.raw
        entry.size = 0
        entry.attributes = []
        return LayerReader.Step(path: path, action: .put(entry), ordinal: index - 1)
      }
      first[identity] = path
    }
    if entry.kind == .file { content = try set.open(path, &trees) }
    return LayerReader.Step(path: path, action: .put(entry), ordinal: index - 1)
  }

  func read() throws(Failure) -> ArraySlice<UInt8>? {
    guard let piece = try content?.next() else { return nil }
    return piece[...]
  }
}

/// The files of a set as a layer of a stack.
final class FileSetLayer: StackLayer {
  private let set: FileSet
  private var trees: [Int: any FileSource] = [:]

  init(_ set: FileSet) { self.set = set }

  func probe(_ path: LayerPath) throws(Failure) -> StackProbe {
    guard let placed = set[path] else { return .absent }
    return .file(TreeFile(entry: placed.entry, identity: placed.identity), isOpaque: false)
  }

  func names(_ path: LayerPath) throws(Failure) -> [RawName] { set.names(path) }

  func open(_ path: LayerPath) throws(Failure) -> any ByteStream { try set.open(path, &trees) }
}
