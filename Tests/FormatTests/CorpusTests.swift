import Facts
import Format
import Source
import Testing

@Suite(.enabled(if: Corpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct CorpusTests {
  @Test func realFilesKeepTheirMeaning() async {
    var changed = 0
    var damaged: [String] = []
    for file in Corpus.files {
      // Others have a time limit.
      await Task.yield()
      let result = Formatted(file)
      if result.edits.isEmpty { continue }
      changed += 1
      damaged += Guarantees.faults(in: result).map { "\(file.name): \($0)" }
    }
    print("laid out: \(changed) of \(Corpus.files.count) files")
    #expect(Corpus.files.count > 1000)
    #expect(damaged.prefix(20) == [])
  }

  @Test func goodFilesAreInShape() {
    let changed = Corpus.golden.flatMap { file in
      Formatted(file).edits.map { "\(file.name): \(file.text($0.range)) -> \($0.replacement)" }
    }
    #expect(changed.count <= 2, "\(changed)")
  }
}
