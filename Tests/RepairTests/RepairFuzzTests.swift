import Dockerfile
import Evidence
import Facts
import Host
import Lint
import Repair
import Source
import Testing

/// Repairs of files that were changed at random: what the frontend took, it takes afterwards.
@Suite struct RepairFuzzTests {
  /// Random numbers, the same in every run (splitmix64).
  struct Generator {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(max(bound, 1)))
    }
  }

  static let texts: [[UInt8]] =
    RuleBook.descriptions.flatMap(\.examples).map {
      Array($0.text.filter { $0 != "‹" && $0 != "›" }.utf8)
    }
    + (Corpus.isPresent ? Corpus.files.map(\.bytes).filter { $0.count < 6_000 } : [])

  /// Lines that change what stands around them.
  static let lines = [
    "USER 1000", "USER root", "SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]", "WORKDIR app",
    "# a comment", "# hadolint ignore=DL3008,DL3059", "ARG VERSION", "ENV PATH=/x:$PATH", "",
    "FROM scratch", "FROM alpine:3 AS next", "RUN apt-get update", "RUN apt-get install curl \\",
    "CMD echo hi", "ENTRYPOINT [\"sh\", \"-c\", \"x\"]", "MAINTAINER me", "COPY a b c",
    "RUN <<EOF", "EOF", "    && pip install x \\", "LABEL a=b a=c", "EXPOSE 80 # http",
  ]

  @Test func whatTheFrontendTakesItTakesAfterwards() async throws {
    let check = try Repairing.check(profile: "strict", on: Repairing.repairing)
    let seed = System.environment["HARDSTAND_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_261_128
    var generator = Generator(state: seed)
    var changed = 0
    for round in 0..<600 {
      await Task.yield()
      var lines = Self.texts[generator.below(Self.texts.count)].split(
        separator: 0x0A, omittingEmptySubsequences: false
      ).map(Array.init)
      for _ in 0...generator.below(4) {
        let place = generator.below(lines.count + 1)
        switch generator.below(4) {
        case 0: lines.insert(Array(Self.lines[generator.below(Self.lines.count)].utf8), at: place)
        case 1: if place < lines.count { lines.remove(at: place) }
        case 2: if place < lines.count { lines.insert(lines[place], at: place) }
        default:
          let other = Self.texts[generator.below(Self.texts.count)].split(separator: 0x0A)
          if !other.isEmpty { lines.insert(Array(other[generator.below(other.count)]), at: place) }
        }
      }
      let isCRLF = round.isMultiple(of: 7)
      let source = SourceText(
        name: "fuzz", bytes: Array(lines.joined(separator: isCRLF ? [0x0D, 0x0A] : [0x0A])))
      guard source.bytes.count < 12_000 else { continue }
      let repairer = Repairer(check: check, includesUnsafe: round.isMultiple(of: 2))
      let outcome = repairer.repair(source)
      let before = DockerfileFacts.of(.parse(source))
      let after = DockerfileFacts.of(.parse(outcome.result))
      let text = String(decoding: source.bytes, as: UTF8.self)
      if before.refusal == nil { #expect(after.refusal == nil, "\(text)") }
      if outcome.isChanged {
        changed += 1
        #expect(!repairer.repair(outcome.result).isChanged, "changes again: \(text)")
        if before.refusal != nil, before.syntax.refusal != nil {
          #expect(after.syntax.refusal == nil, "still refused: \(text)")
        }
      }
    }
    #expect(changed > 50)
  }
}
