import Source

/// The pieces of a simple command while it is read.
private struct SimpleBuilder {
  var assignments: [Assignment] = []
  var words: [Word] = []
  var redirects: [Redirect] = []
}

extension ShellParser {
  /// Reads assignments, words and redirections up to an operator; or the definition of a
  /// function. Nil, with nothing read, where none begins.
  mutating func parseSimpleCommand() -> Command? {
    let start = position
    var builder = SimpleBuilder()
    let base = wordBounds.count
    defer { wordBounds.removeLast(wordBounds.count - base) }
    var last = position
    loop: while true {
      skipBlanks()
      if isAtEnd { break }
      switch bytes[position] {
      case Byte.newline, Byte.semicolon, Byte.pipe, Byte.close, Byte.hash: break loop
      case Byte.open:
        if builder.words.count == 1, builder.assignments.isEmpty, builder.redirects.isEmpty,
          let close = emptyParentheses()
        {
          let word = builder.words[0]
          position = close
          guard enter() else { break loop }
          defer { leave() }
          return parseFunctionBody(
            start, name: word.unquotedText, start, word.range, hasKeyword: false)
        }
        break loop
      case Byte.less, Byte.greater, Byte.ampersand, 0x30...0x39, Byte.openBrace:
        if let redirect = parseRedirect() {
          builder.redirects.append(redirect)
          last = position
          continue loop
        }
        if bytes[position] == Byte.ampersand { break loop }
        let wordStart = position
        builder.words.append(parseWord())
        wordBounds.append(wordStart..<max(wordStart, position))
      default:
        if builder.words.isEmpty, ShellParser.isNameStart(bytes[position]),
          let assignment = parseAssignment()
        {
          builder.assignments.append(assignment)
        } else {
          let wordStart = position
          builder.words.append(parseArgumentWord(builder.words))
          wordBounds.append(wordStart..<max(wordStart, position))
        }
      }
      last = position
    }
    if last == start { return nil }
    return .simple(finish(builder, start, last, base))
  }

  private mutating func finish(
    _ builder: SimpleBuilder, _ start: Int, _ last: Int, _ base: Int
  ) -> SimpleCommand {
    let range = source(start, last)
    let command = SimpleCommand(
      assignments: builder.assignments, words: builder.words, redirects: builder.redirects,
      nestedScripts: [], range: range)
    guard let name = builder.words.first else { return command }
    if name.isPlain { noteCommand(name.text, command) }
    guard hasScriptFlag(base) else { return command }
    let scripts = nestedScripts(in: command, base)
    if scripts.isEmpty { return command }
    return SimpleCommand(
      assignments: builder.assignments, words: builder.words, redirects: builder.redirects,
      nestedScripts: scripts, range: range)
  }

  /// Where `()` ends that stands at the place; nil for any other parenthesis.
  private func emptyParentheses() -> Int? {
    var offset = position + 1
    while byte(offset) == Byte.space || byte(offset) == Byte.tab { offset += 1 }
    return byte(offset) == Byte.close && offset < end ? offset + 1 : nil
  }

  /// Reads an argument, and the array in one of `declare` and its kin.
  private mutating func parseArgumentWord(_ words: [Word]) -> Word {
    let start = position
    let word = parseWord()
    guard byte(position) == Byte.open, position < end, word.isPlain,
      word.text.utf8.last == Byte.equals, let name = words.first, name.isPlain
    else { return word }
    switch name.text {
    case "declare", "typeset", "local", "export", "readonly":
      let open = position
      guard let elements = parseArray() else { return word }
      note(.array, start, position)
      return Word(
        text: string(start, position),
        parts: word.parts + [WordPart(kind: .array(elements), range: source(open, position))],
        flags: .expansion, range: source(start, position))
    default: return word
    }
  }

  /// Reads `name=value`, `name+=value`, `name[index]=value` or an array; nil, with nothing
  /// read, where the word is none of them.
  private mutating func parseAssignment() -> Assignment? {
    let start = position
    var offset = position + 1
    while offset < end, ShellParser.isNameByte(bytes[offset]) { offset += 1 }
    let nameEnd = offset
    var bracket = 0
    if byte(offset) == Byte.openBracket {
      guard let close = closingBracket(offset) else { return nil }
      bracket = offset
      offset = close + 1
    }
    let indexEnd = offset
    let isAppend = byte(offset) == Byte.plus && byte(offset + 1) == Byte.equals
    if isAppend { offset += 1 }
    guard byte(offset) == Byte.equals else { return nil }
    var index: Word?
    if bracket > 0 {
      let outer = end
      position = bracket + 1
      end = indexEnd - 1
      index = parseIndex()
      end = outer
      note(.array, start, indexEnd)
    }
    if isAppend { note(.appendAssignment, start, offset + 1) }
    position = isAborted ? end : offset + 1
    var value: Word?
    var elements: [ArrayElement]?
    if byte(position) == Byte.open, position < end {
      elements = parseArray()
      note(.array, start, position)
    } else if !isDelimiter(position) || isSubstitution() {
      value = parseWord(.value)
    }
    return Assignment(
      name: string(start, nameEnd), nameRange: source(start, nameEnd), index: index,
      isAppend: isAppend, value: value, elements: elements, range: source(start, position))
  }

  /// Where the bracket closes that opens at a place; indices are short, so is the search.
  private func closingBracket(_ open: Int) -> Int? {
    var nesting = 0
    var offset = open
    let limit = min(end, open + 512)
    while offset < limit, bytes[offset] != Byte.newline {
      if bytes[offset] == Byte.openBracket { nesting += 1 }
      if bytes[offset] == Byte.closeBracket {
        nesting -= 1
        if nesting == 0 { return offset }
      }
      offset += 1
    }
    return nil
  }

  /// Reads the elements between `(` and `)`.
  private mutating func parseArray() -> [ArrayElement]? {
    let start = position
    guard enter() else { return nil }
    defer { leave() }
    position += 1
    var elements: [ArrayElement] = []
    while true {
      skipLines()
      if isAtEnd { break }
      let next = bytes[position]
      if next == Byte.close {
        position += 1
        return elements
      }
      if isDelimiter(position), !isSubstitution() { break }
      var key: Word?
      if next == Byte.openBracket, let close = closingBracket(position),
        byte(close + 1) == Byte.equals
      {
        let outer = end
        position += 1
        end = close
        key = parseIndex()
        restore(end: outer, position: close + 2)
        if isDelimiter(position) {
          elements.append(
            ArrayElement(key: key, value: Word(plain: "", range: source(position, position))))
          continue
        }
      }
      elements.append(ArrayElement(key: key, value: parseWord()))
    }
    report(.unterminatedParenthesis, "the array has no closing `)`", start, start + 1)
    return elements
  }
}
