import Source

extension [UInt8] {
  /// A piece of a stream that is written in place; nil where nothing came.
  /// - Parameters:
  ///   - size: The most bytes that it has room for.
  ///   - fill: Writes from the beginning of the room, and returns how much.
  static func filled(
    upTo size: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int
  ) throws(Failure) -> [UInt8]? {
    var failure: Failure?
    let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(Failure) {
        count = try fill(buffer)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return piece.isEmpty ? nil : piece
  }
}

extension Failure {
  /// Why compressed data cannot be read on.
  static func damaged(_ what: String, _ reason: String) -> Failure {
    Failure(
      "cannot decompress \(what)", because: [reason],
      hint: "get it again, because it is damaged or incomplete")
  }
}
