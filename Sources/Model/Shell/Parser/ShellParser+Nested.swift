import Source

extension ShellParser {
  /// Whether any word of the command that is read may be the `-c` of a shell.
  func hasScriptFlag(_ base: Int) -> Bool {
    var index = base + 1
    while index + 1 < wordBounds.count {
      let word = wordBounds[index]
      if bytes[word.lowerBound] == Byte.minus, word.count <= 10 {
        for offset in word where bytes[offset] == UInt8(ascii: "c") { return true }
      }
      index += 1
    }
    return false
  }

  /// Reads the scripts that a command hands to shells, as in `sh -c '…'`.
  mutating func nestedScripts(in command: SimpleCommand, _ base: Int) -> [NestedScript] {
    guard let (index, dialect) = CommandInvocation.scriptWord(of: command.words),
      base + index < wordBounds.count
    else { return [] }
    let word = command.words[index]
    guard let isExact = canNest(word.parts), depth < ShellParser.nestingLimit else { return [] }
    let bounds = wordBounds[base + index]
    var inner = MappedText()
    appendUnquoted(bounds.lowerBound, bounds.upperBound, to: &inner)
    var parser = ShellParser(inner, dialect: dialect, depth: depth + 1)
    let script = parser.parseScript()
    isAborted = isAborted || parser.isAborted
    return [NestedScript(script: script, wordIndex: index, isExact: isExact)]
  }

  /// Whether the value of a word is known as text (true), or but for parameters (false); nil
  /// where other expansions are in it.
  private func canNest(_ parts: [WordPart]) -> Bool? {
    var isExact = true
    for part in parts {
      switch part.kind {
      case .literal, .escaped, .glob, .singleQuoted: break
      case .parameter: isExact = false
      case .doubleQuoted(let inner):
        guard let inside = canNest(inner) else { return nil }
        isExact = isExact && inside
      default: return nil
      }
    }
    return isExact
  }

  /// Adds the text between two places without its quotes; parameters stay as they are written.
  private func appendUnquoted(_ lower: Int, _ upper: Int, to inner: inout MappedText) {
    var offset = lower
    var runStart = lower
    var isInDoubleQuotes = false
    func take(_ end: Int, skip: Int) {
      inner.append(text.slice(runStart..<end))
      runStart = end + skip
    }
    while offset < upper {
      switch bytes[offset] {
      case Byte.singleQuote where !isInDoubleQuotes:
        take(offset, skip: 1)
        offset += 1
        while offset < upper, bytes[offset] != Byte.singleQuote { offset += 1 }
        take(min(offset, upper), skip: 1)
        offset += 1
      case Byte.doubleQuote:
        take(offset, skip: 1)
        isInDoubleQuotes.toggle()
        offset += 1
      case Byte.backslash:
        let next = offset + 1 < upper ? bytes[offset + 1] : 0
        if next == Byte.newline {
          take(offset, skip: 2)
        } else if !isInDoubleQuotes || next == Byte.dollar || next == Byte.backtick
          || next == Byte.doubleQuote || next == Byte.backslash
        {
          take(offset, skip: 1)
        }
        offset += 2
      case Byte.dollar where offset + 1 < upper && bytes[offset + 1] == Byte.openBrace:
        // The word of `${x:-"a"}` has quotes of its own, which belong to the expansion.
        while offset < upper, bytes[offset] != Byte.closeBrace { offset += 1 }
      default: offset += 1
      }
    }
    if runStart < upper { take(upper, skip: 0) }
  }
}
