import Dockerfile
import Repair
import Source
import Testing

/// Repairs for which a line has no room.
@Suite struct LineLengthTests {
  /// A RUN on one line with that many removals of a variable each.
  private func source(_ count: Int) -> SourceText {
    let words = (0..<count).map { "rm /a/$x\($0)" }.joined(separator: " && ")
    return SourceText(name: "Dockerfile", text: "FROM debian:13\nRUN \(words)\nrun rm /b\n")
  }

  @Test func whatWouldNotFitIsLeftAndSaidSo() throws {
    let repairer = try Repairing.repairer(
      rules: ["unquoted-variable", "instruction-casing"], includesUnsafe: true)
    let source = source(3_900)
    #expect(source.lineRange(2).length < DockerfileSyntax.longestLine)
    let clock = ContinuousClock()
    let start = clock.now
    let outcome = repairer.repair(source)
    #expect(clock.now - start < .seconds(20))
    #expect(DockerfileSyntax.parse(outcome.result).refusal == nil)
    #expect(outcome.rejected.allSatisfy { !$0.isBug && $0.reason.contains("65535 bytes") })
    #expect(!outcome.rejected.isEmpty)
    // The line below has its repair.
    #expect(String(decoding: outcome.bytes, as: UTF8.self).hasSuffix("RUN rm /b\n"))
    #expect(!repairer.repair(outcome.result).isChanged, "a second run goes on")
  }

  @Test func whatFitsIsMade() throws {
    let repairer = try Repairing.repairer(rules: ["unquoted-variable"], includesUnsafe: true)
    let outcome = repairer.repair(source(500))
    #expect(outcome.rejected.isEmpty)
    #expect(!String(decoding: outcome.bytes, as: UTF8.self).contains(" /a/$x"))
  }
}
