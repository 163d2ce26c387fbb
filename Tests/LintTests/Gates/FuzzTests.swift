import Dockerfile
import Evidence
import Lint
import Source
import Testing

/// Random changes of texts, the same in every run.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    // The generator of Steele, Lea and Flood (splitmix64).
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }

  private static let pieces = [
    "\\", "\\\n", "`", "\"", "'", "${", "}", "$(", ")", "<<EOF", "<<-'X'", "EOF\n", "[", "]", "\n",
    "\r\n", "\t", "#", " # ", "--from=", "--mount=type=", "=", ":", "/", "||", "&&", ";", "|", "*",
    "FROM ", "RUN ", "COPY ", "ENV ", "ONBUILD ", "HEALTHCHECK CMD ", "# escape=`\n", "\u{0}", "é",
    "\u{FEFF}", "\u{1B}[31m", "@sha256:", "if ", "then ", "fi", "case x in", "esac", "for x in ",
    "{", "((", "[[", "${x:-", "${x//a/b}", "$'", "<(", "~", "!", "USER 0\n", "ARG X\n",
    "apt-get install ",
  ]

  /// The bytes with a few random changes.
  mutating func mutate(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
    var result = bytes
    for _ in 0...below(4) {
      let place = below(result.count + 1)
      switch below(6) {
      case 0: result.insert(contentsOf: Self.pieces[below(Self.pieces.count)].utf8, at: place)
      case 1: result.removeSubrange(place..<min(result.count, place + below(20)))
      case 2: if place < result.count { result[place] = UInt8(truncatingIfNeeded: next()) }
      case 3:
        let start = below(other.count)
        result.insert(contentsOf: other[start..<min(other.count, start + below(60))], at: place)
      case 4: result = Array(result.prefix(place))
      default:
        let end = min(result.count, place + below(40))
        result.insert(contentsOf: result[place..<end], at: place)
      }
    }
    return result
  }
}

@Suite struct FuzzTests {
  /// The texts that are changed: the examples of the rules, and the corpus where it is there.
  static let texts: [[UInt8]] =
    RuleBook.descriptions.flatMap(\.examples).map { Array(MarkedText($0.text).text.utf8) }
    + (Corpus.isPresent ? Corpus.files.map(\.bytes).filter { $0.count < 8_000 } : [])

  @Test func changedFilesAreReadToTheEnd() throws {
    let check = try CheckAll.check(profile: "strict")
    var mutator = Mutator(seed: 20_261_121)
    for _ in 0..<1_500 {
      let base = Self.texts[mutator.below(Self.texts.count)]
      let bytes = mutator.mutate(base, with: Self.texts[mutator.below(Self.texts.count)])
      let source = SourceText(name: "fuzz", bytes: bytes)
      #expect(DockerfileSyntax.parse(source).print() == bytes)
      for finding in check.verdict(on: source).findings {
        let ranges =
          [finding.range] + finding.related.map(\.range)
          + finding.fixes.flatMap { $0.edits.map(\.range) }
        for range in ranges where range.lowerBound < 0 || range.upperBound > bytes.count {
          Issue.record("\(finding.rule) points outside of the file: \(range)")
        }
      }
    }
  }

  /// Malformed files: each change makes the frontend refuse, and the refusal has a place and a way on.
  @Test(arguments: [
    ("FROM a\nFRMO b\n", SyntaxProblem.Step.instruction), ("RUN x\n", .instruction),
    ("FROM a\nRUN <<EOF\nx\n", .parse), ("FROM a\nENV A\n", .parse),
    ("FROM a\nENV A=1 B\n", .parse), ("FROM a\nCMD [\"a\", 1]\n", .parse), ("", .parse),
    ("# only\n", .parse), ("FROM a AS 1x\n", .instruction), ("FROM a b\n", .instruction),
    ("FROM a\nCOPY x\n", .instruction), ("FROM a\nCOPY --frm=x a b\n", .instruction),
    ("FROM a\nRUN --network=maybe x\n", .instruction), ("FROM a\nEXPOSE\n", .instruction),
    ("FROM a\nHEALTHCHECK --interval=5 CMD x\n", .instruction),
    ("FROM a\nHEALTHCHECK NONE x\n", .instruction), ("FROM a\nSHELL sh -c\n", .instruction),
    ("FROM a\nONBUILD FROM b\n", .instruction), ("FROM a\nONBUILD ONBUILD RUN x\n", .instruction),
    ("FROM a\nUSER\n", .instruction), ("FROM a\nVOLUME [\"\"]\n", .instruction),
    ("FROM a\nARG =x\n", .instruction), ("FROM a\nCOPY --link=maybe a b\n", .instruction),
    ("# escape=x\nFROM a\n", .parse), ("# escape=\\\n# escape=`\nFROM a\n", .parse),
    ("FROM a\nCOPY a <<EOF\nx\nEOF\n", .instruction),
    ("FROM a\nRUN --mount=type=bind,from=$x true\n", .instruction),
    ("FROM a\nRUN --mount=type=bind,\\\"x true\n", .instruction),
    ("{{ x }}\nFROM a\n", .instruction),
  ])
  func malformedFilesAreRefusedWithAPlace(text: String, step: SyntaxProblem.Step) throws {
    let source = SourceText(name: "malformed", text: text)
    let problem = try #require(DockerfileSyntax.parse(source).refusal)
    #expect(problem.step == step, "\(problem.message)")
    #expect(problem.help?.isEmpty == false)
    #expect(problem.range.upperBound <= source.bytes.count)
    let findings = try CheckAll.findings(in: source)
    #expect(findings.contains { $0.severity == .error }, "nothing is told of \(text)")
  }
}
