import Archive
import Host
import Layers
import Source

/// The files of a base in the making, by their paths without a slash in front.
struct BaseTree {
  /// What is at a path.
  struct Node {
    enum Kind: Hashable {
      case folder
      /// A file with the content of that number; two paths of one number are hard links.
      case file(Int)
      case link(RawPath)
    }

    var kind: Kind
    /// The permission bits.
    var mode: UInt32
    var owner: UInt32 = 0
    var group: UInt32 = 0
    /// The package that brought it; empty for what was made.
    var package = ""
    var attributes: [TarEntry.Record] = []
  }

  private(set) var nodes: [RawPath: Node] = [:]
  private(set) var contents: [[UInt8]] = []
  /// The folders at the root that are links to others, as `bin` is to `usr/bin`.
  let merged: [RawPath: RawPath]

  /// An empty root with the folders that are merged.
  /// - Parameter merged: Names at the root that are links into `usr`.
  init(merged: [String]) {
    var places: [RawPath: RawPath] = [:]
    for name in merged { places[RawPath(name)] = RawPath("usr/\(name)") }
    self.merged = places
    for (name, target) in places {
      nodes[name] = Node(kind: .link(target), mode: 0o777)
      makeFolder(target)
    }
  }

  /// A path with the folders at the root that are links replaced by what they lead to.
  func place(_ path: RawPath) -> RawPath {
    let bytes = path.bytes
    let first = RawPath(bytes.prefix { $0 != 0x2F })
    guard let target = merged[first] else { return path }
    return first.bytes.count == bytes.count
      ? target : RawPath(target.bytes + bytes[first.bytes.count...])
  }

  subscript(path: RawPath) -> Node? { nodes[place(path)] }

  /// The content of a file; nil for what is none. Links are not followed.
  func content(_ path: RawPath) -> [UInt8]? {
    guard case .file(let number)? = self[path]?.kind else { return nil }
    return contents[number]
  }

  /// The text of a file; nil for what is none.
  func text(_ path: RawPath) -> String? {
    content(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Where a path leads when links are followed, as seen from the root; nil where nowhere.
  func resolved(_ path: RawPath) -> RawPath? {
    var rest: [ArraySlice<UInt8>] = path.parts.reversed()
    var way: [ArraySlice<UInt8>] = []
    var links = 0
    while let part = rest.popLast() {
      if part.elementsEqual([46, 46]) {
        _ = way.popLast()
        continue
      }
      way.append(part)
      let here = RawPath(Array(way.joined(separator: [0x2F])))
      guard let node = nodes[here] else { return nil }
      guard case .link(let target) = node.kind else { continue }
      links += 1
      if links > 40 { return nil }
      way = target.isAbsolute ? [] : Array(way.dropLast())
      rest += target.parts.reversed()
    }
    return RawPath(Array(way.joined(separator: [0x2F])))
  }

  /// Whether a path names something when links are followed.
  func exists(_ path: RawPath) -> Bool { resolved(path) != nil }

  // MARK: Changing

  /// Makes a folder and those above it; one that is there gets the mode and owner.
  mutating func makeFolder(
    _ path: RawPath, mode: UInt32 = 0o755, owner: UInt32 = 0, group: UInt32 = 0
  ) {
    let path = place(path)
    makeParents(of: path)
    var node = Node(kind: .folder, mode: mode, owner: owner, group: group)
    node.package = nodes[path]?.package ?? ""
    nodes[path] = node
  }

  /// Makes a file, or replaces what is there.
  mutating func write(
    _ path: RawPath, _ bytes: [UInt8], mode: UInt32 = 0o644, owner: UInt32 = 0, group: UInt32 = 0
  ) {
    let path = place(path)
    makeParents(of: path)
    contents.append(bytes)
    nodes[path] = Node(
      kind: .file(contents.count - 1), mode: mode, owner: owner, group: group)
  }

  /// Makes a file of text, or replaces what is there.
  mutating func write(_ path: RawPath, _ text: String, mode: UInt32 = 0o644) {
    write(path, Array(text.utf8), mode: mode)
  }

  /// Makes a symbolic link, or replaces what is there.
  mutating func link(_ path: RawPath, to target: RawPath) {
    let path = place(path)
    makeParents(of: path)
    nodes[path] = Node(kind: .link(target), mode: 0o777)
  }

  /// Makes a symbolic link where nothing is.
  mutating func linkIfMissing(_ path: RawPath, to target: RawPath) {
    if self[path] == nil { link(path, to: target) }
  }

  /// Changes what is at a path, where something is.
  mutating func change(_ path: RawPath, _ body: (inout Node) -> Void) {
    let path = place(path)
    if nodes[path] != nil { body(&nodes[path]!) }
  }

  /// Takes a path away, with all that is below it.
  mutating func remove(_ path: RawPath) {
    let path = place(path)
    let prefix = path.bytes + [0x2F]
    if nodes.removeValue(forKey: path)?.kind == .folder {
      for inner in nodes.keys where inner.bytes.starts(with: prefix) { nodes[inner] = nil }
    }
  }

  /// Puts what a package brings at a path.
  mutating func put(_ node: Node, at path: RawPath) { nodes[path] = node }

  mutating func add(content: [UInt8]) -> Int {
    contents.append(content)
    return contents.count - 1
  }

  private mutating func makeParents(of path: RawPath) {
    var bytes = path.bytes[...]
    while let slash = bytes.lastIndex(of: 0x2F) {
      bytes = bytes[..<slash]
      let parent = RawPath(bytes)
      if nodes[parent] != nil { return }
      nodes[parent] = Node(kind: .folder, mode: 0o755)
    }
  }

  // MARK: Listing

  /// All paths in the order in which folders come before what is in them.
  var sortedPaths: [RawPath] {
    nodes.keys.map { ($0, $0.parts) }.sorted { left, right in
      left.1.lexicographicallyPrecedes(right.1) { $0.lexicographicallyPrecedes($1) }
    }.map(\.0)
  }

  /// The paths of files directly in a folder, sorted.
  func files(in folder: RawPath) -> [RawPath] {
    let prefix = place(folder).bytes + [0x2F]
    return nodes.keys.filter { path in
      path.bytes.starts(with: prefix) && !path.bytes[prefix.count...].contains(0x2F)
    }.sorted()
  }

  /// The paths below a folder, sorted.
  func paths(below folder: RawPath) -> [RawPath] {
    let prefix = place(folder).bytes + [0x2F]
    return nodes.keys.filter { $0.bytes.starts(with: prefix) }.sorted()
  }
}

extension RawPath {
  /// The last name.
  var name: String {
    String(decoding: bytes.suffix(from: (bytes.lastIndex(of: 0x2F) ?? -1) + 1), as: UTF8.self)
  }

  /// The folder that it lies in; empty at the root.
  var folder: RawPath {
    guard let slash = bytes.lastIndex(of: 0x2F) else { return "" }
    return RawPath(bytes[..<slash])
  }

  /// The path of a name in this folder.
  func appending(_ name: String) -> RawPath {
    isEmpty ? RawPath(name) : RawPath(bytes + [0x2F] + Array(name.utf8))
  }
}
