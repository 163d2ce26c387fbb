import Archive
import Source
import Streams
import TestSupport
import Testing

@Suite(.enabled(if: TemporaryFolder.has("xz"), "needs xz"))
struct XZTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [1, 7, 100_000])
  func readsWhatTheProgramWrites(pieces: Int) throws {
    for (bytes, level) in [(prose(300_000), "-9"), ([], "-0"), (Array("x".utf8), "-6")] {
      let packed = try folder.run("xz", ["-c", level], input: bytes)
      let stream = try Decompressor(BytesInMemory(packed + packed, pieceSize: pieces))
      #expect(stream.compression == .xz)
      #expect(try stream.readAll(limit: .max, what: "it") == bytes + bytes)
      #expect(try stream.next() == nil)
    }
  }

  @Test func refusesWhatIsDamaged() throws {
    let packed = try folder.run("xz", ["-c"], input: prose(100_000))
    for cut in [6, 12, 40, packed.count / 2, packed.count - 1] {
      let stream = try XZDecompressor(BytesInMemory(Array(packed[..<cut])))
      let failure = #expect(throws: Failure.self) { try stream.drain() }
      #expect(failure?.because == ["the xz data ends too early"])
    }
    var wrong = packed
    wrong[packed.count / 2] ^= 0x40
    #expect(throws: Failure.self) { try XZDecompressor(BytesInMemory(wrong)).drain() }
    let failure = #expect(throws: Failure.self) {
      try XZDecompressor(BytesInMemory(packed + [1])).drain()
    }
    #expect(failure?.because.isEmpty == false)
  }

  @Test func boundsTheMemory() throws {
    let packed = try folder.run("xz", ["-c", "--lzma2=dict=512MiB"], input: prose(1000))
    let failure = #expect(throws: Failure.self) {
      try XZDecompressor(BytesInMemory(packed)).drain()
    }
    #expect(failure?.because == ["it needs more than 160 MiB of memory"])
  }

  @Test func stopsBombs() throws {
    let packed = try folder.run(
      "sh", ["-c", "head -c 64M /dev/zero | xz -c"])
    let stream = try Decompressor(BytesInMemory(packed), limits: .init(bytes: 10 << 20))
    #expect(throws: Failure.self) { try stream.drain() }
    #expect(stream.count < 12 << 20)
  }

  @Test func isNotWritten() {
    #expect(throws: Failure.self) { try Compressor(into: BytesCollected(), .xz) }
  }
}
