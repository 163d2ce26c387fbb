/// A text of the file after the frontend replaced its variables.
public struct PlannedText: Hashable, Sendable {
  /// The text in a build without any `--build-arg`; what only the base image knows stands in it as
  /// a mark. Nil where the frontend refuses to expand the text.
  public let value: String?
  /// The text with a mark for each build argument and each variable of the base, so that two texts
  /// with the same pattern are equal whatever those are. Nil where it cannot be expanded.
  public let pattern: String?

  /// A text that does not depend on anything.
  public init(_ text: String) {
    value = text
    pattern = text
  }

  init(value: String?, pattern: String?) {
    self.value = value
    self.pattern = pattern
  }

  /// The text as people read it: `${NAME}` for what is not known.
  public var description: String { (value ?? pattern ?? "").replacingMarks() }

  /// The text where it is known to the last byte.
  public var known: String? {
    guard let value, !value.contains(Mark.begin) else { return nil }
    return value
  }

  /// The text after the same work was done on value and pattern.
  func map(_ transform: (String) -> String) -> PlannedText {
    PlannedText(value: value.map(transform), pattern: pattern.map(transform))
  }
}

/// What stands in a text for a variable that is not known: its name between two characters of
/// Unicode's private use area.
enum Mark {
  static let begin = "\u{E000}"
  static let end = "\u{E001}"

  static func text(_ name: String) -> String { begin + name + end }
}

extension String {
  /// The text with `${NAME}` in place of each mark.
  fileprivate func replacingMarks() -> String {
    guard contains(Mark.begin) else { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\u{E000}": result += "${"
      case "\u{E001}": result += "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
