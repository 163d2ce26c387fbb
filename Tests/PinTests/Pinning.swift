import BaseImages
import Lint
import OCI
import Pin
import Policy
import Source

/// Pins texts by answers that the tests make up.
enum Pinning {
  static let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)

  static func check() throws -> FileCheck {
    let policy = try EffectivePolicy(
      rules: rules, flags: PolicyOptions(profile: "default", knowing: rules))
    guard let day = Day(year: 2026, month: 11, day: 21) else { throw Failure("no such day") }
    return FileCheck(policy: policy.common, rules: rules, today: day)
  }

  /// The digest that the tests give a name: that of the name itself.
  static func digest(_ name: String) -> String { "\(Digest(of: Array(name.utf8)))" }

  static let platforms = [
    Platform(os: "linux", architecture: "amd64"), Platform(os: "linux", architecture: "arm64"),
  ]

  /// Answers every query: with the digest of the name, other than for names that say `missing`.
  static func answers(_ queries: [PinQuery]) -> PinAnswers {
    var answers: PinAnswers = [:]
    for query in queries {
      let familiar = query.reference.familiar
      answers[query.key] =
        if familiar.contains("missing") {
          .failed(Failure("cannot look up \(familiar)", place: query.place))
        } else if let digest = Digest(query.reference.digest ?? digest(familiar)) {
          .found(digest, platforms: query.wantsPlatforms ? platforms : nil)
        } else {
          .failed(Failure("no digest"))
        }
    }
    return answers
  }

  static func outcome(
    _ text: String, name: String = "Dockerfile", _ mode: PinMode = .pin, platforms: [Platform] = []
  ) throws -> PinOutcome {
    let pinner = Pinner(check: try check(), mode: mode, platforms: platforms)
    let document = try PinDocument(SourceText(name: name, text: text), pinner.check)
    return pinner.outcome(of: document, answers(pinner.queries(for: document)))
  }

  /// A text in which `<name>` stands for the digest that the tests give the name.
  static func filled(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      let inner = rest[rest.index(after: open)..<close]
      guard inner.contains(":"), !inner.contains(" ") else {
        result += rest[...open]
        rest = rest[rest.index(after: open)...]
        continue
      }
      result += rest[..<open] + digest(String(inner))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension PinOutcome {
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Why references are left, in their order.
  var reasons: [String] {
    entries.compactMap { if case .left(let reason) = $0.status { reason } else { nil } }
  }
}
