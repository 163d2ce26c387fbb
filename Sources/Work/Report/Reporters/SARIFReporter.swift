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

  /// The name that relative addresses stand under.
  static let root = "%SRCROOT%"

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
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
          $0.array("invocations") { $0.object { write(invocation: report, into: &$0) } }
          $0.object("originalUriBaseIds") {
            $0.object(Self.root) {
              $0.object("description") {
                $0.member("text", "The folder that the inputs were named from.")
              }
            }
          }
          $0.member("columnKind", "unicodeCodePoints")
          $0.array("artifacts") {
            for verdict in report.verdicts { write(artifact: verdict, into: &$0) }
          }
          $0.array("results") {
            for (index, verdict) in report.verdicts.enumerated() {
              guard let source = verdict.source else { continue }
              var results = SARIFResults(source, artifact: index, report: report)
              for finding in verdict.findings { results.write(finding, into: &$0) }
              output.write(String(decoding: $0.take(), as: UTF8.self))
            }
          }
        }
      }
    }
    output.write(String(decoding: writer.take(), as: UTF8.self) + "\n")
  }

  /// Writes where an input is, and its place in the table of artifacts.
  static func write(location name: String, index: Int?, into writer: inout JSONWriter) {
    let file = FileName(name)
    writer.member("uri", file.uri)
    if !file.isAbsolute { writer.member("uriBaseId", root) }
    if let index { writer.member("index", index) }
  }

  private func write(artifact verdict: Verdict, into writer: inout JSONWriter) {
    writer.object {
      $0.object("location") { Self.write(location: verdict.name, index: nil, into: &$0) }
      if let source = verdict.source { $0.member("length", source.bytes.count) }
      $0.member("roles", ["analysisTarget"])
      if verdict.source != nil { $0.member("sourceLanguage", "dockerfile") }
    }
  }

  private func write(invocation report: CheckReport, into writer: inout JSONWriter) {
    writer.member("executionSuccessful", report.summary.failures == 0)
    if report.summary.failures == 0 { return }
    writer.array("toolExecutionNotifications") {
      for (index, verdict) in report.verdicts.enumerated() {
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
                $0.object("artifactLocation") {
                  Self.write(location: verdict.name, index: index, into: &$0)
                }
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
