import TestSupport
import Dockerfile
import Source
import Testing

@Suite(.enabled(if: Conformance.isPresent, "the conformance data is not beside the checkout"))
struct ParserConformanceTests {
  @Test(arguments: Conformance.names("parser/testfiles"))
  func sameTreeAsBuildKit(name: String) throws {
    let folder = "parser/testfiles/\(name)"
    let source = SourceText(name: name, bytes: try Conformance.bytes("\(folder)/Dockerfile"))
    let expected = String(decoding: try Conformance.bytes("\(folder)/result"), as: UTF8.self)
    let syntax = DockerfileSyntax.parse(source)
    #expect(trimmed(syntax.dump()) == trimmed(expected))
    #expect(!syntax.problems.contains { $0.step == .parse })
    #expect(syntax.print() == source.bytes)
  }

  @Test(arguments: Conformance.names("parser/testfiles-negative"))
  func sameRefusalsAsBuildKit(name: String) throws {
    let bytes = try Conformance.bytes("parser/testfiles-negative/\(name)/Dockerfile")
    let syntax = DockerfileSyntax.parse(SourceText(name: name, bytes: bytes))
    #expect(syntax.refusal?.step == .parse)
    #expect(syntax.print() == bytes)
  }

  @Test func linesAreThoseOfBuildKit() throws {
    let source = SourceText(
      name: "Dockerfile", bytes: try Conformance.bytes("parser/testfile-line/Dockerfile"))
    let syntax = DockerfileSyntax.parse(source)
    let lines = syntax.instructions.map {
      source.line(at: $0.range.lowerBound)...source.line(at: $0.range.upperBound - 1)
    }
    #expect(lines == [5...5, 11...12, 17...31])
  }

  @Test func everyFileOfTheCorpusPrintsBack() throws {
    for path in Conformance.dockerfiles() {
      let bytes = try Conformance.bytes("dockerfiles/\(path)")
      let syntax = DockerfileSyntax.parse(SourceText(name: path, bytes: bytes))
      #expect(syntax.print() == bytes, "\(path)")
    }
  }

  @Test func verdictsOfTheCorpusAreThoseOfBuildKit() throws {
    let table = String(decoding: try Conformance.bytes("dockerfiles/BUILDKIT.tsv"), as: UTF8.self)
    for row in table.split(separator: "\n") {
      let fields = row.split(separator: "\t", maxSplits: 1)
      let path = String(fields[0])
      let bytes = try Conformance.bytes("dockerfiles/\(path)")
      let syntax = DockerfileSyntax.parse(SourceText(name: path, bytes: bytes))
      let step = syntax.refusal?.step
      if fields[1].hasPrefix("INSTR") {
        #expect(step == .instruction, "\(path): \(String(describing: syntax.refusal))")
      } else if fields[1].hasPrefix("PARSE") {
        #expect(step == .parse, "\(path): \(String(describing: syntax.refusal))")
      } else {
        #expect(step == nil, "\(path): \(String(describing: syntax.refusal))")
      }
    }
  }

  private func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
