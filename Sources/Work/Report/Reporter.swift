/// A way to tell a report, in one format.
public protocol Reporter: Sendable {
  /// Writes the whole report, with a final line break where there is any text.
  func render(_ report: CheckReport, into output: inout some TextOutputStream)
}

extension Reporter {
  /// The whole report as text.
  public func text(_ report: CheckReport) -> String {
    var text = ""
    render(report, into: &text)
    return text
  }
}
