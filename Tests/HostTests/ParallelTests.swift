import Host
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 100, 5000], [1, 2, 3, 16])
  func keepsTheOrder(count: Int, threads: Int) {
    let results = Parallel.map(Array(0..<count), threads: threads) { "\($0)" }
    #expect(results == (0..<count).map { "\($0)" })
  }

  @Test func givesEachThreadAFullStack() {
    @Sendable func depth(_ count: Int) -> Int { count == 0 ? 0 : 1 + depth(count - 1) }
    #expect(Parallel.map([10_000, 20_000], threads: 2) { depth($0) } == [10_000, 20_000])
  }
}

@Suite struct TextOutputTests {
  @Test func keepsWritesInOnePiece() {
    let output = TextOutput()
    _ = Parallel.map(Array(0..<200), threads: 4) { _ in output.write("abcdefgh\n") }
    #expect(output.text == String(repeating: "abcdefgh\n", count: 200))
    #expect(output.trouble == nil)
  }
}
