/// Text from elsewhere made safe to show.
///
/// A file may hold escape sequences that move the cursor, change colours or
/// type into the terminal, and marks that turn the direction of text or take no
/// room. All of them become signs that can be seen.
public enum Visible {
  /// The text on one line, with tabs as they are.
  /// - Parameters:
  ///   - text: Any text.
  ///   - style: Whether signs outside of ASCII may stand for control characters.
  public static func text(_ text: some StringProtocol, _ style: Style) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) { return String(text) }
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, style, &result) }
    return result
  }

  /// A line of source with its tabs as spaces and its control characters as signs.
  /// - Parameters:
  ///   - line: The line without its ending.
  ///   - style: Whether signs outside of ASCII may be used.
  ///   - tabWidth: The columns from one tab stop to the next, at least 1.
  /// - Returns: The text to show, and for each scalar of the line, and for its end, the column
  ///   from 0 where it begins, so that marks can stand below it.
  public static func line(
    _ line: some StringProtocol, _ style: Style, tabWidth: Int = 4
  ) -> (text: String, columns: [Int]) {
    var text = ""
    var columns: [Int] = []
    var column = 0
    for character in line {
      if character == "\t" {
        columns.append(column)
        let stop = max(1, tabWidth)
        let count = stop - column % stop
        text += String(repeating: " ", count: count)
        column += count
        continue
      }
      var shown = ""
      var count = 0
      for scalar in character.unicodeScalars {
        count += 1
        append(scalar, style, &shown, inCharacter: true)
      }
      // Marks that join a character stand where it stands.
      for _ in 0..<count { columns.append(column) }
      text += shown
      column += DisplayWidth.of(shown)
    }
    columns.append(column)
    return (text, columns)
  }

  private static func append(
    _ scalar: Unicode.Scalar, _ style: Style, _ result: inout String, inCharacter: Bool = false
  ) {
    let value = scalar.value
    if value == 0x09, !inCharacter {
      result.unicodeScalars.append(scalar)
    } else if value < 0x20 || value == 0x7F {
      // The pictures of control characters begin at U+2400; that of DEL is U+2421.
      let picture = Unicode.Scalar(value == 0x7F ? 0x2421 : 0x2400 + value)
      if style.usesUnicode, let picture {
        result.unicodeScalars.append(picture)
      } else {
        result += "\\x" + hexadecimal(value, digits: 2)
      }
    } else if isHidden(scalar) || value >= 0x80 && !style.usesUnicode && isInvisible(scalar) {
      result += "<U+" + hexadecimal(value, digits: 4) + ">"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }

  /// Whether a scalar steers the terminal or the direction of text, or hides in it. The joiners
  /// inside of emoji and Indic or Arabic script (U+200C, U+200D) are left alone.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x80 || value == 0x200C || value == 0x200D { return false }
    return isInvisible(scalar)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // Tags (U+E0020 to U+E007F) end some flags, but can hide a whole text.
    case .format: true
    default: false
    }
  }

  private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
