import Archive
import Source
import Streams
import TestSupport
import Testing

@Suite struct GzipTests {
  private static func compressed(
    _ bytes: [UInt8], level: Int = 6, threads: Int? = nil, piece: Int = 70_001
  ) throws -> [UInt8] {
    try collected { sink in
      let gzip = Gzip(into: sink, level: level, threads: threads)
      for start in stride(from: 0, to: bytes.count, by: piece) {
        try gzip.write(bytes[start..<min(bytes.count, start + piece)])
      }
      try gzip.finish()
    }
  }

  private static func plain(
    _ bytes: [UInt8], _ engine: Gunzip.Engine, pieces: Int = 4096, pieceSize: Int = 10_000
  ) throws -> [UInt8] {
    let source = BytesInMemory(bytes, pieceSize: pieces)
    return try Gunzip(source, what: "the layer", engine: engine, pieceSize: pieceSize)
      .readAll(limit: .max, what: "it")
  }

  @Test(arguments: [0, 1, 511, 65_536, 1_000_003])
  func readsWhatItWrites(size: Int) throws {
    for bytes in [noise(size), prose(size), [UInt8](repeating: 0, count: size)] {
      let packed = try Self.compressed(bytes)
      for engine in [Gunzip.Engine.fastest, .zlib] {
        #expect(try Self.plain(packed, engine) == bytes)
        if size < 100_000 {
          #expect(try Self.plain(packed, engine, pieces: 1, pieceSize: 7) == bytes)
        }
      }
    }
  }

  @Test(arguments: [524_288, 524_289, 1_048_576, 5_000_000])
  func writesTheSameWithAnyNumberOfThreads(size: Int) throws {
    let bytes = prose(size)
    let packed = try Self.compressed(bytes, threads: 1)
    #expect(try Self.compressed(bytes, threads: 3) == packed)
    #expect(try Self.compressed(bytes, threads: 2, piece: 1_700_000) == packed)
    #expect(try Self.plain(packed, .zlib) == bytes)
  }

  @Test func gzipReadsWhatItWrites() throws {
    let folder = try TemporaryFolder()
    let bytes = prose(300_000)
    let packed = try Self.compressed(bytes)
    #expect(try folder.run("gzip", ["-dc"], input: packed) == bytes)
    #expect(packed[..<10].elementsEqual([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]))
    #expect(try Self.compressed(bytes) == packed)
  }

  @Test func readsWhatGzipWrites() throws {
    let folder = try TemporaryFolder()
    let bytes = prose(300_000)
    for level in ["-1", "-6", "-9"] {
      let packed = try folder.run("gzip", [level, "-c"], input: bytes)
      for engine in [Gunzip.Engine.fastest, .zlib] {
        #expect(try Self.plain(packed, engine) == bytes)
        // Members in a row, as `cat a.gz b.gz` and eStargz make, and zeros that pad a block.
        #expect(try Self.plain(packed + packed + packed, engine) == bytes + bytes + bytes)
        let padded = packed + [UInt8](repeating: 0, count: 700)
        #expect(try Self.plain(padded, engine) == bytes)
      }
    }
  }

  @Test func readsEveryHeader() throws {
    let body = try Self.compressed(prose(1000))[10...]
    // Extra field, name, comment, checksum of the header.
    var header: [UInt8] = [0x1F, 0x8B, 8, 0x1F, 1, 2, 3, 4, 0, 3, 3, 0, 65, 66, 67]
    header += Array("name\0comment\0".utf8)
    let sum = try TemporaryFolder().run(
      "python3",
      ["-c", "import sys,zlib;print(zlib.crc32(sys.stdin.buffer.read())&65535,end='')"],
      input: header)
    let value = try #require(UInt16(String(decoding: sum, as: UTF8.self)))
    let good = header + [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] + body
    let bad = header + [UInt8(truncatingIfNeeded: value) ^ 1, UInt8(value >> 8)] + body
    for engine in [Gunzip.Engine.fastest, .zlib] {
      #expect(try Self.plain(good, engine, pieces: 3) == prose(1000))
      let failure = #expect(throws: Failure.self) { try Self.plain(bad, engine) }
      #expect(failure?.because == ["the checksum of its gzip header is wrong"])
    }
  }

  @Test(arguments: [
    ("nothing", "the gzip data ends too early"), ("text", "it is no gzip data"),
    ("cut in the header", "the gzip data ends too early"),
    ("cut in the body", "the gzip data ends too early"),
    ("cut in the trailer", "the gzip data ends too early"),
    ("altered trailer", "the checksum of the gzip data is wrong"),
    ("altered length", "the checksum of the gzip data is wrong"),
    ("garbage behind", "there are bytes behind the end of the gzip data"),
    ("garbage behind zeros", "there are bytes behind the end of the gzip data"),
    ("reserved flag", "its gzip header has flags that are not defined"),
    ("other method", "its gzip method is not deflate"),
    ("endless name", "its gzip header is longer than 128 KiB"),
    ("second member cut", "the gzip data ends too early"),
  ])
  func refuses(attack: String, reason: String) throws {
    let good = try Self.compressed(prose(100_000))
    func changed(_ index: Int, _ value: UInt8) -> [UInt8] {
      var bytes = good
      bytes[index < 0 ? bytes.count + index : index] = value
      return bytes
    }
    let bytes: [UInt8] =
      switch attack {
      case "nothing": []
      case "text": Array("hello".utf8)
      case "cut in the header": Array(good[..<7])
      case "cut in the body": Array(good[..<(good.count / 2)])
      case "cut in the trailer": Array(good.dropLast(2))
      case "altered trailer": changed(-6, ~good[good.count - 6])
      case "altered length": changed(-1, 9)
      case "garbage behind": good + Array("hello".utf8)
      case "garbage behind zeros": good + [0, 0, 0, 7]
      case "reserved flag": changed(3, 0x80)
      case "other method": changed(2, 7)
      case "endless name":
        [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 65, count: 200_000)
      default: good + good.dropLast(9)
      }
    for engine in [Gunzip.Engine.fastest, .zlib] {
      let failure = #expect(throws: Failure.self) { try Self.plain(bytes, engine) }
      #expect(failure?.what == "cannot decompress the layer")
      #expect(failure?.because == [reason])
    }
  }

  /// Whatever byte is altered, both libraries fail or both give the same bytes.
  @Test func bothLibrariesAgreeOnDamage() throws {
    let good = try Self.compressed(prose(5000) + noise(500))
    for index in stride(from: 0, to: good.count, by: 3) {
      var bytes = good
      bytes[index] ^= 1 << UInt8(index % 8)
      let first = try? Self.plain(bytes, .fastest)
      #expect(first == (try? Self.plain(bytes, .zlib)), "byte \(index)")
    }
  }
}
