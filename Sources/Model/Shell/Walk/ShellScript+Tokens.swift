public import Source

extension ShellScript {
  /// The script as the shell reads it: words with their quotes, operators and reserved words, one a
  /// token, without blanks and comments. Scripts with equal tokens do the same.
  ///
  /// Newlines are tokens, several in a row are one, and those at both ends are left out. The lines
  /// of a here-document are one token. Nil where the text is no proper syntax, since then nobody
  /// knows where its words end.
  ///
  /// - Parameter text: the text that the script was read from.
  public func tokens(of text: MappedText) -> [String]? {
    guard problems.isEmpty else { return nil }
    var reader = TokenReader(text: text, units: units(), comments: comments)
    return reader.read()
  }

  /// The outermost words and the lines of here-documents, in order.
  private func units() -> [SourceRange] {
    var ranges: [SourceRange] = []
    forEachWord(includingNestedScripts: false) { word, _, _ in ranges.append(word.range) }
    forEachRedirect(includingNestedScripts: false) { redirect, _ in
      if let heredoc = redirect.heredoc { ranges.append(heredoc.range) }
    }
    ranges.sort {
      ($0.lowerBound, -$0.upperBound) < ($1.lowerBound, -$1.upperBound)
    }
    var outer: [SourceRange] = []
    for range in ranges where !range.isEmpty {
      if let last = outer.last, range.lowerBound < last.upperBound { continue }
      outer.append(range)
    }
    return outer
  }
}

/// Cuts a text into tokens along the words that are known.
private struct TokenReader {
  let text: MappedText
  let units: [SourceRange]
  let comments: [SourceRange]
  private var tokens: [String] = []
  private var current: [UInt8] = []
  /// Whether what follows without a blank belongs to the current token, as the value belongs to
  /// the name of an assignment.
  private var isOpen = false

  init(text: MappedText, units: [SourceRange], comments: [SourceRange]) {
    self.text = text
    self.units = units
    self.comments = comments
  }

  mutating func read() -> [String] {
    var unit = 0
    var comment = 0
    var offset = 0
    let bytes = text.bytes
    while offset < bytes.count {
      let place = text.source(of: offset)
      while unit < units.count, units[unit].upperBound <= place { unit += 1 }
      while comment < comments.count, comments[comment].upperBound <= place { comment += 1 }
      if unit < units.count, units[unit].contains(place) {
        offset = word(from: offset, in: units[unit])
      } else if comment < comments.count, comments[comment].contains(place) {
        close()
        offset = skip(comments[comment], from: offset)
      } else {
        offset = gap(from: offset)
      }
    }
    close()
    if tokens.last == "\n" { tokens.removeLast() }
    return tokens
  }

  private mutating func word(from start: Int, in unit: SourceRange) -> Int {
    if !isOpen { close() }
    var offset = start
    while offset < text.count, unit.contains(text.source(of: offset)) {
      current.append(text.bytes[offset])
      offset += 1
    }
    close()
    return offset
  }

  /// Passes a comment, but for a first line that names the interpreter.
  private mutating func skip(_ comment: SourceRange, from start: Int) -> Int {
    var end = start
    while end < text.count, comment.contains(text.source(of: end)) { end += 1 }
    if start == 0, text.bytes[..<end].starts(with: "#!".utf8) {
      current.append(contentsOf: text.bytes[..<end])
      close()
    }
    return end
  }

  /// Takes one byte, or one operator, between words.
  private mutating func gap(from offset: Int) -> Int {
    let byte = text.bytes[offset]
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      close()
      return offset + 1
    case UInt8(ascii: "\n"):
      close()
      if let last = tokens.last, last != "\n" { tokens.append("\n") }
      return offset + 1
    case UInt8(ascii: "<"), UInt8(ascii: ">"):
      // A number directly before belongs to the redirection.
      if !current.allSatisfy({ (0x30...0x39).contains($0) }) { close() }
      return takeOperator(from: offset)
    case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      close()
      return takeOperator(from: offset)
    default:
      current.append(byte)
      isOpen = true
      return offset + 1
    }
  }

  private mutating func takeOperator(from start: Int) -> Int {
    for length in [3, 2] where start + length <= text.count {
      let slice = text.bytes[start..<start + length]
      if Self.operators.contains(where: { $0.utf8.elementsEqual(slice) }) {
        current.append(contentsOf: slice)
        close()
        return start + length
      }
    }
    current.append(text.bytes[start])
    close()
    return start + 1
  }

  private static let operators: [String] = [
    "<<-", "<<<", "&>>", ";;&", "&&", "||", ";;", ";&", "|&", "<<", ">>", "<&", ">&", "&>", "<>",
    ">|",
  ]

  private mutating func close() {
    isOpen = false
    if current.isEmpty { return }
    tokens.append(String(decoding: current, as: UTF8.self))
    current.removeAll(keepingCapacity: true)
  }
}
