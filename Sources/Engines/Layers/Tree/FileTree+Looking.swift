public import Archive
public import Host
public import Source

extension FileTree {
  /// The file at a place.
  public subscript(place: Place) -> FileEntry { files[nodes[place.node].file] }

  /// The file of a path, links not followed; nil when nothing is there.
  public subscript(path: LayerPath) -> FileEntry? { place(of: path).map { self[$0] } }

  /// Where a path is, links not followed; nil when nothing is there.
  public func place(of path: LayerPath) -> Place? { find(path).map { Place(node: $0) } }

  /// The path of a place.
  public func path(of place: Place) -> LayerPath { path(of: place.node) }

  /// The places in a folder, in the order of their names.
  public func children(of place: Place) -> [(name: RawName, place: Place)] {
    nodes[place.node].children.sorted { $0.key < $1.key }.map { ($0.key, Place(node: $0.value)) }
  }

  /// Whether two places are names of one file.
  public func isSameFile(_ left: Place, _ right: Place) -> Bool {
    nodes[left.node].file == nodes[right.node].file
  }

  /// What names a file whatever path leads to it.
  public func fileNumber(_ place: Place) -> Int { nodes[place.node].file }

  /// Visits a place and all below it: a folder before what is in it, names in the order of their bytes.
  /// - Parameters:
  ///   - start: Where to begin; the root unless given.
  ///   - visit: Called with each path; its answer tells whether to go into a folder.
  public func walk(
    from start: Place? = nil, _ visit: (LayerPath, Place) throws(Failure) -> Bool
  ) throws(Failure) {
    let start = start ?? root
    try walk(start.node, path(of: start.node), visit)
  }

  private func walk(
    _ node: Int, _ path: LayerPath, _ visit: (LayerPath, Place) throws(Failure) -> Bool
  ) throws(Failure) {
    guard try visit(path, Place(node: node)) else { return }
    for child in sortedChildren(of: node) {
      guard let name = nodes[child].name else { continue }
      try walk(child, path.appending(name), visit)
    }
  }

  /// Visits every path and its file, the root left out.
  public func forEach(_ visit: (LayerPath, FileEntry) -> Void) {
    try? walk { path, place throws(Failure) in
      if !path.names.isEmpty { visit(path, self[place]) }
      return true
    }
  }

  /// Where a path leads when links are followed, as in a process that has the image as its root: no
  /// link leads out of it.
  /// - Parameters:
  ///   - path: The path; one that does not begin at the root is seen from `folder`.
  ///   - folder: Where relative paths begin.
  ///   - followsLast: Whether a link at the end is followed too.
  /// - Returns: The place; nil when nothing is there.
  /// - Throws: `Failure` when links lead in a loop.
  public func resolve(
    _ path: RawPath, from folder: Place? = nil, followsLast: Bool = true
  ) throws(Failure) -> Place? {
    var node = path.isAbsolute ? 0 : (folder ?? root).node
    // The parts still to go, the next one last.
    var rest: [ArraySlice<UInt8>] = path.parts.reversed()
    var mustBeFolder = path.bytes.last == UInt8(ascii: "/")
    var links = 0
    while let part = rest.popLast() {
      if files[nodes[node].file].kind != .folder { return nil }
      if part.elementsEqual([46, 46]) {
        node = nodes[node].parent
        continue
      }
      guard let name = RawName(part), let next = nodes[node].children[name] else { return nil }
      let file = files[nodes[next].file]
      guard file.kind == .symbolicLink, !rest.isEmpty || followsLast || mustBeFolder else {
        node = next
        continue
      }
      links += 1
      if links > linkLimit {
        throw Failure(
          "cannot follow `\(path)` in the image", because: ["its links lead in a loop"],
          hint: "correct the links in the layer that has them")
      }
      if file.link.isAbsolute { node = 0 }
      // A link can be long and lead through others as long: what is left to do stays bounded.
      let parts = file.link.parts
      if rest.count + parts.count > 1 << 16 { return nil }
      if rest.isEmpty, file.link.bytes.last == UInt8(ascii: "/") { mustBeFolder = true }
      rest += parts.reversed()
    }
    if mustBeFolder, files[nodes[node].file].kind != .folder { return nil }
    return Place(node: node)
  }
}
