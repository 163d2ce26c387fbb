import Shell
import Source
import Testing

@Suite struct CorpusTests {
  private static let isPresent = Conformance.isPresent
  private static let absence: Comment = "the Dockerfiles of the conformance data are not there"

  /// Whether a text is a template for another program or for another shell.
  private func isForeign(_ text: MappedText) -> Bool {
    text.text.contains("{{")
  }

  @Test(.enabled(if: isPresent, absence)) func realTextsHaveNoProblem() {
    let texts = Conformance.texts.filter { !isForeign($0) }
    #expect(texts.count > 2000)
    var problems: [String] = []
    for text in texts {
      let script = ShellScript.parse(text, dialect: .bash)
      for problem in script.problems where problem.kind != .unterminatedHeredoc {
        problems.append("\(problem.kind): \(text.text.prefix(200))")
      }
    }
    #expect(problems == [])
  }

  @Test(.enabled(if: isPresent, absence)) func realTextsKeepTheirRanges() {
    for text in Conformance.texts {
      let faults = RangeCheck.faults(ShellScript.parse(text, dialect: .bash), in: text.sourceRange)
      #expect(faults == [], "\(text.text.prefix(200))")
    }
  }

  @Test(.enabled(if: isPresent, absence)) func damagedTextsAreRead() {
    var random = Generator(state: 0x5EED)
    let texts = Conformance.texts.filter { $0.count < 2000 }
    let pieces: [[UInt8]] = [
      "'", "\"", "`", "$(", "${", "}", "{", "(", ")", ";", "&&", "||", "|", "&", "\n", " if ",
      " then ", " fi ", " do ", " done ", " esac ", " case ", "\\", "<<E\n", "<", ">", "#", "[[ ",
      " ]]", "((", "))", ";;", "!", " for ", " in ", "=(", "$'", "@(", "[", "\r\n", "\u{0}", "é",
      " sh -c '", "${a//", "$((", "E\n", "\\\n",
    ].map { Array($0.utf8) }
    guard !texts.isEmpty else { return }
    for round in 0..<1500 {
      let chosen = texts[Int.random(in: 0..<texts.count, using: &random)]
      var bytes = chosen.bytes
      for _ in 0...Int.random(in: 0..<6, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
          bytes.insert(contentsOf: piece, at: place)
        case 1:
          let end = min(bytes.count, place + Int.random(in: 0..<12, using: &random))
          bytes.removeSubrange(place..<end)
        default:
          if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
        }
      }
      if bytes.isEmpty { continue }
      let dialect = ShellDialect.allCases[round % ShellDialect.allCases.count]
      let text = scattered(bytes, gap: round % 3, &random)
      let script = ShellScript.parse(text, dialect: dialect)
      let faults = RangeCheck.faults(script, in: text.sourceRange, isWhole: round % 3 == 0)
      #expect(faults == [], "\(text.text)")
      if !faults.isEmpty { return }
    }
  }

  /// Bytes in pieces of a source with gaps between them, as lines of a Dockerfile that are joined.
  private func scattered(_ bytes: [UInt8], gap: Int, _ random: inout Generator) -> MappedText {
    var text = MappedText()
    var start = 0
    var place = 100
    while start < bytes.count {
      let length = Int.random(in: 1...40, using: &random)
      let piece = bytes[start..<min(bytes.count, start + length)]
      text.append(piece, from: place)
      start += length
      place += length + gap
    }
    return text
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
