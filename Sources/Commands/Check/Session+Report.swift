import Report
import Terminal

extension Session {
  /// The style of the results, as reporters ask for it.
  var reportStyle: ReportStyle {
    let style = outputStyle
    if !style.usesColor { return .plain }
    return ReportStyle { role in
      let marked = style.text("\u{0}", role.terminalRole)
      guard let middle = marked.unicodeScalars.firstIndex(of: "\u{0}") else { return ("", "") }
      let after = marked.unicodeScalars.index(after: middle)
      return (String(marked[..<middle]), String(marked[after...]))
    }
  }
}

extension ReportStyle.Role {
  fileprivate var terminalRole: Terminal.Role {
    switch self {
    case .error: .error
    case .warning: .warning
    case .info: .info
    case .path: .path
    case .message: .emphasis
    case .faint: .dim
    case .related: .info
    case .help: .code
    case .removed: .removed
    case .added: .added
    case .success: .success
    }
  }
}
