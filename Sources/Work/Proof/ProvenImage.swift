import Archive
public import Layers
public import OCI
public import Source

/// An image as checks see it: its files, read from the layers without unpacking any, and its settings.
public struct ProvenImage: Sendable {
  /// The layers, the lowest first.
  public let layers: [LayerBlob]
  /// The settings.
  public let config: ImageConfig
  /// The bytes of the layers as they are stored.
  public let storedBytes: Int64
  let tree: FileTree
  /// The contents that checks ask for, by the number of the file.
  private var contents: [Int: Result<[UInt8], Failure>] = [:]

  /// The most bytes of a file that a check reads: 64 MiB.
  public static let contentLimit = 64 << 20

  /// Reads the list of files of an image.
  /// - Throws: `Failure` when a layer is damaged or hostile.
  public init(_ layers: [LayerBlob], _ config: ImageConfig) throws(Failure) {
    self.layers = layers
    self.config = config
    storedBytes = layers.reduce(0) { $0 + $1.descriptor.size }
    tree = try FileTree(reading: layers)
  }

  /// What a path leads to, links followed; nil where nothing is there.
  func place(_ path: String) -> FileTree.Place? {
    (try? tree.resolve(RawPath(path.hasPrefix("/") ? path : "/" + path))) ?? nil
  }

  /// What is at a path itself, links before its end followed; nil where nothing is there.
  func file(_ path: String) -> FileEntry? {
    let path = RawPath(path.hasPrefix("/") ? path : "/" + path)
    return ((try? tree.resolve(path, followsLast: false)) ?? nil).map { tree[$0] }
  }

  /// Reads the contents of paths, so that `content` has them: each layer once, however many they are.
  /// - Throws: `Failure` when a layer is damaged.
  mutating func load(_ paths: [String]) throws(Failure) {
    var wanted: [Int: [Int: Int]] = [:]
    for path in paths {
      guard let place = place(path) else { continue }
      let file = tree[place]
      let number = tree.fileNumber(place)
      guard file.kind == .file, file.ordinal >= 0, contents[number] == nil else { continue }
      wanted[file.layer, default: [:]][file.ordinal] = number
    }
    for (layer, files) in wanted.sorted(by: { $0.key < $1.key }) {
      let reader = try LayerReader(layers[layer], isAhead: true)
      var left = files.count
      while left > 0, let step = try reader.next() {
        guard let number = files[step.ordinal] else { continue }
        left -= 1
        contents[number] = ProvenImage.read(reader, step)
      }
    }
  }

  private static func read(
    _ reader: LayerReader, _ step: LayerReader.Step
  ) -> Result<[UInt8], Failure> {
    do throws(Failure) {
      var bytes: [UInt8] = []
      while let piece = try reader.read() {
        if bytes.count + piece.count > contentLimit {
          return .failure(
            Failure(
              "cannot read `\(step.path)`",
              because: ["it has more than \(contentLimit >> 20) MiB"]))
        }
        bytes += piece
      }
      return .success(bytes)
    } catch {
      return .failure(error)
    }
  }

  /// The content of a path that was loaded.
  /// - Throws: `Failure` that says why it has none.
  func content(_ path: String) throws(Failure) -> [UInt8] {
    guard let place = place(path) else {
      throw Failure("nothing is there")
    }
    guard let content = contents[tree.fileNumber(place)] else {
      throw Failure("a \(tree[place].kind.rawValue) is there")
    }
    return try content.get()
  }

  /// The value of a variable of the image; the last one of a name counts.
  func variable(_ name: String) -> String? { config.runtime.variable(name) }
}
