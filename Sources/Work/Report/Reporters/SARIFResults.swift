import Documents
import Evidence
import Source

/// The results that SARIF tells of one input.
struct SARIFResults {
  private let source: SourceText
  private let artifacts: SARIFArtifacts
  private let report: CheckReport
  private var places: Places
  private var fingerprints: Fingerprints

  init(_ source: SourceText, _ artifacts: SARIFArtifacts, _ report: CheckReport) {
    self.source = source
    self.artifacts = artifacts
    self.report = report
    places = Places(source)
    fingerprints = Fingerprints(source)
  }

  /// Writes the next finding.
  mutating func write(_ finding: Finding, into writer: inout JSONWriter) {
    let mark = fingerprints.next(finding)
    writer.object {
      $0.member("ruleId", finding.rule)
      if let index = report.ruleIndex(finding.rule) { $0.member("ruleIndex", index) }
      $0.member("level", SARIFRules.level(finding.severity))
      $0.object("message") {
        let help = finding.help.map { ". \($0)" } ?? ""
        $0.member("text", (finding.message + help).sarifMessage)
      }
      $0.array("locations") { $0.object { write(location: finding.range, into: &$0) } }
      if !finding.related.isEmpty {
        $0.array("relatedLocations") {
          for (index, related) in finding.related.enumerated() {
            $0.object {
              $0.member("id", index + 1)
              write(location: related.range, into: &$0)
              $0.object("message") { $0.member("text", related.message.sarifMessage) }
            }
          }
        }
      }
      $0.object("partialFingerprints") { $0.member("hardstandFinding/v1", mark) }
      var seen: Set<Fix> = []
      let fixes = finding.fixes.filter {
        $0.applicability != .display && !$0.isEmpty && seen.insert($0).inserted
      }
      if !fixes.isEmpty {
        $0.array("fixes") { for fix in fixes { write(fix, into: &$0) } }
      }
    }
  }

  private mutating func write(location range: SourceRange, into writer: inout JSONWriter) {
    let place = places.shown(range)
    writer.object("physicalLocation") {
      artifacts.write(location: source.name, into: &$0)
      $0.object("region") { write(place, into: &$0) }
    }
  }

  private mutating func write(_ fix: Fix, into writer: inout JSONWriter) {
    writer.object {
      $0.object("description") { $0.member("text", fix.title.sarifMessage) }
      $0.array("artifactChanges") {
        if !fix.edits.isEmpty {
          $0.object {
            artifacts.write(location: source.name, into: &$0)
            $0.array("replacements") {
              for edit in fix.edits {
                write(places.place(of: edit.range), edit.replacement, into: &$0)
              }
            }
          }
        }
        if let ignore = fix.ignore {
          let before = ignore.before ?? SourceText(name: ignore.path, bytes: [])
          var places = Places(before)
          let end = places.place(of: SourceRange(before.bytes.count, before.bytes.count))
          $0.object {
            artifacts.write(location: ignore.path, into: &$0)
            $0.array("replacements") {
              write(end, ignore.appended, into: &$0)
            }
          }
        }
      }
      $0.object("properties") { $0.member("applicability", fix.applicability.rawValue) }
    }
  }

  private func write(_ deleted: Place, _ inserted: String, into writer: inout JSONWriter) {
    writer.object {
      $0.object("deletedRegion") { write(deleted, into: &$0) }
      if inserted.isEmpty { return }
      $0.object("insertedContent") { $0.member("text", inserted) }
    }
  }

  private func write(_ place: Place, into writer: inout JSONWriter) {
    writer.member("startLine", place.start.line)
    writer.member("startColumn", place.start.column)
    writer.member("endLine", place.end.line)
    writer.member("endColumn", place.end.column)
  }
}
