import Archive
import Crypto
import Host
import OCI
public import Source

extension FileTree {
  /// Reads the layers of an image, the lowest first, on all processors.
  /// - Parameters:
  ///   - layers: The layers.
  ///   - hashing: Whether the digest of the content of each file is taken.
  ///   - limits: How much they may ask for.
  /// - Throws: `Failure` when a layer is damaged, hostile or not the one that was asked for.
  public init(
    reading layers: [LayerBlob], hashing: Bool = false, limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    self.init(limits: limits)
    let together = System.processorCount
    var start = 0
    while start < layers.count {
      let batch = Array(layers[start..<min(layers.count, start + together)])
      if batch.count == 1 {
        try read(batch[0], start, hashing, limits)
      } else {
        let lists = Parallel.map(batch) { layer in LayerList.read(layer, hashing, limits) }
        for (index, list) in lists.enumerated() {
          for (step, content) in try list.get().steps {
            try apply(step, layer: start + index, content: content)
          }
        }
      }
      start += batch.count
    }
  }

  private mutating func read(
    _ layer: LayerBlob, _ number: Int, _ hashing: Bool, _ limits: LayerLimits
  ) throws(Failure) {
    // A layer that is alone has the other processors to itself.
    let reader = try LayerReader(layer, isAhead: System.processorCount > 1, limits: limits)
    while let step = try reader.next() {
      try apply(step, layer: number, content: hashing ? try reader.hash(step) : nil)
    }
  }
}

/// The steps of a layer without the content of files.
private struct LayerList: Sendable {
  var steps: [(LayerReader.Step, ContentHash?)] = []

  static func read(
    _ layer: LayerBlob, _ hashing: Bool, _ limits: LayerLimits
  ) -> Result<LayerList, Failure> {
    do throws(Failure) {
      var list = LayerList()
      let reader = try LayerReader(layer, limits: limits)
      while let step = try reader.next() {
        if list.steps.count >= limits.entries {
          throw Failure(
            "cannot hold the files of \(layer.name)",
            because: ["there are more than \(limits.entries)"],
            hint: "use an image with fewer files")
        }
        list.steps.append((step, hashing ? try reader.hash(step) : nil))
      }
      return .success(list)
    } catch {
      return .failure(error)
    }
  }
}

extension LayerReader {
  /// The digest of the content of a step's file; nil for what has none.
  func hash(_ step: Step) throws(Failure) -> ContentHash? {
    guard case .put(let entry) = step.action, entry.kind == .file else { return nil }
    var hash = SHA256()
    while let piece = try read() { hash.add(piece) }
    return ContentHash(hash)
  }
}
