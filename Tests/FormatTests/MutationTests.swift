import Dockerfile
import Format
import Source
import Testing

/// Damaged files keep their meaning too.
@Suite struct MutationTests {
  private static let seeds = [
    "# syntax=docker/dockerfile:1\n# c\nARG V=1\n\n\nfrom  a:$V as b\nRUN set -eux; \\\n\tx=\"$(b \\\n\t\tc)\"; \\\n# d\n\tif e; then f; fi\n",
    "FROM a\nRUN --mount=type=ssh \\\n  apt-get update && apt-get install -y a b \\\n\n  # c\n && d | e\nENV A=1 B=\"c  d\" \\\n  C=\\ x\n",
    "FROM a\nCOPY --chown=1 --from=b  --link x <<E <<'F' /y/\nz \\\nE\n  F\nF\nCMD [ \"a\" ,\\\n \"b\" ]\nLABEL a=1 \\\n      b=2\n",
    "# escape=`\r\nFROM a\r\nRUN b `\r\n  && c\r\nSHELL [\"pwsh\"]\r\nRUN d  `\r\n e\r\nHEALTHCHECK --retries=3 --timeout=1s CMD f   g\r\n",
    "FROM a\nRUN <<-E\n\tb\n\tE\nONBUILD copy a  b\nARG A  B=1\nEXPOSE 1   2\nWORKDIR  /a b\nRUN for x in a \\\n b; do c; done >d 2>&1 # e\n",
  ]

  private static let pieces: [[UInt8]] = [
    " ", "  ", "\t", "\n", "\r\n", "\n\n", " \\\n", "\\\n", "\\ \n", "`\n", " \\\n\n", "\n# x\n",
    " \\\n  # y\n", "#", "'", "\"", "\\", "&&", " && ", "||", "|", ";", " ; ", "&", ">", "<",
    "<<E\n",
    "(", ")", "{", "}", "$(", "[", "]", ",", "=", "\nRUN ", "\nFROM x AS y\n", "\nENV ",
    " --from=q",
    "--link ", "if ", " then ", "fi", "\u{A0}", "\u{B}", "\r", "é", "# escape=`\n",
    " apt-get install -y aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ccccccccccccccccccccccccc && ",
    " A=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa B=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb ",
  ].map { Array($0.utf8) }

  @Test func damagedFilesKeepTheirMeaning() {
    var random = Generator(state: 0xF0_4A7)
    let start = ContinuousClock.now
    var laidOut = 0
    for round in 0..<60_000 where ContinuousClock.now - start < .seconds(150) {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0...Int.random(in: 0..<5, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        if Int.random(in: 0..<3, using: &random) > 0 {
          bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: place)
        } else {
          let end = min(bytes.count, place + Int.random(in: 0..<8, using: &random))
          bytes.removeSubrange(place..<end)
        }
      }
      let result = Formatted(SourceText(name: "Dockerfile", bytes: bytes))
      if result.edits.isEmpty { continue }
      laidOut += 1
      let faults = Guarantees.faults(in: result)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(
        faults == [], "round \(round): \(text.debugDescription) -> \(result.text.debugDescription)")
      if !faults.isEmpty { return }
    }
    #expect(laidOut > 20)
  }
}

/// A generator of the same numbers each time (xorshift64*).
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
