import Archive
import Source
import Streams
import Testing

@Suite struct DecompressorTests {
  @Test(arguments: Compression.written)
  func findsOutByItself(compression: Compression) throws {
    for bytes in [prose(100_000), Array("x".utf8), []] {
      let packed = try collected { sink in
        let compressor = try Compressor(into: sink, compression)
        try compressor.write(bytes)
        try compressor.finish()
      }
      for pieces in [1, 5, 100_000] {
        let stream = try Decompressor(BytesInMemory(packed, pieceSize: pieces))
        #expect(stream.compression == (compression))
        #expect(try stream.readAll(limit: .max, what: "it") == bytes)
        #expect(stream.count == Int64(bytes.count))
        #expect(stream.compressedCount == Int64(packed.count))
      }
    }
  }

  @Test(
    arguments: [
      ([0x42, 0x5A, 0x68, 0x39], "bzip2"),
      ([0x50, 0x4B, 3, 4], "zip"),
    ] as [([UInt8], String)])
  func namesWhatItDoesNotRead(bytes: [UInt8], name: String) {
    let failure = #expect(throws: Failure.self) { try Decompressor(BytesInMemory(bytes)) }
    #expect(failure?.because == ["it is compressed with \(name), which is not supported"])
  }

  @Test(arguments: [Compression.gzip, .zstd])
  func stopsBombs(compression: Compression) throws {
    let piece = [UInt8](repeating: 0, count: 1 << 20)
    let bomb = try collected { sink in
      let compressor = try Compressor(into: sink, compression)
      for _ in 0..<64 { try compressor.write(piece) }
      try compressor.finish()
    }
    let limits: [(Decompressor.Limits, String)] = [
      (.init(bytes: 10 << 20), "it has more than 10 MiB when unpacked"),
      (
        .init(ratio: 100, ratioFloor: 4 << 20),
        "it grows to more than 100 times its size when unpacked"
      ),
    ]
    for (limit, reason) in limits {
      let stream = try Decompressor(BytesInMemory(bomb, pieceSize: 100), limits: limit)
      let failure = #expect(throws: Failure.self) { try stream.drain() }
      #expect(failure?.because == [reason])
      #expect(stream.count < 12 << 20)
    }
  }
}
