import OCI
import Source
import Streams
import Testing

@Suite struct VerifiedStreamTests {
  static let bytes = Array("the bytes of a layer".utf8)

  @Test func handsOnWhatIsRight() throws {
    let stream = VerifiedStream(
      BytesInMemory(Self.bytes, pieceSize: 3), digest: Digest(of: Self.bytes), size: 20, what: "it")
    #expect(try stream.readAll(limit: 100, what: "it") == Self.bytes)
    #expect(try stream.next() == nil)
  }

  @Test(
    arguments: [
      ("truncated", Array(bytes.dropLast()), 20), ("longer", bytes + [0], 20),
      ("altered", Array(bytes.dropLast()) + [0], 20), ("empty", [], 20),
      ("truncated, of no known size", Array(bytes.dropLast()), nil),
    ] as [(String, [UInt8], Int64?)])
  func refuses(_ name: String, _ given: [UInt8], _ size: Int64?) {
    let stream = VerifiedStream(
      BytesInMemory(given, pieceSize: 4), digest: Digest(of: Self.bytes), size: size, what: "it")
    #expect(throws: Failure.self, "\(name)") { try stream.drain() }
  }
}
