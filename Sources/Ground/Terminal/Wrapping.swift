/// Prose broken into lines at spaces.
public enum Wrapping {
  /// The lines of a text, each at most `columns` wide unless one word is wider.
  ///
  /// Line breaks in the text stay; an empty line stays empty. A line that
  /// begins with spaces is taken as it is.
  public static func lines(_ text: String, columns: Int) -> [String] {
    var result: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(" ") || line.isEmpty {
        result.append(String(line))
        continue
      }
      result += words(line, columns: columns)
    }
    return result
  }

  /// The words of one line in lines of at most `columns`, of which the first may begin `used`
  /// columns in; a word that is wider has a line of its own. At least one line.
  public static func words(
    _ line: some StringProtocol, columns: Int, used: Int = 0
  ) -> [String] {
    var result: [String] = []
    var current = ""
    var width = used
    for word in line.split(separator: " ") {
      let wordWidth = DisplayWidth.of(word)
      if !current.isEmpty, width + 1 + wordWidth > columns {
        result.append(current)
        current = ""
        width = 0
      }
      if !current.isEmpty {
        current += " "
        width += 1
      }
      current += word
      width += wordWidth
    }
    result.append(current)
    return result
  }

  /// The wrapped text with every line indented by so many spaces; `columns` counts them too.
  public static func text(_ text: String, columns: Int, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    return lines(text, columns: max(20, columns - indent))
      .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }
}
