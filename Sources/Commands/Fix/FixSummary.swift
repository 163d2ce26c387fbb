import Documents
import Evidence
import Repair
import Report
import Source
import Terminal

/// What is told after repairs.
struct FixSummary {
  let outcomes: [RepairOutcome]
  let ignoreFiles: [IgnoreFileChange]
  /// The names of files whose context is not known, where a rule about the ignore file was asked for.
  var withoutContext: [String] = []
  let isUnsafe: Bool
  let isDiff: Bool
  let showsEach: Bool

  /// Whether any file is another one afterwards.
  var hasChanges: Bool {
    outcomes.contains(where: \.isChanged)
      || ignoreFiles.contains { !$0.amendment.lines.isEmpty }
  }

  /// The summary for people: repairs and what is left, file by file where asked, then in all.
  func text(_ style: Style) -> String {
    var lines: [String] = []
    for outcome in outcomes { lines += self.lines(of: outcome, style) }
    for change in ignoreFiles { lines += self.lines(of: change, style) }
    lines += withoutContext.map {
      "\(Visible.text($0, style)): it is not known from which folder it is built, so no ignore file is repaired; name the folder with `--context`"
    }
    lines += total.split(separator: "\n").map { Visible.text(String($0), style) }
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
    return lines + rejected(of: outcome, name, style)
  }

  /// What an ignore file gets, and which lines it does not.
  private func lines(of change: IgnoreFileChange, _ style: Style) -> [String] {
    let amendment = change.amendment
    let name = Visible.text(amendment.path, style)
    var lines: [String] = []
    if showsEach {
      for line in amendment.lines {
        lines.append("\(name): `\(Visible.text(line.pattern, style))`: \(line.reason)")
      }
    }
    for line in change.withheld {
      lines.append(
        "\(name): did not add `\(Visible.text(line.pattern, style))`: \(Visible.text(line.dockerfile, style)) needs `\(Visible.text(line.needed, style))`"
      )
    }
    return lines
  }

  /// The repairs that were not made; those of one line and rule for one reason are told together.
  private func rejected(of outcome: RepairOutcome, _ name: String, _ style: Style) -> [String] {
    var counts: [String: Int] = [:]
    func key(_ rejected: RepairOutcome.Rejected) -> String {
      "\(rejected.line) \(rejected.rule) \(rejected.reason)"
    }
    for rejected in outcome.rejected { counts[key(rejected), default: 0] += 1 }
    return outcome.rejected.compactMap { rejected in
      guard let times = counts.removeValue(forKey: key(rejected)) else { return nil }
      let what =
        times == 1
        ? "the repair of \(rejected.rule) was not made"
        : "\(times) repairs of \(rejected.rule) were not made"
      let bug =
        rejected.isBug ? " This is a bug in the rule; please report it with the file." : ""
      return
        "\(name):\(rejected.line): \(what): \(Visible.text(rejected.reason, style)).\(bug)"
    }
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
    if !outcome.amendsContext, let ignore = unsafe.ignore {
      return
        "its repair writes `\(ignore.path)`, which is not done for the standard input; run it on the file"
    }
    let risk = unsafe.risk.map { " (\($0))" } ?? ""
    return "--unsafe would \(unsafe.title.lowercasedFirst)\(risk)"
  }

  private var total: String {
    let applied = outcomes.reduce(0) { $0 + $1.applied.count }
    let amended = ignoreFiles.count { !$0.amendment.lines.isEmpty }
    let changed = outcomes.count(where: \.isChanged) + amended
    let verb = isDiff ? "would make" : "made"
    var lines = [
      applied == 0
        ? "nothing to repair in \(count(outcomes.count, "file"))"
        : "\(verb) \(count(applied, "repair")) in \(count(changed, "file"))"
    ]
    lines += Self.table(outcomes.flatMap(\.applied).map { ($0.rule, $0.title) })
    for change in ignoreFiles where !change.amendment.lines.isEmpty {
      let number = count(change.amendment.lines.count, "line")
      lines.append(
        change.amendment.before == nil
          ? "  \(isDiff ? "would write" : "wrote") `\(change.amendment.path)` with \(number)"
          : "  \(isDiff ? "would add" : "added") \(number) to `\(change.amendment.path)`")
    }
    let left = outcomes.flatMap { outcome in
      outcome.remaining.map { (finding: $0, group: group(of: $0, in: outcome)) }
    }
    for group in Group.allCases {
      let rows = left.filter { $0.group == group }
      if rows.isEmpty { continue }
      lines.append("\(count(rows.count, "finding")) left: \(group.reason)")
      lines += Self.table(
        rows.map { row in
          let unsafe = row.finding.fixes.first { $0.applicability == .unsafe }
          let text = group == .unsafe ? unsafe?.title : row.finding.help
          return (row.finding.rule, text ?? row.finding.message)
        })
    }
    if !left.isEmpty, !showsEach { lines.append("--show lists each with its line") }
    return lines.joined(separator: "\n")
  }

  /// Why findings are left.
  private enum Group: CaseIterable {
    case unsafe, person, untouched

    var reason: String {
      switch self {
      case .unsafe: "--unsafe would repair them, and may change behaviour"
      case .person: "they need a person, or knowledge that is not in the file"
      case .untouched: "their files are templates, refused by the builder, or hard to repair"
      }
    }
  }

  private func group(of finding: Finding, in outcome: RepairOutcome) -> Group {
    if outcome.untouched != nil || outcome.rejected.contains(where: { $0.rule == finding.rule }) {
      return .untouched
    }
    return !isUnsafe && finding.fixes.contains { $0.applicability == .unsafe } ? .unsafe : .person
  }

  /// How often each rule stands among the rows, with what the first of them says.
  private static func table(_ rows: [(rule: String, text: String)]) -> [String] {
    var counts: [String: (number: Int, text: String)] = [:]
    for row in rows { counts[row.rule, default: (0, row.text)].number += 1 }
    let sorted = counts.sorted { (-$0.value.number, $0.key) < (-$1.value.number, $1.key) }
    var lines = sorted.prefix(mostRows).map { entry in
      let times = entry.value.number > 1 ? " (\(entry.value.number))" : ""
      return "  \(entry.key)\(times): \(entry.value.text)"
    }
    if sorted.count > mostRows { lines.append("  and \(sorted.count - mostRows) more rules") }
    return lines
  }

  private static let mostRows = 12

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
      writer.array("ignoreFiles") { writer in
        for change in ignoreFiles { write(change, &writer) }
      }
    }
    return String(decoding: writer.take(), as: UTF8.self) + "\n"
  }

  private func write(_ change: IgnoreFileChange, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("path", change.amendment.path)
      writer.member("created", change.amendment.before == nil)
      writer.member("diff", change.diff.text)
      writer.array("lines") { writer in
        for line in change.amendment.lines {
          writer.object { writer in
            writer.member("pattern", line.pattern)
            writer.member("reason", line.reason)
          }
        }
      }
      writer.array("withheld") { writer in
        for line in change.withheld {
          writer.object { writer in
            writer.member("pattern", line.pattern)
            writer.member("needed", line.needed)
            writer.member("dockerfile", line.dockerfile)
          }
        }
      }
    }
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
            writer.member("bug", rejected.isBug)
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
