import Layers
import Source
import Streams

/// The content of a file of a context, which must be what it was when the key of its step was made:
/// else the cache would hold another content under that key.
final class SteadyStream: ByteStream {
  private let stream: any ByteStream
  private let tree: any FileSource
  private let place: LayerPath
  private let stamp: FileStamp
  private var rest: Int64

  /// - Parameter stamp: What the file was by then.
  /// - Throws: `Failure` when it is another by now.
  init(_ place: LayerPath, of tree: any FileSource, _ stamp: FileStamp) throws(Failure) {
    stream = try tree.open(place)
    self.tree = tree
    self.place = place
    self.stamp = stamp
    rest = stamp.size
    if rest == 0 { try check() }
  }

  func next() throws(Failure) -> [UInt8]? {
    guard let piece = try stream.next() else {
      if rest > 0 { try check() }
      return nil
    }
    rest -= Int64(piece.count)
    // Whoever reads may stop at the size that the file had.
    if rest <= 0 { try check() }
    return piece
  }

  private func check() throws(Failure) { try tree.require(place, stamp) }
}
