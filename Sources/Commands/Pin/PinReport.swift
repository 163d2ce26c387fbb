import Documents
import OCI
import Pin
import Report
import Source
import Terminal

/// What is told after `pin`.
struct PinReport {
  let outcomes: [PinOutcome]
  let mode: PinMode
  let isDiff: Bool

  private var isWritten: Bool { mode != .check && !isDiff }

  /// What `--check` found, a line each.
  func findings(_ style: Style) -> String {
    var text = ""
    for (outcome, entry) in entries {
      guard let line = sentence(entry) else { continue }
      switch entry.status {
      case .unpinned, .moved, .lacking: text += place(outcome, entry, style) + line + "\n"
      default: break
      }
    }
    return text
  }

  /// What was done and what was left, for people.
  func summary(_ style: Style, isVerbose: Bool) -> String {
    var lines: [String] = []
    for (outcome, entry) in entries {
      guard let line = sentence(entry) else { continue }
      switch entry.status {
      case .unpinned, .moved, .lacking: if mode == .check { continue }
      case .current: if !isVerbose { continue }
      case .left, .failed: break
      }
      lines.append(place(outcome, entry, style) + Visible.text(line, style))
    }
    lines.append(total)
    return lines.joined(separator: "\n")
  }

  private var entries: [(PinOutcome, PinOutcome.Entry)] {
    outcomes.flatMap { outcome in outcome.entries.map { (outcome, $0) } }
  }

  private func place(_ outcome: PinOutcome, _ entry: PinOutcome.Entry, _ style: Style) -> String {
    let line = outcome.source.line(at: entry.range.lowerBound)
    return "\(Visible.text(outcome.source.name, style)):\(line): "
  }

  /// How a reference stands, in a sentence; nil for what is told as a failure.
  private func sentence(_ entry: PinOutcome.Entry) -> String? {
    let name = "`\(Self.short(entry.text))`"
    switch entry.status {
    case .current: return "\(name) is pinned"
    case .unpinned(let digest):
      return mode == .check
        ? "\(name) is not pinned; it stands for \(digest)"
        : "\(isDiff ? "would pin" : "pinned") \(name) to sha256:\(digest.short)"
    case .moved(let old, let new):
      let digits = old.drop { $0 != ":" }.dropFirst().prefix(12)
      return mode == .check
        ? "\(name) has moved: it is pinned to \(old) and stands for \(new) now"
        : "\(isDiff ? "would move" : "moved") \(name) from sha256:\(digits) to sha256:\(new.short)"
    case .lacking(let missing, let offered):
      return
        "\(name) is not there for \(list(missing)); it is there for \(list(offered))"
        + (mode == .check ? "" : ", so it is left as it is")
    case .left(let reason): return "left \(name): \(reason)"
    case .failed: return nil
    }
  }

  private func list(_ platforms: [Platform]) -> String {
    var names: [String] = []
    for platform in platforms where !names.contains("\(platform)") { names.append("\(platform)") }
    return names.joined(separator: ", ")
  }

  /// A reference with the first digits of its digest.
  private static func short(_ text: String) -> String {
    guard let at = text.firstIndex(of: "@"), let colon = text[at...].firstIndex(of: ":"),
      text[colon...].count > 13
    else { return text }
    return String(text[...colon] + text[colon...].dropFirst().prefix(12))
  }

  private var total: String {
    var unpinned = 0
    var moved = 0
    var pinned = 0
    var left = 0
    var failed = 0
    for (_, entry) in entries {
      switch entry.status {
      case .unpinned: unpinned += 1
      case .moved: moved += 1
      case .current: pinned += 1
      case .left, .lacking: left += 1
      case .failed: failed += 1
      }
    }
    let unknown = failed > 0 ? ", \(failed) could not be looked up" : ""
    let files = outcomes.count == 1 ? "1 file" : "\(outcomes.count) files"
    switch mode {
    case .check:
      return
        "\(count(pinned, "image")) pinned, \(unpinned) not pinned, \(moved) moved, \(left) left\(unknown) in \(files)"
    case .pin, .update:
      if unpinned + moved == 0 {
        return failed == 0
          ? "nothing to pin in \(files)" : "pinned nothing\(unknown) in \(files)"
      }
      let verbs = isWritten ? ("pinned", "moved") : ("would pin", "would move")
      let parts = [(verbs.0, unpinned), (verbs.1, moved)].filter { $0.1 > 0 }.map {
        "\($0.0) \(count($0.1, "image"))"
      }
      return "\(parts.joined(separator: ", "))\(unknown) in \(files)"
    }
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The report as JSON, `hardstand.pin/1`.
  var json: String {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.member("schema", "hardstand.pin/1")
      writer.array("files") { writer in
        for outcome in outcomes { file(outcome, &writer) }
      }
    }
    return String(decoding: writer.take(), as: UTF8.self) + "\n"
  }

  private func file(_ outcome: PinOutcome, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("path", outcome.source.name)
      writer.member("kind", outcome.kind.rawValue)
      writer.member("changed", outcome.isChanged)
      writer.member(
        "diff", outcome.isChanged ? Delivery.diff(outcome.source, outcome.bytes).text : nil)
      writer.array("references") { writer in
        for entry in outcome.entries {
          writer.object { writer in
            writer.member("role", "\(entry.role)")
            if case .service(let name) = entry.role { writer.member("service", name) }
            writer.member("line", outcome.source.line(at: entry.range.lowerBound))
            writer.member("reference", entry.text)
            writer.member("status", Self.word(entry.status))
            switch entry.status {
            case .current: break
            case .unpinned(let digest): writer.member("digest", "\(digest)")
            case .moved(let old, let digest):
              writer.member("was", old)
              writer.member("digest", "\(digest)")
            case .lacking(let missing, _):
              writer.member("reason", "it is not there for \(list(missing))")
            case .left(let reason): writer.member("reason", reason)
            case .failed(let failure): writer.member("reason", "\(failure)")
            }
            writer.member("result", entry.result)
          }
        }
      }
    }
  }

  /// The words of programs for how a reference stands.
  static let words = ["pinned", "unpinned", "moved", "lacking", "left", "failed"]

  private static func word(_ status: PinStatus) -> String {
    switch status {
    case .current: "pinned"
    case .unpinned: "unpinned"
    case .moved: "moved"
    case .lacking: "lacking"
    case .left: "left"
    case .failed: "failed"
    }
  }
}
