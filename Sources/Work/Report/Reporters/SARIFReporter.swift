import Documents
import Evidence
import Source

/// SARIF 2.1.0 (OASIS, errata 01), which code scanning services read.
///
/// Regions are text regions in lines and columns of Unicode code points. Repairs that are
/// only for people to look at are left out, since a viewer may apply what it finds here.
public struct SARIFReporter: Reporter {
  /// A reporter of indented JSON.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    let artifacts = SARIFArtifacts(report)
    var writer = JSONWriter(.pretty)
    writer.object {
      $0.member(
        "$schema",
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
          + "sarif-schema-2.1.0.json")
      $0.member("version", "2.1.0")
      $0.array("runs") {
        $0.object {
          $0.object("tool") { SARIFRules(report).write(into: &$0) }
          $0.array("invocations") { $0.object { write(invocation: report, artifacts, into: &$0) } }
          $0.object("originalUriBaseIds") {
            $0.object(SARIFArtifacts.root) {
              $0.object("description") {
                $0.member("text", "The folder that the inputs were named from.")
              }
            }
          }
          $0.member("columnKind", "unicodeCodePoints")
          $0.array("artifacts") { artifacts.write(into: &$0) }
          $0.array("results") {
            for verdict in report.verdicts {
              guard let source = verdict.source else { continue }
              var results = SARIFResults(source, artifacts, report)
              for finding in verdict.findings { results.write(finding, into: &$0) }
              output.write(String(decoding: $0.take(), as: UTF8.self))
            }
          }
        }
      }
    }
    output.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
  }

  private func write(
    invocation report: CheckReport, _ artifacts: SARIFArtifacts, into writer: inout JSONWriter
  ) {
    writer.member("executionSuccessful", report.summary.failures == 0)
    if report.summary.failures == 0 { return }
    writer.array("toolExecutionNotifications") {
      for verdict in report.verdicts {
        guard let failure = verdict.failure else { continue }
        $0.object {
          $0.member("level", "error")
          $0.object("message") {
            let text = failure.sentence(in: verdict.name)
            $0.member("text", (text + (failure.hint.map { "\n\($0)" } ?? "")).sarifMessage)
          }
          $0.array("locations") {
            $0.object {
              $0.object("physicalLocation") {
                artifacts.write(location: verdict.name, into: &$0)
                guard let position = failure.position(in: verdict.name) else { return }
                $0.object("region") {
                  $0.member("startLine", position.line)
                  $0.member("startColumn", position.column)
                }
              }
            }
          }
        }
      }
    }
  }
}

extension String {
  /// The text as a message of SARIF: what would read as a placeholder for an argument, such
  /// as `{0}`, or as a link, such as `[text](1)`, is escaped (sections 3.11.5 and 3.11.6).
  ///
  /// Other braces stay single. The standard doubles them all, but viewers show both.
  var sarifMessage: String {
    if !utf8.contains(UInt8(ascii: "{")), !utf8.contains(UInt8(ascii: "]")) { return self }
    let text = Array(unicodeScalars)
    let hasLink = zip(text, text.dropFirst()).contains { $0 == "]" && $1 == "(" }
    var result = String.UnicodeScalarView()
    var index = 0
    while index < text.count {
      let scalar = text[index]
      if scalar == "{" {
        var end = index + 1
        while end < text.count, ("0"..."9").contains(text[end]) { end += 1 }
        if end > index + 1, end < text.count, text[end] == "}" {
          result += "{{".unicodeScalars
          result += text[index + 1..<end]
          result += "}}".unicodeScalars
          index = end + 1
          continue
        }
      }
      if hasLink, scalar == "[" || scalar == "]" || scalar == "\\" { result.append("\\") }
      result.append(scalar)
      index += 1
    }
    return String(result)
  }
}
