import Archive
import Source
import Streams
import TestSupport
import Testing

@Suite struct ZstdTests {
  private static func compressed(_ bytes: [UInt8], level: Int = 3) throws -> [UInt8] {
    try collected { sink in
      let zstd = try ZstdCompressor(into: sink, level: level)
      for start in stride(from: 0, to: bytes.count, by: 70_001) {
        try zstd.write(bytes[start..<min(bytes.count, start + 70_001)])
      }
      try zstd.finish()
    }
  }

  private static func plain(
    _ bytes: [UInt8], pieces: Int = 4096, pieceSize: Int = 10_000
  ) throws -> [UInt8] {
    try ZstdDecompressor(
      BytesInMemory(bytes, pieceSize: pieces), what: "the layer", pieceSize: pieceSize
    ).readAll(limit: .max, what: "it")
  }

  @Test(arguments: [0, 1, 511, 65_536, 1_000_003])
  func readsWhatItWrites(size: Int) throws {
    for bytes in [noise(size), prose(size), [UInt8](repeating: 0, count: size)] {
      let packed = try Self.compressed(bytes)
      #expect(try Self.compressed(bytes) == packed)
      #expect(try Self.plain(packed) == bytes)
      if size < 100_000 { #expect(try Self.plain(packed, pieces: 1, pieceSize: 7) == bytes) }
    }
  }

  @Test func readsFramesInARow() throws {
    let bytes = prose(10_000)
    let packed = try Self.compressed(bytes)
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    #expect(try Self.plain(packed + skipped + packed) == bytes + bytes)
    #expect(try Self.plain(skipped + packed + skipped, pieces: 2) == bytes)
    #expect(try Compression.detect(skipped) == .zstd)
  }

  @Test(.enabled(if: TemporaryFolder.has("zstd"), "zstd is not installed"))
  func agreesWithZstd() throws {
    let folder = try TemporaryFolder()
    let bytes = prose(300_000)
    #expect(try folder.run("zstd", ["-dc"], input: try Self.compressed(bytes)) == bytes)
    for options in [["-1"], ["-19"], ["--ultra", "-22"], ["--long=27"]] {
      let packed = try folder.run("zstd", ["-qc"] + options, input: bytes)
      #expect(try Self.plain(packed) == bytes)
    }
  }

  @Test(arguments: [
    ("nothing", "the zstd data ends too early"), ("text", "the zstd data is corrupt"),
    ("cut", "the zstd data ends too early"), ("altered", "the checksum of the zstd data is wrong"),
    ("garbage behind", "the zstd data is corrupt"),
    ("second frame cut", "the zstd data ends too early"),
    ("window", "its zstd window is larger than 128 MiB"),
  ])
  func refuses(attack: String, reason: String) throws {
    let good = try Self.compressed(noise(100_000))
    let bytes: [UInt8]
    switch attack {
    case "nothing": bytes = []
    case "text": bytes = Array("hello, world".utf8)
    case "cut": bytes = Array(good[..<(good.count / 2)])
    case "altered":
      var altered = good
      altered[5000] ^= 1
      bytes = altered
    case "garbage behind": bytes = good + Array("hello".utf8)
    case "second frame cut": bytes = good + good.dropLast(9)
    // A frame with a window of 2^31 bytes: exponent 21.
    default: bytes = [0x28, 0xB5, 0x2F, 0xFD, 0, 21 << 3, 1, 0, 0]
    }
    let failure = #expect(throws: Failure.self) { try Self.plain(bytes) }
    #expect(failure?.because == [reason])
  }
}
