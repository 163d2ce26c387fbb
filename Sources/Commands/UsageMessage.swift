import Arguments
import Terminal

/// How people read that a command line cannot be understood.
enum UsageMessage {
  /// What is wrong, what was meant, and where help is.
  static func text(_ error: UsageError, _ style: Style) -> String {
    var text = style.text("error:", .error) + " " + Visible.text(error.message, style) + "\n"
    if let hint = error.hint {
      let label = hint.hasSuffix("?") ? "" : style.text("try:", .info) + " "
      text += "  " + label + Visible.text(hint, style) + "\n"
    }
    let call = (["hardstand"] + (error.command ?? []) + ["--help"]).joined(separator: " ")
    return text + "  " + style.text("help:", .dim) + " `\(call)`\n"
  }
}
