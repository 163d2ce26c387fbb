import Evidence
import Foundation
import Lint
import Policy
import Repair
import Source
import Testing

/// The Dockerfiles of the requirement documents: what is left of them after `fix --unsafe` is what a
/// person has to decide, and nothing else.
@Suite(.enabled(if: SeedFiles.isPresent, "the requirement documents are not beside the checkout"))
struct SeedRepairTests {
  /// The profile of each document.
  static let profiles = [
    "000": "distroless", "001": "default", "002": "platform", "003": "production",
    "004": "chainguard",
  ]

  /// Why a person is needed for what is left.
  enum Reason: String {
    case digest = "A registry has to be asked for the digest."
    case tag = "Which release was meant has to be decided."
    case refused = "No build takes the file until the placeholders in it are filled in."
    case trust = "The checksum or key of a server has to come from its owner."
    case start = "What the image starts, or on which port it listens, stands nowhere in the file."
    case application = "The name of the application stands nowhere in the file."
    case secret = "How the program gets its secrets has to be decided."
    case path = "What the sketch leaves out makes the path."
    case stages = "Which steps belong into the stage that has a shell has to be decided."
    case shell = "Whether the text is rewritten or gets another shell has to be decided."
    case tini = "Where the program comes from, or whether it goes, has to be decided."
    case home = "Nothing tells where the user of the base has its home."
    case base = "Whether everything runs on another base has to be tried."
  }

  /// What is left, by block and rule.
  static let left: [String: [String: Reason]] = [
    "000_00": [
      "ref-placeholder": .digest, "missing-entry-binary": .refused, "outdated-option": .refused,
      "posix-shell-feature": .refused, "redirect-eats-output": .refused,
      "shell-in-shellless-stage": .refused, "user-cannot-write": .refused, "uv-no-venv": .refused,
      "wrong-cache-home": .refused,
    ],
    "001_00": [
      "base-untagged": .tag, "curl-pipe-shell": .trust, "missing-app-arg": .application,
    ],
    "001_03": ["base-untagged": .tag, "tofu": .trust],
    "002_00": ["healthcheck-missing": .start],
    "002_01": ["healthcheck-missing": .start, "placeholder-path": .path],
    "002_02": ["healthcheck-missing": .start],
    "002_03": ["healthcheck-missing": .start],
    "002_08": ["healthcheck-missing": .start],
    "002_10": [
      "base-family": .base, "curl-pipe-shell": .trust, "healthcheck-missing": .start,
    ],
    "003_16": ["healthcheck-missing": .start],
    "003_22": ["healthcheck-missing": .start],
    "003_25": ["healthcheck-missing": .start],
    "003_29": ["healthcheck-missing": .start],
    "003_30": ["healthcheck-missing": .start],
    "003_31": ["healthcheck-missing": .start, "secret-file-copied": .secret],
    "004_01": ["base-not-digest-pinned": .digest],
  ]

  /// What is left of the block that is refused, once it has digests.
  static let leftWithDigests: [String: Reason] = [
    "missing-entry-binary": .tini, "posix-shell-feature": .shell,
    "shell-in-shellless-stage": .stages, "user-cannot-write": .stages, "wrong-cache-home": .home,
  ]

  static let blocks = SeedFiles.blocks.filter { $0.value.hasFrom }.keys.sorted()

  /// A digest that a person may have looked up.
  static let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  @Test(arguments: blocks) func whatIsLeftNeedsAPerson(name: String) throws {
    let block = try #require(SeedFiles.blocks[name])
    try expect(Self.left[name] ?? [:], of: block.text, name)
  }

  @Test func whatIsLeftOnceTheDigestsAreThere() throws {
    let block = try #require(SeedFiles.blocks["000_00"])
    let text = block.text.replacingOccurrences(of: "<digest>", with: Self.digest)
    try expect(Self.leftWithDigests, of: text, "000_00")
  }

  private func expect(_ left: [String: Reason], of text: String, _ name: String) throws {
    let profile = try #require(Self.profiles[String(name.prefix(3))])
    let check = try Repairing.check(profile: profile)
    let repairer = Repairer(check: check, includesUnsafe: true)
    let outcome = repairer.repair(SourceText(name: "Dockerfile", text: text))
    #expect(outcome.rejected.map(\.reason) == [])
    let remaining = outcome.remaining.filter { $0.severity >= .warning }.map(\.rule)
    let result = String(decoding: outcome.bytes, as: UTF8.self)
    #expect(Set(remaining).sorted() == left.keys.sorted(), "\(result)")
    #expect(!repairer.repair(outcome.result).isChanged, "a second run goes on")
  }
}

/// The Dockerfile blocks of the requirement documents that lie beside a checkout.
enum SeedFiles {
  struct Block: Sendable {
    let text: String
    var hasFrom: Bool {
      text.split(separator: "\n").contains {
        $0.drop { $0 == " " }.lowercased().hasPrefix("from ")
      }
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/seeds").standardizedFileURL

  static let isPresent: Bool = {
    let present = FileManager.default.fileExists(atPath: folder.path)
    if !present { print("skipped: no requirement documents at ../shared/seeds") }
    return present
  }()

  /// The blocks tagged `dockerfile`, by document number and place from 0, such as `002_09`.
  static let blocks: [String: Block] = {
    var blocks: [String: Block] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted() where name.hasSuffix(".txt") {
      guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else {
        continue
      }
      var lines: [Substring]?
      var count = 0
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        let start = line.drop { $0 == " " }
        if let block = lines, start.hasPrefix("```") {
          let key = "\(name.prefix(3))_\(count < 10 ? "0" : "")\(count)"
          blocks[key] = Block(text: block.joined(separator: "\n") + "\n")
          lines = nil
          count += 1
        } else if lines != nil {
          lines?.append(line)
        } else if start.hasPrefix("```"), start.dropFirst(3).lowercased().hasPrefix("dockerfile") {
          lines = []
        }
      }
    }
    return blocks
  }()
}
