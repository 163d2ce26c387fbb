import Host
import Source
import Streams
import Testing

@Suite struct BackgroundStreamTests {
  private final class Failing: ByteStream {
    private var rest: Int
    init(after rest: Int) { self.rest = rest }
    func next() throws(Failure) -> [UInt8]? {
      if rest == 0 { throw Failure("broken") }
      rest -= 1
      return [1, 2, 3]
    }
  }

  @Test func givesTheSameBytes() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
    for pieceSize in [7, 1000, 200_000] {
      let stream = BackgroundStream(BytesInMemory(bytes, pieceSize: pieceSize))
      #expect(try stream.readAll(limit: .max, what: "it") == bytes)
      #expect(try stream.next() == nil)
    }
    #expect(try BackgroundStream(BytesInMemory([])).next() == nil)
  }

  @Test func handsFailuresOn() {
    let stream = BackgroundStream(Failing(after: 10))
    #expect(throws: Failure("broken")) { try stream.drain() }
    #expect(throws: Failure("broken")) { try stream.next() }
  }

  @Test func endsWhenNobodyReads() throws {
    for taken in [0, 1, 20] {
      let stream = BackgroundStream(
        BytesInMemory([UInt8](repeating: 0, count: 10_000), pieceSize: 10))
      for _ in 0..<taken { _ = try stream.next() }
    }
  }
}
