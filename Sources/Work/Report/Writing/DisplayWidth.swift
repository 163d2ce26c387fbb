extension Unicode.Scalar {
  /// How many columns of a terminal the character takes: 0, 1 or 2
  /// (Unicode Standard Annex 11, wide and fullwidth as 2, ambiguous as 1).
  var displayWidth: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide ? 2 : 1
    }
  }

  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3,
      0x25FD...0x25FE, 0x2614...0x2615, 0x2630...0x2637, 0x2648...0x2653, 0x267F,
      0x268A...0x268F, 0x2693, 0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE,
      0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705, 0x270A...0x270B, 0x2728,
      0x274C, 0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0, 0x27BF,
      0x2B1B...0x2B1C, 0x2B50, 0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
      0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FE4, 0x17000...0x18CD5,
      0x18CFF...0x18D08, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376, 0x1F004, 0x1F0CF, 0x1F18E,
      0x1F191...0x1F19A, 0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248,
      0x1F250...0x1F251, 0x1F260...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      return true
    case 0x1F300...0x1FAFF:
      return properties.isEmojiPresentation
    default: return false
    }
  }
}

extension StringProtocol {
  /// How many columns of a terminal the text takes.
  var displayWidth: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension String {
  /// The text in lines of at most `width` columns, broken between words; a word that is
  /// longer has a line of its own. The first line may begin `used` columns in.
  func wrapped(to width: Int, used: Int = 0) -> [String] {
    var lines: [String] = []
    var line = ""
    var column = used
    var isStart = true
    for word in split(separator: " ") {
      let length = word.displayWidth
      if !isStart, column + 1 + length > width {
        lines.append(line)
        line = ""
        column = 0
        isStart = true
      }
      if !isStart {
        line += " "
        column += 1
      }
      line += word
      column += length
      isStart = false
    }
    lines.append(line)
    return lines
  }

  /// The text cut to `width` columns, `ellipsis` (one column) in place of what is gone.
  func cut(to width: Int, ellipsis: String) -> String {
    if utf8.count <= width || displayWidth <= width { return self }
    var result = ""
    var column = 0
    for scalar in unicodeScalars {
      let next = column + scalar.displayWidth
      if next > width - 1 { break }
      result.unicodeScalars.append(scalar)
      column = next
    }
    return result + ellipsis
  }
}
