import Report
import Terminal

extension Session {
  /// The style of the results, as reporters ask for it.
  var reportStyle: ReportStyle {
    let style = outputStyle
    if !style.usesColor { return .plain }
    return ReportStyle { role, text in style.text(text, role.terminalRole) }
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
