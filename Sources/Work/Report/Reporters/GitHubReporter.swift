import Evidence
import Source

/// Workflow commands that GitHub Actions shows as annotations of a pull request.
///
/// Columns are given only where a finding stands on one line, since the service takes
/// them for no other.
public struct GitHubReporter: Reporter {
  /// A reporter of workflow commands.
  public init() {}

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    for verdict in report.verdicts {
      let file = Self.property(FileName(verdict.name).path)
      if let failure = verdict.failure {
        let line =
          failure.position(in: verdict.name).map { ",line=\($0.line),col=\($0.column)" } ?? ""
        let text = failure.sentence(in: verdict.name)
        let hint = failure.hint.map { "\n\($0)" } ?? ""
        output.write("::error file=\(file)\(line)::\(Self.data(text + hint))\n")
      }
      guard let source = verdict.source else { continue }
      var places = Places(source)
      for finding in verdict.findings {
        let place = places.shown(finding.range)
        var properties = "file=\(file),line=\(place.start.line),endLine=\(place.end.line)"
        if place.start.line == place.end.line {
          properties += ",col=\(place.start.column),endColumn=\(place.end.column)"
        }
        properties += ",title=\(Self.property(finding.rule))"
        var text = finding.message
        if let help = finding.help { text += "\nhelp: \(help)" }
        output.write("::\(Self.command(finding.severity)) \(properties)::\(Self.data(text))\n")
      }
    }
  }

  private static func command(_ severity: Severity) -> String {
    switch severity {
    case .info: "notice"
    case .warning: "warning"
    case .error: "error"
    }
  }

  /// A text as the data of a command, where it ends at the line's end.
  private static func data(_ text: String) -> String {
    escaped(text, isProperty: false)
  }

  /// A text as the value of a property, where it ends at a comma or colon.
  private static func property(_ text: String) -> String {
    escaped(text, isProperty: true)
  }

  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.append(harmless: scalar)
      }
    }
    return result
  }
}
