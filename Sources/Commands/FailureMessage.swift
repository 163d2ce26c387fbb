public import Source
public import Terminal

/// How people read of a failure: what failed, why, and what to try.
public enum FailureMessage {
  /// The lines of a failure, each with its newline; the place, where there is one, comes first as
  /// `file:line:column`.
  public static func text(_ failure: Failure, _ style: Style) -> String {
    var text = ""
    if let place = failure.place {
      let name = Visible.text(place.name, style)
      let where_ = "\(name):\(place.position.line):\(place.position.column)"
      text += style.text(where_, .path) + ": "
    }
    text += style.text("error:", .error) + " " + shown(failure.what, style, indent: 0) + "\n"
    for cause in failure.because {
      text += "  " + style.text("because:", .dim) + " " + shown(cause, style, indent: 11) + "\n"
    }
    if let hint = failure.hint {
      text += "  " + style.text("try:", .info) + " " + shown(hint, style, indent: 7) + "\n"
    }
    return text
  }

  /// Text of the world on lines of ours: line breaks stay, other control characters become signs.
  private static func shown(_ text: String, _ style: Style, indent: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Visible.text($0, style) }
      .joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
