import Documents
import Evidence
import Source

/// Our own JSON with every detail of a report; `CheckSchema` describes it.
public struct JSONReporter: Reporter {
  /// A reporter of indented JSON.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    var writer = JSONWriter(.pretty)
    writer.object {
      $0.member("schema", CheckSchema.name)
      $0.object("tool") {
        $0.member("name", report.tool.name)
        $0.member("version", report.tool.version)
      }
      $0.member("failOn", report.failOn?.rawValue ?? "never")
      $0.array("files") {
        for verdict in report.verdicts {
          guard let source = verdict.source else { continue }
          write(verdict, source, report, into: &$0)
          output.write(String(decoding: $0.take(), as: UTF8.self))
        }
      }
      $0.array("failures") {
        for verdict in report.verdicts {
          if let failure = verdict.failure { write(failure, of: verdict.name, into: &$0) }
        }
      }
      write(report.summary, into: &$0)
    }
    output.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
  }

  private func write(
    _ verdict: Verdict, _ source: SourceText, _ report: CheckReport, into writer: inout JSONWriter
  ) {
    var places = Places(source)
    writer.object {
      $0.member("path", verdict.name)
      $0.array("findings") {
        for finding in verdict.findings {
          write(finding, report.rule(finding.rule)?.aliases ?? [], &places, into: &$0)
        }
      }
      $0.member("waived", verdict.waived)
    }
  }

  private func write(
    _ finding: Finding, _ aliases: [String], _ places: inout Places, into writer: inout JSONWriter
  ) {
    writer.object {
      $0.member("rule", finding.rule)
      $0.member("aliases", aliases)
      $0.member("severity", finding.severity.rawValue)
      $0.member("message", finding.message)
      $0.member("help", finding.help)
      write(finding.range, &places, into: &$0)
      $0.array("related") {
        for related in finding.related {
          $0.object {
            $0.member("message", related.message)
            write(related.range, &places, into: &$0)
          }
        }
      }
      $0.array("fixes") {
        for fix in finding.fixes {
          $0.object {
            $0.member("title", fix.title)
            $0.member("applicability", fix.applicability.rawValue)
            $0.member("risk", fix.risk)
            $0.array("edits") {
              for edit in fix.edits {
                $0.object {
                  write(edit.range, &places, into: &$0)
                  $0.member("replacement", edit.replacement)
                }
              }
            }
            if let ignore = fix.ignore {
              $0.object("ignoreFile") {
                $0.member("path", ignore.path)
                $0.member("appended", ignore.appended)
              }
            }
          }
        }
      }
    }
  }

  private func write(
    _ range: SourceRange, _ places: inout Places, into writer: inout JSONWriter
  ) {
    let range = places.source.clamped(range)
    let place = places.place(of: range)
    writer.object("range") {
      for (key, position, offset) in [
        ("start", place.start, range.lowerBound), ("end", place.end, range.upperBound),
      ] {
        $0.object(key) {
          $0.member("line", position.line)
          $0.member("column", position.column)
          $0.member("offset", offset)
        }
      }
    }
  }

  private func write(_ failure: Failure, of name: String, into writer: inout JSONWriter) {
    writer.object {
      $0.member("path", name)
      $0.member("message", failure.what)
      $0.member("causes", failure.because)
      $0.member("hint", failure.hint)
      guard let place = failure.place else { return }
      $0.object("place") {
        $0.member("path", place.name)
        $0.member("line", place.position.line)
        $0.member("column", place.position.column)
      }
    }
  }

  private func write(_ summary: CheckReport.Summary, into writer: inout JSONWriter) {
    writer.object("summary") {
      $0.member("files", summary.files)
      $0.member("filesWithFindings", summary.filesWithFindings)
      $0.member("failures", summary.failures)
      $0.member("errors", summary.errors)
      $0.member("warnings", summary.warnings)
      $0.member("infos", summary.infos)
      $0.member("waived", summary.waived)
      $0.member("safelyFixable", summary.safelyFixable)
      $0.member("unsafelyFixable", summary.unsafelyFixable)
      $0.member("isFailing", summary.isFailing)
    }
  }
}
