import Archive
import Host
public import Source

/// The files of an image as its layers make them, each on top of those below.
///
/// A path goes by the names in the layers alone, as overlay file systems have it: a file put below a
/// name that was a link makes a folder of that name.
public struct FileTree: Sendable {
  /// A place in the tree, good until the tree is changed.
  public struct Place: Hashable, Sendable {
    let node: Int
  }

  struct Node {
    var name: RawName?
    var parent: Int
    var children: [RawName: Int] = [:]
    var file: Int
  }

  var nodes: [Node]
  var files: [FileEntry]
  private var freeNodes: [Int] = []
  private var freeFiles: [Int] = []
  private let limits: LayerLimits

  /// A tree of an empty root.
  public init(limits: LayerLimits = LayerLimits()) {
    nodes = [Node(name: nil, parent: 0, file: 0)]
    files = [.impliedFolder(layer: 0)]
    self.limits = limits
  }

  /// How many paths there are, the root not counted.
  public var count: Int { nodes.count - freeNodes.count - 1 }

  /// The root.
  public var root: Place { Place(node: 0) }

  /// The most links that are followed on one way.
  var linkLimit: Int { limits.links }

  // MARK: Layers

  /// Takes a step of a layer.
  /// - Parameters:
  ///   - step: The step; layers come in order from the lowest.
  ///   - layer: The number of the layer.
  ///   - content: The digest of the content, where it is known.
  ///   - hidden: Called for each path that is there no more, with the file it led to.
  /// - Throws: `Failure` when a hard link leads nowhere, or there are too many files.
  public mutating func apply(
    _ step: LayerReader.Step, layer: Int, content: ContentHash? = nil,
    hidden: (LayerPath, FileEntry) -> Void = { _, _ in }
  ) throws(Failure) {
    switch step.action {
    case .hide:
      // What the layer itself puts there stays.
      if let node = find(step.path) { clear(node, below: layer, including: true, hidden) }
    case .empty:
      if let node = find(step.path) { clear(node, below: layer, including: false, hidden) }
    case .put(let entry):
      let file: Int?
      if entry.kind == .hardLink {
        file = try target(of: entry, step.path)
      } else {
        file = nil
      }
      try put(
        FileEntry(entry, layer: layer, ordinal: step.ordinal, content: content), linkedTo: file,
        at: step.path, layer, hidden)
    }
  }

  /// The file that a hard link leads to.
  private func target(of entry: TarEntry, _ path: LayerPath) throws(Failure) -> Int {
    let target: LayerPath
    do throws(Failure) {
      target = try LayerPath(entry.link, limits: limits)
    } catch {
      throw LayerPath.refusal(path.raw, "as a hard link it leads out of the image")
    }
    guard let node = find(target) else {
      throw LayerPath.refusal(
        path.raw, "as a hard link it leads to `\(target)`, which is not there")
    }
    if files[nodes[node].file].kind == .folder {
      throw LayerPath.refusal(path.raw, "as a hard link it leads to a folder")
    }
    if target == path { throw LayerPath.refusal(path.raw, "as a hard link it leads to itself") }
    return nodes[node].file
  }

  private mutating func put(
    _ entry: FileEntry, linkedTo file: Int?, at path: LayerPath, _ layer: Int,
    _ hidden: (LayerPath, FileEntry) -> Void
  ) throws(Failure) {
    // The file must outlive what is removed on its way.
    if let file { files[file].nameCount += 1 }
    guard let last = path.last else {
      files[0] = entry
      return
    }
    var node = 0
    for name in path.names.dropLast() {
      if let next = nodes[node].children[name] {
        node = next
        if files[nodes[node].file].kind != .folder {
          replaceFile(of: node, with: .impliedFolder(layer: layer), hidden)
        }
      } else {
        node = try add(name, to: node, newFile(.impliedFolder(layer: layer)))
      }
    }
    if let existing = nodes[node].children[last] {
      if let file {
        removeChildren(of: existing, hidden)
        dropFile(of: existing, hidden)
        nodes[existing].file = file
      } else {
        if entry.kind != .folder { removeChildren(of: existing, hidden) }
        replaceFile(of: existing, with: entry, hidden)
      }
    } else {
      _ = try add(last, to: node, file ?? newFile(entry))
    }
  }

  private mutating func replaceFile(
    of node: Int, with entry: FileEntry, _ hidden: (LayerPath, FileEntry) -> Void
  ) {
    dropFile(of: node, hidden)
    nodes[node].file = newFile(entry)
  }

  /// Takes one name away from a file, and the file with its last name.
  private mutating func dropFile(of node: Int, _ hidden: (LayerPath, FileEntry) -> Void) {
    let file = nodes[node].file
    if !files[file].isImplied { hidden(path(of: node), files[file]) }
    files[file].nameCount -= 1
    if files[file].nameCount == 0, file != 0 { freeFiles.append(file) }
  }

  private mutating func newFile(_ entry: FileEntry) -> Int {
    if let file = freeFiles.popLast() {
      files[file] = entry
      return file
    }
    files.append(entry)
    return files.count - 1
  }

  private mutating func add(_ name: RawName, to parent: Int, _ file: Int) throws(Failure) -> Int {
    if count >= limits.entries {
      throw Failure(
        "cannot hold the files of the image", because: ["there are more than \(limits.entries)"],
        hint: "use an image with fewer files")
    }
    let node = Node(name: name, parent: parent, file: file)
    let index: Int
    if let free = freeNodes.popLast() {
      nodes[free] = node
      index = free
    } else {
      nodes.append(node)
      index = nodes.count - 1
    }
    nodes[parent].children[name] = index
    return index
  }

  private mutating func removeChildren(
    of node: Int, _ hidden: (LayerPath, FileEntry) -> Void
  ) {
    for child in sortedChildren(of: node) {
      removeChildren(of: child, hidden)
      remove(child, hidden)
    }
  }

  private mutating func remove(_ node: Int, _ hidden: (LayerPath, FileEntry) -> Void) {
    dropFile(of: node, hidden)
    if let name = nodes[node].name { nodes[nodes[node].parent].children[name] = nil }
    nodes[node] = Node(name: nil, parent: 0, file: 0)
    freeNodes.append(node)
  }

  /// Removes what lower layers put in a place; folders stay while something is in them.
  private mutating func clear(
    _ node: Int, below layer: Int, including itself: Bool,
    _ hidden: (LayerPath, FileEntry) -> Void
  ) {
    for child in sortedChildren(of: node) { clear(child, below: layer, including: true, hidden) }
    if itself, node != 0, nodes[node].children.isEmpty, files[nodes[node].file].layer < layer {
      remove(node, hidden)
    }
  }

  // MARK: Nodes

  func sortedChildren(of node: Int) -> [Int] {
    nodes[node].children.sorted { $0.key < $1.key }.map(\.value)
  }

  func find(_ path: LayerPath) -> Int? {
    var node = 0
    for name in path.names {
      guard let next = nodes[node].children[name] else { return nil }
      node = next
    }
    return node
  }

  func path(of node: Int) -> LayerPath {
    var names: [RawName] = []
    var node = node
    while let name = nodes[node].name {
      names.append(name)
      node = nodes[node].parent
    }
    return LayerPath(names.reversed())
  }
}
