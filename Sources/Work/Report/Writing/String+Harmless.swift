extension Unicode.Scalar {
  /// What to show instead of a character that would move the cursor, change colours,
  /// reorder the text or stay unseen; nil where it can be shown as it is.
  var harmlessForm: String? {
    switch value {
    case 0x20...0x7E: nil
    case 0x00..<0x20: Unicode.Scalar(0x2400 + value).map { String(Character($0)) }
    case 0x7F: "\u{2421}"
    case 0x80...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xFFFE...0xFFFF, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      "<U+\(codePoint)>"
    default: nil
    }
  }

  /// The code point in at least four hexadecimal digits.
  private var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension String {
  /// Puts a character at the end, in its harmless form where it has one.
  mutating func append(harmless scalar: Unicode.Scalar) {
    if let form = scalar.harmlessForm {
      self += form
    } else {
      unicodeScalars.append(scalar)
    }
  }

  /// The text on one line, every character that could do harm in a terminal or a log
  /// made visible; tabs and line breaks are spaces.
  public var harmless: String {
    if utf8.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return self }
    var result = ""
    var wasReturn = false
    for scalar in unicodeScalars {
      defer { wasReturn = scalar == "\r" }
      switch scalar {
      case "\n" where wasReturn: continue
      case "\t", "\n", "\r": result += " "
      default: result.append(harmless: scalar)
      }
    }
    return result
  }

  /// The text with the white space of any kind between its words as one space.
  var flattened: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The first sentence, on one line.
  var firstSentence: String {
    let text = flattened
    var previous: Character = " "
    for index in text.indices {
      if text[index] == " ", previous == "." || previous == "!" || previous == "?" {
        let sentence = text[..<index]
        let isAbbreviation = ["e.g.", "i.e.", "etc.", "vs."].contains { sentence.hasSuffix($0) }
        if !isAbbreviation { return String(sentence) }
      }
      previous = text[index]
    }
    return text
  }
}
