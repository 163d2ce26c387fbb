import Documents
import Evidence
import Repair
import Report
import Source
import Terminal

/// What is told after repairs.
struct FixSummary {
  let outcomes: [RepairOutcome]
  let isUnsafe: Bool
  let isDiff: Bool
  let showsEach: Bool

  /// The summary for people: repairs and what is left, file by file where asked, then in all.
  func text(_ style: Style) -> String {
    var lines: [String] = []
    for outcome in outcomes { lines += self.lines(of: outcome, style) }
    lines.append(total)
    return lines.joined(separator: "\n")
  }

  private func lines(of outcome: RepairOutcome, _ style: Style) -> [String] {
    let name = Visible.text(outcome.source.name, style)
    var lines: [String] = []
    if showsEach {
      for repair in outcome.applied {
        let mark = repair.applicability == .unsafe ? "unsafe, " : ""
        lines.append("\(name):\(repair.line): \(mark)\(repair.rule): \(repair.title)")
        if let risk = repair.risk { lines.append("    \(risk)") }
      }
      for finding in outcome.remaining {
        let line = outcome.result.line(at: finding.range.lowerBound)
        lines.append("\(name):\(line): left, \(finding.rule): \(reason(finding, outcome))")
      }
      if let untouched = outcome.untouched {
        lines.append("\(name): left as it is: \(Visible.text(untouched, style))")
      }
    }
    for rejected in outcome.rejected {
      lines.append(
        "\(name):\(rejected.line): the repair of \(rejected.rule) was not made: \(Visible.text(rejected.reason, style)). This is a bug in the rule; please report it with the file."
      )
    }
    return lines
  }

  /// Why a finding is left.
  private func reason(_ finding: Finding, _ outcome: RepairOutcome) -> String {
    if outcome.untouched != nil { return "the file is left as it is" }
    if outcome.rejected.contains(where: { $0.rule == finding.rule }) {
      return "its repair was turned down"
    }
    if finding.fixes.contains(where: { $0.applicability == .safe }) {
      return "its repair was not asked for"
    }
    guard let unsafe = finding.fixes.first(where: { $0.applicability == .unsafe }) else {
      return finding.help ?? "it needs a person"
    }
    let risk = unsafe.risk.map { " (\($0))" } ?? ""
    return "--unsafe would \(unsafe.title.lowercasedFirst)\(risk)"
  }

  private var total: String {
    let applied = outcomes.reduce(0) { $0 + $1.applied.count }
    let changed = outcomes.count(where: \.isChanged)
    let left = outcomes.reduce(0) { $0 + $1.remaining.count }
    let offers = outcomes.reduce(0) { $0 + $1.unsafeOffers }
    let verb = isDiff ? "would make" : "made"
    var text =
      applied == 0
      ? "nothing to repair in \(count(outcomes.count, "file"))"
      : "\(verb) \(count(applied, "repair")) in \(count(changed, "file"))"
    if left > 0 {
      text += "; \(count(left, "finding")) left"
      if offers > 0, !isUnsafe { text += ", \(offers) with a repair that needs --unsafe" }
      if !showsEach { text += " (--show lists them)" }
    }
    return text
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The summary as JSON, `hardstand.fix/1`.
  var json: String {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.member("schema", "hardstand.fix/1")
      writer.array("files") { writer in
        for outcome in outcomes { file(outcome, &writer) }
      }
    }
    return String(decoding: writer.take(), as: UTF8.self) + "\n"
  }

  private func file(_ outcome: RepairOutcome, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("path", outcome.source.name)
      writer.member("changed", outcome.isChanged)
      writer.member("untouched", outcome.untouched)
      writer.member("diff", outcome.isChanged ? outcome.diff.text : nil)
      writer.array("applied") { writer in
        for repair in outcome.applied {
          writer.object { writer in
            writer.member("rule", repair.rule)
            writer.member("line", repair.line)
            writer.member("title", repair.title)
            writer.member("applicability", repair.applicability.rawValue)
            writer.member("risk", repair.risk)
          }
        }
      }
      writer.array("rejected") { writer in
        for rejected in outcome.rejected {
          writer.object { writer in
            writer.member("rule", rejected.rule)
            writer.member("line", rejected.line)
            writer.member("reason", rejected.reason)
          }
        }
      }
      writer.array("left") { writer in
        for finding in outcome.remaining {
          writer.object { writer in
            writer.member("rule", finding.rule)
            writer.member("line", outcome.result.line(at: finding.range.lowerBound))
            writer.member("message", finding.message)
            writer.member("reason", reason(finding, outcome))
          }
        }
      }
    }
  }
}

extension String {
  /// The text with its first letter in lower case, to stand within a sentence.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
