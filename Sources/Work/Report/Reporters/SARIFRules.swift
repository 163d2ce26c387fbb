import Documents
import Evidence
import Source

/// The table of rules of a SARIF run.
struct SARIFRules {
  private let report: CheckReport

  init(_ report: CheckReport) { self.report = report }

  /// Writes the members of `tool`.
  func write(into writer: inout JSONWriter) {
    writer.object("driver") {
      $0.member("name", report.tool.name)
      $0.member("semanticVersion", report.tool.version)
      $0.member("informationUri", report.tool.address)
      $0.array("rules") { for rule in report.rules { write(rule, into: &$0) } }
    }
  }

  private func write(_ rule: RuleDescription, into writer: inout JSONWriter) {
    writer.object {
      $0.member("id", rule.name)
      $0.member("name", identifier(rule.name))
      $0.object("shortDescription") { $0.member("text", rule.summary.sarifMessage) }
      $0.object("fullDescription") { $0.member("text", rule.why.sarifMessage) }
      $0.object("help") {
        $0.member("text", text(rule).sarifMessage)
        $0.member("markdown", markdown(rule))
      }
      if let address = rule.references.first(where: isAddress) { $0.member("helpUri", address) }
      $0.object("defaultConfiguration") {
        $0.member("enabled", rule.isDefault)
        $0.member("level", Self.level(rule.severity))
      }
      $0.object("properties") {
        $0.member("tags", tags(rule))
        $0.member("aliases", rule.aliases)
        $0.member("problem.severity", Self.problem(rule.severity))
      }
    }
  }

  /// The level of a severity.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .info: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  /// The severity by the names of GitHub's code scanning.
  private static func problem(_ severity: Severity) -> String {
    switch severity {
    case .info: "recommendation"
    case .warning: "warning"
    case .error: "error"
    }
  }

  private func tags(_ rule: RuleDescription) -> [String] {
    let family = rule.family.lowercased()
    let isSecurity = SecurityFamilies.contain(rule.family)
    return ["dockerfile"] + (family.isEmpty ? [] : [family])
      + (isSecurity && family != "security" ? ["security"] : [])
  }

  private func isAddress(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://"))
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"{}|\\^`".utf8.contains($0) }
  }

  /// The name in Pascal case, as SARIF asks of names.
  private func identifier(_ name: String) -> String {
    name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private func text(_ rule: RuleDescription) -> String {
    var parts = [rule.summary, rule.why]
    if !rule.aliases.isEmpty {
      parts.append("Also known as: \(rule.aliases.joined(separator: ", ")).")
    }
    parts += rule.references
    return parts.joined(separator: "\n\n")
  }

  private func markdown(_ rule: RuleDescription) -> String {
    var parts = ["**\(rule.summary)**", rule.why]
    if let example = rule.examples.first(where: { $0.isFlagged }) {
      parts.append("Found:\n\n" + fence(example.text))
      if let fixed = example.fixed { parts.append("Write instead:\n\n" + fence(fixed)) }
    }
    if !rule.aliases.isEmpty {
      let aliases = rule.aliases.map { "`\($0)`" }.joined(separator: ", ")
      parts.append("Also known as \(aliases).")
    }
    if !rule.references.isEmpty {
      parts.append(rule.references.map { "- \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  private func fence(_ example: String) -> String {
    let text = String(example.unicodeScalars.filter { $0 != "‹" && $0 != "›" })
    return Markdown.fence(text, language: "dockerfile")
  }
}
