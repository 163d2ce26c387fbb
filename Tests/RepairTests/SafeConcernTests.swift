import Evidence
import Foundation
import Lint
import Policy
import Repair
import Source
import Testing

/// The concerns that a machine can repair without changing what a build means: how many of their
/// findings are gone after one `fix` of the expert files, written down in `docs/repairs.md`.
@Suite(.enabled(if: Corpus.isPresent, "the Dockerfiles are not beside the checkout"))
struct SafeConcernTests {
  /// The rules of these concerns, style included.
  static let rules = [
    "add-instead-of-copy", "apk-cache-kept", "apt-in-script", "apt-lists-kept",
    "assume-yes-missing", "chmod-recursive-exec", "chmod-recursive-no-x", "chown-before-exist",
    "copy-chmod", "copy-destination-slash", "definition-description", "empty-continuation",
    "env-self-ref", "expose-host-part", "expose-protocol-case", "from-as-casing",
    "healthcheck-localhost", "instruction-casing", "label-repeated", "legacy-key-value",
    "maintainer-deprecated", "multiple-instructions", "mutable-cleanup", "package-index-alone",
    "packages-unsorted", "pip-cache-kept", "platform-redundant", "rpm-cache-kept",
    "secret-read-unchecked", "shell-form-command", "signal-shell-pid1", "stage-arg-scope",
    "stage-name-casing", "stage-number", "stopsignal-spelling", "trailing-comment",
    "user-not-numeric", "useradd-large-uid", "uv-no-venv", "wget-progress", "workdir-relative",
    "yarn-cache-kept",
  ]

  /// The findings of one rule before and after.
  struct Count: Sendable {
    var before = 0
    var after = 0
  }

  static func counts() async throws -> [String: Count] {
    let check = try Repairing.check(only: rules)
    let files = Corpus.files
    return await withTaskGroup(of: [String: Count].self) { group in
      for part in [files[..<(files.count / 2)], files[(files.count / 2)...]] {
        group.addTask {
          var counts: [String: Count] = [:]
          for source in part {
            await Task.yield()
            for finding in check.verdict(on: source).findings {
              counts[finding.rule, default: Count()].before += 1 + finding.others
            }
            for finding in Repairer(check: check).repair(source).remaining {
              counts[finding.rule, default: Count()].after += 1 + finding.others
            }
          }
          return counts
        }
      }
      var total: [String: Count] = [:]
      for await part in group {
        for (rule, count) in part {
          total[rule, default: Count()].before += count.before
          total[rule, default: Count()].after += count.after
        }
      }
      return total
    }
  }

  @Test func mostFindingsAreGoneAfterOneFix() async throws {
    let counts = try await Self.counts()
    let before = counts.values.reduce(0) { $0 + $1.before }
    let after = counts.values.reduce(0) { $0 + $1.after }
    var lines = ["| rule | findings | repaired |", "|---|---|---|"]
    for (rule, count) in counts.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "| [\(rule)](rules/\(rule).md) | \(count.before) | \(count.before - count.after) |")
    }
    lines.append("| all | \(before) | \(before - after) |")
    print("safe concerns: \(before - after) of \(before) findings are gone after one fix")
    #expect((before - after) * 100 >= before * 85)
    try Self.compare(lines.joined(separator: "\n"))
  }

  /// Holds the table of the documentation against the one measured.
  private static func compare(_ table: String) throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/repairs.md").standardizedFileURL
    let text = try String(contentsOf: page, encoding: .utf8)
    let marks = ("<!-- measured -->\n", "\n<!-- end -->")
    let begin = try #require(text.range(of: marks.0)).upperBound
    let end = try #require(text.range(of: marks.1)).lowerBound
    if ProcessInfo.processInfo.environment["HARDSTAND_UPDATE"] != nil {
      var fresh = text
      fresh.replaceSubrange(begin..<end, with: table)
      try fresh.write(to: page, atomically: true, encoding: .utf8)
    } else {
      #expect(text[begin..<end] == table, "run the test with HARDSTAND_UPDATE=1")
    }
  }
}

extension Finding {
  /// How many further places it tells in one.
  fileprivate var others: Int { related.count { $0.message == "the same here" } }
}
