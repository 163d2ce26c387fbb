public import Source
public import Streams

extension Compression {
  /// The compression that the first bytes of a file show; `none` where they show none that is known.
  /// - Parameters:
  ///   - start: At least the first 6 bytes, or all there are.
  ///   - what: What the bytes are, for the failure, such as "the layer".
  /// - Throws: `Failure` when they show a compression that is not read.
  public static func detect(_ start: [UInt8], what: String = "the file") throws(Failure)
    -> Compression
  {
    if start.starts(with: [0x1F, 0x8B]) { return .gzip }
    // A skippable frame of zstd has 0x50 to 0x5F in its first byte.
    if start.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstd }
    if start.count >= 4, start[0] & 0xF0 == 0x50, start[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
      return .zstd
    }
    if start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    for (magic, name) in others where start.starts(with: magic) {
      throw Failure(
        "cannot read \(what)", because: ["it is compressed with \(name), which is not supported"],
        hint: "compress it with gzip or zstd instead")
    }
    return .none
  }

  /// How many bytes `detect` looks at.
  public static let detectedPrefix = 6

  private static let others: [(magic: [UInt8], name: String)] = [
    ([0x42, 0x5A, 0x68], "bzip2"),
    ([0x1F, 0x9D], "compress"), ([0x04, 0x22, 0x4D, 0x18], "lz4"),
    ([0x4C, 0x5A, 0x49, 0x50], "lzip"), ([0x50, 0x4B, 0x03, 0x04], "zip"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip"), ([0x5D, 0x00, 0x00], "lzma"),
  ]
}
