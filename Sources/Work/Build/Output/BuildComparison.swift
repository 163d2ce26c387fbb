import Archive
import Frontend
import Host
import Layers
import OCI
public import Source
public import Store
import Streams

/// What two builds of the same made differently.
public enum BuildComparison {
  /// A file of a layer that differs, or a setting.
  public struct Difference: Hashable, Sendable {
    /// The step that leaves it, such as `RUN make`; nil for settings.
    public let step: String?
    /// The path, or what it is else.
    public let what: String
    /// What differs of it, such as `content`.
    public let aspects: [String]
    /// What is likely to be the cause; nil where nothing is known.
    public let cause: String?
  }

  /// The differences of two builds, those of lower layers first.
  /// - Throws: `Failure` when a layer cannot be read.
  public static func differences(
    _ first: BuiltImage, _ second: BuiltImage, in store: ContentStore
  ) throws(Failure) -> [Difference] {
    var found: [Difference] = []
    for (old, new) in zip(first.layers, second.layers) where old.diffID != new.diffID {
      let step = first.definition.operations[old.operation].title
      let before = [store.layer(old.descriptor, diffID: old.diffID)]
      let after = [store.layer(new.descriptor, diffID: new.diffID)]
      let (left, right) = (
        try FileTree(reading: before, hashing: true), try FileTree(reading: after, hashing: true)
      )
      let changes = left.changes(to: right, timesMatter: true)
      for change in changes {
        var cause = DifferenceCause.of(path: change.path.raw.text, change)
        if cause == nil, change.aspects.contains(.content), let a = change.before,
          let b = change.after
        {
          cause = DifferenceCause.of(
            try start(of: a, left, before), try start(of: b, right, after))
        }
        found.append(
          Difference(
            step: step, what: "/\(change.path.raw.text)",
            aspects: change.kind == .changed
              ? change.aspects.map(\.rawValue)
              : [change.kind == .added ? "only in the second" : "only in the first"],
            cause: cause))
      }
      if changes.isEmpty {
        found.append(
          Difference(
            step: step, what: "the layer", aspects: ["archive"],
            cause: "the same files are written in another way"))
      }
    }
    if first.layers.count != second.layers.count {
      found.append(
        Difference(
          step: nil, what: "the layers",
          aspects: ["\(first.layers.count) and then \(second.layers.count)"], cause: nil))
    }
    if found.isEmpty, first.manifest.digest != second.manifest.digest {
      found.append(
        Difference(
          step: nil, what: "the settings of the image", aspects: ["configuration"],
          cause: "the base has another digest now, or a variable of the build changed"))
    }
    return found
  }

  private static func start(
    of file: FileEntry, _ tree: FileTree, _ layers: [LayerBlob]
  ) throws(Failure) -> [UInt8] {
    let stream = try tree.content(of: file, in: layers)
    var bytes: [UInt8] = []
    while bytes.count < 1 << 20, let piece = try stream.next() { bytes += piece }
    return bytes
  }
}
