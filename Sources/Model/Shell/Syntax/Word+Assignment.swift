import Source

extension Word {
  /// The name in a word such as `NAME=value`, as `export`, `env` and `local` take them; nil for
  /// other words.
  public var assignmentName: String? {
    guard let end = assignmentNameLength else { return nil }
    return String(decoding: text.utf8.prefix(end), as: UTF8.self)
  }

  /// The value in a word such as `NAME=value`; nil for other words and where it is empty.
  public var assignmentValue: Word? {
    guard let length = assignmentNameLength, let first = parts.first,
      case .literal(let text) = first.kind
    else { return nil }
    let bytes = Array(text.utf8)
    let start = length + (bytes[length] == Byte.plus ? 2 : 1)
    var rest = Array(parts.dropFirst())
    let lower = min(first.range.lowerBound + start, first.range.upperBound)
    if start < bytes.count {
      rest.insert(
        WordPart(
          kind: .literal(String(decoding: bytes[start...], as: UTF8.self)),
          range: SourceRange(lower, first.range.upperBound)), at: 0)
    }
    if rest.isEmpty { return nil }
    return dropping(start, parts: rest, range: SourceRange(lower, range.upperBound))
  }

  /// How many bytes the name has; nil where the word is no assignment.
  private var assignmentNameLength: Int? {
    guard case .literal(let text)? = parts.first?.kind else { return nil }
    var length = 0
    let bytes = text.utf8
    for byte in bytes {
      if byte == Byte.equals { return length > 0 ? length : nil }
      if byte == Byte.plus, length > 0 {
        let next = bytes.dropFirst(length + 1).first
        return next == Byte.equals ? length : nil
      }
      let fits = length == 0 ? ShellParser.isNameStart(byte) : ShellParser.isNameByte(byte)
      guard fits else { return nil }
      length += 1
    }
    return nil
  }
}
