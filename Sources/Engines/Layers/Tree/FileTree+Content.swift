public import Archive
public import Source
public import Streams

extension FileTree {
  /// The content of a file, read from its layer without unpacking anything.
  /// - Parameters:
  ///   - file: A regular file of this tree.
  ///   - layers: The layers that the tree was read from.
  ///   - limits: How much they may ask for.
  /// - Throws: `Failure` when it is no regular file, or the layer has changed.
  public func content(
    of file: FileEntry, in layers: [LayerBlob], limits: LayerLimits = LayerLimits()
  ) throws(Failure) -> any ByteStream {
    guard file.kind == .file, layers.indices.contains(file.layer), file.ordinal >= 0 else {
      throw Failure(
        "cannot read the content of a \(file.kind.rawValue)", hint: "name a regular file")
    }
    let reader = try LayerReader(layers[file.layer], limits: limits)
    while let step = try reader.next() {
      if step.ordinal == file.ordinal { return FileContent(reader) }
    }
    throw Failure(
      "cannot read a file of \(layers[file.layer].name)", because: ["the layer has changed"],
      hint: "try again")
  }

  /// The content of a path, links followed.
  /// - Throws: `Failure` when nothing is there, or it is no regular file.
  public func content(
    of path: RawPath, in layers: [LayerBlob], limits: LayerLimits = LayerLimits()
  ) throws(Failure) -> any ByteStream {
    guard let place = try resolve(path) else {
      throw Failure(
        "cannot read `\(path)` of the image", because: ["there is no such file"],
        hint: "list the files with `hardstand image ls`")
    }
    let file = self[place]
    if file.kind == .folder {
      throw Failure(
        "cannot read `\(path)` of the image", because: ["it is a folder"],
        hint: "list it with `hardstand image ls`")
    }
    return try content(of: file, in: layers, limits: limits)
  }
}

/// The content of the file that a reader stands at; it keeps the reader.
private final class FileContent: ByteStream {
  private let reader: LayerReader
  init(_ reader: LayerReader) { self.reader = reader }

  func next() throws(Failure) -> [UInt8]? {
    guard let piece = try reader.read() else { return nil }
    return Array(piece)
  }
}
