import Dockerfile
import Evidence
import Facts
import Lint
import Source
import Testing

/// A defect that the requirement documents hold in their own examples.
struct SeedDefect: CustomTestStringConvertible, Sendable {
  let rule: String
  let block: String
  /// The lines of which at least one must be marked.
  let lines: ClosedRange<Int>
  var testDescription: String { "\(rule) in \(block):\(lines.lowerBound)" }

  init(_ rule: String, _ block: String, _ lines: ClosedRange<Int>) {
    self.rule = rule
    self.block = block
    self.lines = lines
  }

  init(_ rule: String, _ block: String, _ line: Int) { self.init(rule, block, line...line) }

  static let all: [SeedDefect] = [
    .init("trailing-comment", "002_09", 50), .init("trailing-comment", "002_09", 51),
    .init("trailing-comment", "003_20", 1), .init("trailing-comment", "003_20", 2),
    .init("trailing-comment", "003_41", 1), .init("trailing-comment", "003_41", 2),
    .init("trailing-comment", "003_05", 2), .init("trailing-comment", "002_03", 2),
    .init("exec-form-var", "001_00", 30), .init("undefined-runtime-var", "001_00", 30),
    .init("stage-arg-scope", "001_01", 18...21), .init("stage-arg-scope", "003_16", 10),
    .init("env-self-ref", "001_00", 3...6), .init("path-lacks-installed-bin", "001_00", 24...28),
    .init("path-lacks-installed-bin", "002_10", 11...25), .init("entry-cwd", "001_00", 24...30),
    .init("missing-app-arg", "001_00", 30), .init("shell-in-shellless-stage", "000_00", 32),
    .init("posix-shell-feature", "000_00", 12), .init("redirect-eats-output", "000_00", 12),
    .init("uv-no-venv", "000_00", 12), .init("user-cannot-write", "000_00", 28...32),
    .init("missing-entry-binary", "000_00", 38), .init("wrong-cache-home", "000_00", 5),
    .init("ref-placeholder", "000_00", 2), .init("ref-placeholder", "000_00", 19),
    .init("chmod-recursive-no-x", "003_28", 9), .init("nonroot-chown", "003_28", 9),
    .init("overwritten-hardening", "003_31", 8...14), .init("secret-file-copied", "001_00", 22),
    .init("secret-file-copied", "003_31", 8), .init("signal-shell-pid1", "003_35", 86),
    .init("env-alt-switch", "003_17", 10), .init("env-alt-switch", "003_17", 11),
    .init("uv-sync-project", "003_35", 28), .init("uv-sync-project", "003_36", 9),
    .init("uv-sync-project", "003_43", 6), .init("missing-bin-setcap", "002_06", 2),
    .init("chown-before-exist", "002_04", 3), .init("chown-before-exist", "003_37", 3),
    .init("chown-before-exist", "003_38", 3), .init("unknown-user-name", "003_04", 2...3),
    .init("unknown-user-name", "003_14", 2), .init("pkg-as-nonroot", "003_03", 2),
  ]
}

@Suite(.enabled(if: Seeds.isPresent, "the requirement documents are not beside the checkout"))
struct SeedRecallTests {
  @Test(arguments: SeedDefect.all)
  func defectsOfTheDocumentsAreFound(defect: SeedDefect) throws {
    let text = try #require(Seeds.blocks[defect.block])
    let source = SourceText(name: defect.block, text: text)
    let findings = try CheckAll.findings(in: source)
    let lines = findings.filter { $0.rule == defect.rule }
      .flatMap { [$0.range] + $0.related.map(\.range) }
      .map {
        source.line(at: $0.lowerBound)...source.line(at: max($0.lowerBound, $0.upperBound - 1))
      }
    #expect(
      lines.contains { $0.overlaps(defect.lines) },
      "\(defect.rule) is at lines \(lines), and must be at \(defect.lines)")
  }
}
