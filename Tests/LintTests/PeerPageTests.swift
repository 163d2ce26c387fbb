import Foundation
import Lint
import Testing

/// The page of what other tools look for and hardstand does not.
@Suite struct PeerPageTests {
  static let rows: [[Substring]] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try? String(contentsOf: root.appending(path: "docs/peers.md"), encoding: .utf8)
    return (page ?? "").split(separator: "\n").filter { $0.hasPrefix("| `") }
      .map { $0.split(separator: "|") }
  }()

  private static func names(_ text: Substring) -> [String] {
    text.matches(of: /`([^`]+)`/).map { String($0.1) }
  }

  @Test func whatIsListedHasNoCounterpart() {
    #expect(!Self.rows.isEmpty)
    for row in Self.rows {
      #expect(row.count == 3, "\(row)")
      for name in Self.names(row[0]) {
        #expect(RuleBook.rule(name) == nil, "\(name) has a counterpart")
      }
    }
  }

  @Test func theRulesNamedInReasonsExist() {
    for row in Self.rows {
      for name in Self.names(row[2]) where name.contains("-") && !name.contains(" ") {
        #expect(RuleBook.rule(name) != nil, "no rule \(name)")
      }
    }
  }
}
