/// Texts as GitHub Flavored Markdown that shows them as they are.
public enum Markdown {
  /// A text for a paragraph or a cell of a table, on one line: what stands in backticks is
  /// code, and nothing in it is markup, a link, or the mention of a person or an issue.
  public static func inline(_ text: String) -> String {
    var result = ""
    var rest = text.harmless[...]
    while let start = rest.firstIndex(of: "`") {
      let inner = rest.index(after: start)
      guard let end = rest[inner...].firstIndex(of: "`"), end > inner else { break }
      result += escaped(rest[..<start])
      result += "<code>" + escaped(rest[inner..<end], isCode: true) + "</code>"
      rest = rest[rest.index(after: end)...]
    }
    return result + escaped(rest)
  }

  /// A text as code within a line.
  public static func code(_ text: String) -> String {
    "<code>" + escaped(text.harmless[...], isCode: true) + "</code>"
  }

  /// Lines as a block of code.
  public static func fence(_ text: String, language: String) -> String {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let lineBreak = text.hasSuffix("\n") ? "" : "\n"
    return "\(fence)\(language)\n\(text)\(lineBreak)\(fence)"
  }

  private static func escaped(_ text: Substring, isCode: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ", ".", ",", ";", "(", ")", "/", "-", "=", "+", "?",
        "%", "'":
        result.unicodeScalars.append(scalar)
      case "@" where !isCode, "#" where !isCode:
        // A comment keeps the service from seeing a mention, which an entity does not.
        result += "&#\(scalar.value);<!-- -->"
      default:
        if scalar.isASCII {
          result += "&#\(scalar.value);"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
