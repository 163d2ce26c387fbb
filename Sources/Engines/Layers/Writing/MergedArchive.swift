public import Archive
public import Source

extension FileTree {
  /// Writes the files of an image as one archive: folders and links first, in the order of their paths,
  /// then the content of files as the layers have it, so that nothing is held in memory.
  /// - Parameters:
  ///   - writer: The archive, which the caller ends.
  ///   - layers: The layers that the tree was read from.
  ///   - limits: How much they may ask for.
  /// - Throws: `Failure` when a layer cannot be read again, or the archive cannot be written.
  public func write(
    to writer: TarWriter, contentFrom layers: [LayerBlob], limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    // The nodes of each file that has content, by its layer and its entry there.
    var waiting: [[Int: [Int]]] = layers.map { _ in [:] }
    var written: [Int: LayerPath] = [:]
    try walk { path, place throws(Failure) in
      let file = self[place]
      if path.names.isEmpty { return true }
      if file.kind == .file, waiting.indices.contains(file.layer) {
        waiting[file.layer][file.ordinal, default: []].append(place.node)
      } else if let first = written[fileNumber(place)] {
        try writer.add(file.hardLink(path, to: first))
      } else {
        try writer.add(file.tarEntry(path))
        if file.nameCount > 1, file.kind != .folder { written[fileNumber(place)] = path }
      }
      return true
    }
    for (number, layer) in layers.enumerated() where !waiting[number].isEmpty {
      let reader = try LayerReader(layer, limits: limits)
      while let step = try reader.next() {
        guard let places = waiting[number].removeValue(forKey: step.ordinal) else { continue }
        let paths = places.map { path(of: $0) }
        guard let first = paths.first, case .put(let entry) = step.action else { continue }
        let file = files[nodes[places[0]].file]
        if file.size != entry.size { throw changed(layer) }
        try writer.add(file.tarEntry(first))
        while let piece = try reader.read() { try writer.write(piece) }
        for path in paths.dropFirst() { try writer.add(file.hardLink(path, to: first)) }
      }
      if !waiting[number].isEmpty { throw changed(layer) }
    }
  }

  private func changed(_ layer: LayerBlob) -> Failure {
    Failure(
      "cannot read a file of \(layer.name)", because: ["the layer has changed"], hint: "try again")
  }
}

extension FileEntry {
  func hardLink(_ path: LayerPath, to first: LayerPath) -> TarEntry {
    var entry = tarEntry(path)
    entry.kind = .hardLink
    entry.link = first.raw
    entry.size = 0
    entry.attributes = []
    return entry
  }
}
