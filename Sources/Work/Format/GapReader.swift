import Source

/// Reads what stands between two atoms: blanks, continuations, and the comments between lines.
struct GapReader {
  let bytes: [UInt8]
  let escape: UInt8
  /// How far a tab goes.
  let tab: Int

  func read(_ range: SourceRange, _ join: Gap.Join, _ role: Gap.Role) -> Gap {
    var lineBreak: Gap.Break?
    let isRead = scan(range, takesComma: join == .comma, into: &lineBreak)
    return Gap(
      range: range, join: join, role: role, isRead: isRead, lineBreak: isRead ? lineBreak : nil)
  }

  /// Reads the gap; false where something stands there that is not expected.
  private func scan(_ range: SourceRange, takesComma: Bool, into found: inout Gap.Break?) -> Bool {
    let end = range.upperBound
    var comma = !takesComma
    var position = skipBlanks(range.lowerBound, end)
    if !comma, position < end, bytes[position] == UInt8(ascii: ",") {
      comma = true
      position = skipBlanks(position + 1, end)
    }
    if position == end { return comma }
    guard let next = lineEnd(afterEscape: position, end) else { return false }
    var result = Gap.Break(escape: position, lineEnd: next, lastLine: next)
    position = next
    while true {
      let start = position
      position = skipBlanks(start, end)
      var isEmpty = false
      if !comma, position < end, bytes[position] == UInt8(ascii: ",") {
        comma = true
        isEmpty = true
        position = skipBlanks(position + 1, end)
      }
      if position == end {
        result.lastLine = start
        result.column = column(from: start, to: isEmpty ? start : end)
        found = result
        return comma
      }
      if bytes[position] == UInt8(ascii: "#"), !isEmpty {
        guard let next = self.lineEnd(position, end) else { return false }
        let text = SourceRange(position, trimmed(position, next))
        result.lines.append(.comment(SourceRange(start, next), text: text))
        position = next
      } else if let next = lineEnd(afterEscape: position, end) {
        result.lines.append(
          isEmpty || takesComma
            ? .empty(SourceRange(start, next)) : .bare(SourceRange(start, next), escape: position))
        position = next
      } else if !isEmpty, let next = lineEnd(afterBlanks: position, end) {
        result.lines.append(.empty(SourceRange(start, next)))
        position = next
      } else {
        return false
      }
    }
  }

  func skipBlanks(_ start: Int, _ end: Int) -> Int {
    var position = start
    while position < end, isBlank(bytes[position]) { position += 1 }
    return position
  }

  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The column that blanks lead to.
  func column(from start: Int, to end: Int) -> Int {
    var column = 0
    for byte in bytes[start..<end] {
      column = byte == 0x09 ? (column / tab + 1) * tab : column + 1
    }
    return column
  }

  /// The first byte of the next line, where an escape character ends this one; nil otherwise.
  func lineEnd(afterEscape position: Int, _ end: Int) -> Int? {
    guard position < end, bytes[position] == escape else { return nil }
    return lineEnd(afterBlanks: position + 1, end)
  }

  private func lineEnd(afterBlanks start: Int, _ end: Int) -> Int? {
    var position = skipBlanks(start, end)
    while position < end, bytes[position] == 0x0D { position += 1 }
    return position < end && bytes[position] == 0x0A ? position + 1 : nil
  }

  private func lineEnd(_ start: Int, _ end: Int) -> Int? {
    var position = start
    while position < end, bytes[position] != 0x0A { position += 1 }
    return position < end ? position + 1 : nil
  }

  /// The end of a text without the blanks and the line ending after it.
  func trimmed(_ start: Int, _ end: Int) -> Int {
    var position = end
    while position > start {
      let byte = bytes[position - 1]
      guard isBlank(byte) || byte == 0x0A || byte == 0x0D else { break }
      position -= 1
    }
    return position
  }
}
