extension ExpansionScanner {
  /// Expands the reference at the scanner, which is at a `$`.
  mutating func dollar(isQuoted: Bool) throws(ExpansionError) -> ExpansionDraft {
    let start = position
    position += 1
    if next == UInt8(ascii: "{") {
      depth += 1
      defer { depth -= 1 }
      if depth > Expander.maximumDepth {
        throw ExpansionError(kind: .tooDeep, range: start..<position)
      }
      return try braced(from: start, isQuoted: isQuoted)
    }
    let nameRange = name()
    if nameRange.isEmpty { return ExpansionDraft("$") }
    let index = note(nameRange, from: start, isBraced: false, isQuoted: isQuoted)
    return plainValue(of: index, asWritten: "$" + references[index].name)
  }

  private mutating func braced(
    from start: Int, isQuoted: Bool
  ) throws(ExpansionError) -> ExpansionDraft {
    position += 1
    switch next {
    case nil: throw fault(.unclosedBrace, from: start)
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"):
      throw ExpansionError(kind: .missingName, range: start..<position + 1)
    default: break
    }
    let nameRange = name()
    if next == nil { throw fault(.unclosedBrace, from: start) }
    let index = note(nameRange, from: start, isBraced: true, isQuoted: isQuoted)
    let outer = enclosing
    enclosing = index
    defer { enclosing = outer }
    let operatorStart = position
    let modifier = take()
    switch UInt8(truncatingIfNeeded: modifier) {
    case _ where modifier >= 0x80: break
    case UInt8(ascii: "}"):
      references[index].range = start..<position
      return plainValue(of: index, asWritten: "${" + references[index].name + "}")
    case UInt8(ascii: ":"):
      if next == nil { throw fault(.unclosedBrace, from: start) }
      let modifier = take()
      return try withArgument(
        of: index, modifier: modifier, isColon: true, from: operatorStart)
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: "#"),
      UInt8(ascii: "%"):
      return try withArgument(
        of: index, modifier: modifier, isColon: false, from: operatorStart)
    case UInt8(ascii: "/"):
      return try withReplacement(of: index)
    default: break
    }
    throw ExpansionError(
      kind: .unsupportedOperator(string(operatorStart..<position)), range: start..<position)
  }

  /// Remembers a reference and what the environment says of it.
  private mutating func note(
    _ nameRange: Range<Int>, from start: Int, isBraced: Bool, isQuoted: Bool
  ) -> Int {
    let name = string(nameRange)
    references.append(
      ExpansionReference(
        name: name, range: start..<position, nameRange: nameRange, isBraced: isBraced,
        isQuoted: isQuoted, binding: environment.binding(of: name), enclosing: enclosing))
    return references.count - 1
  }

  private func plainValue(of index: Int, asWritten written: String) -> ExpansionDraft {
    switch references[index].binding {
    case .known(let value): ExpansionDraft(value)
    case .unknown: .hole
    case .unset: options.contains(.keepsUnset) ? ExpansionDraft(written) : ExpansionDraft()
    }
  }

  /// Reads up to `stop`; what goes wrong at the end of the text is told as `missing`.
  private mutating func part(
    of index: Int, until stop: UInt8, keepingEscapes: Bool, missing: ExpansionError.Kind
  ) throws(ExpansionError) -> (draft: ExpansionDraft, range: Range<Int>) {
    let from = position
    guard let draft = try read(until: stop, keepingEscapes: keepingEscapes) else {
      throw fault(missing, from: references[index].range.lowerBound)
    }
    return (draft, from..<position - 1)
  }

  private mutating func withArgument(
    of index: Int, modifier: UInt32, isColon: Bool, from operatorStart: Int
  ) throws(ExpansionError) -> ExpansionDraft {
    let operatorRange = operatorStart..<position
    let isTrim = modifier == UInt32(UInt8(ascii: "#")) || modifier == UInt32(UInt8(ascii: "%"))
    var (word, range) = try part(
      of: index, until: UInt8(ascii: "}"), keepingEscapes: isTrim, missing: .unclosedBrace)
    let reference = references[index]
    references[index].range = reference.range.lowerBound..<position
    if reference.binding == .unset, options.contains(.keepsUnset) {
      var kept = ExpansionDraft("${" + reference.name + string(operatorRange))
      kept.append(word)
      kept.append(UInt8(ascii: "}"))
      finish(index, operation(modifier, isColon: isColon), range)
      return kept
    }
    if isTrim {
      let isLongest = word.holes.first != 0 && word.bytes.first.map(UInt32.init) == modifier
      if isLongest {
        word = word.droppingFirst()
        if text[range.lowerBound] == UInt8(truncatingIfNeeded: modifier) {
          range = range.lowerBound + 1..<range.upperBound
        }
      }
      let atStart = modifier == UInt32(UInt8(ascii: "#"))
      finish(
        index,
        atStart
          ? isLongest ? .trimLongestPrefix : .trimShortestPrefix
          : isLongest ? .trimLongestSuffix : .trimShortestSuffix, range)
      return try trimmed(index, by: word, atStart: atStart, longest: isLongest)
    }
    guard let operation = operation(modifier, isColon: isColon) else {
      throw ExpansionError(
        kind: .unsupportedOperator(string(operatorRange)), range: references[index].range)
    }
    finish(index, operation, range)
    return try chosen(index, operation, word)
  }

  private func operation(_ modifier: UInt32, isColon: Bool) -> ExpansionOperator? {
    guard modifier < 0x80 else { return nil }
    let name = String(decoding: [UInt8(modifier)], as: UTF8.self)
    // BuildKit takes `:#` and `:%` as `#` and `%`.
    return ExpansionOperator(rawValue: isColon && name != "#" && name != "%" ? ":" + name : name)
  }

  private mutating func finish(
    _ index: Int, _ operation: ExpansionOperator?, _ range: Range<Int>
  ) {
    references[index].operation = operation
    references[index].argumentRange = range
    references[index].argument = string(range)
  }

  /// The value of a substitution with a default, an alternative or a demand.
  private mutating func chosen(
    _ index: Int, _ operation: ExpansionOperator, _ word: ExpansionDraft
  ) throws(ExpansionError) -> ExpansionDraft {
    let reference = references[index]
    let value: String
    let isSet: Bool
    switch reference.binding {
    case .unknown: return .hole
    case .known(let known): (value, isSet) = (known, true)
    case .unset: (value, isSet) = ("", false)
    }
    switch operation {
    case .defaultIfUnset where isSet, .defaultIfEmpty where !value.isEmpty:
      discard(within: index)
      return ExpansionDraft(value)
    case .defaultIfUnset, .defaultIfEmpty: return word
    case .alternateIfSet where isSet, .alternateIfFilled where !value.isEmpty: return word
    case .alternateIfSet, .alternateIfFilled:
      discard(within: index)
      return ExpansionDraft()
    default:
      if !isSet {
        throw ExpansionError(
          kind: .requiredVariableUnset(name: reference.name, message: word.display),
          range: reference.range)
      }
      if operation == .requireFilled, value.isEmpty {
        throw ExpansionError(
          kind: .requiredVariableEmpty(name: reference.name, message: word.display),
          range: reference.range)
      }
      discard(within: index)
      return ExpansionDraft(value)
    }
  }

  /// Marks what stands in the argument of a reference as without effect.
  private mutating func discard(within index: Int) {
    for inner in references.indices.dropFirst(index + 1) { references[inner].isDiscarded = true }
  }

  private mutating func trimmed(
    _ index: Int, by word: ExpansionDraft, atStart: Bool, longest: Bool
  ) throws(ExpansionError) -> ExpansionDraft {
    let pattern = word.isKnown ? try pattern(word, of: index, isReversed: !atStart) : nil
    guard let value = knownValue(of: index) else { return .hole }
    if value.isEmpty { return ExpansionDraft() }
    guard let pattern else { return .hole }
    var scalars = value.unicodeScalars.map(\.value)
    if !atStart { scalars.reverse() }
    guard
      let end = try searching(index, { pattern.prefixEnd(scalars, longest: longest, steps: &$0) })
    else { return ExpansionDraft(value) }
    scalars.removeFirst(end)
    if !atStart { scalars.reverse() }
    var result = ExpansionDraft()
    for scalar in scalars { result.append(scalar: scalar) }
    return result
  }

  private mutating func withReplacement(of index: Int) throws(ExpansionError) -> ExpansionDraft {
    let slash = UInt8(ascii: "/")
    let isAll = next == slash
    if isAll { position += 1 }
    let (word, range) = try part(
      of: index, until: slash, keepingEscapes: true, missing: .missingReplacement)
    let (replacement, replacementRange) = try part(
      of: index, until: UInt8(ascii: "}"), keepingEscapes: true, missing: .unclosedBrace)
    let reference = references[index]
    references[index].range = reference.range.lowerBound..<position
    references[index].replacementRange = replacementRange
    references[index].replacement = string(replacementRange)
    finish(index, isAll ? .replaceAll : .replaceFirst, range)
    if reference.binding == .unset, options.contains(.keepsUnset) {
      // BuildKit writes one slash here, also where there were two.
      var kept = ExpansionDraft("${" + reference.name + "/")
      kept.append(word)
      kept.append(slash)
      kept.append(replacement)
      kept.append(UInt8(ascii: "}"))
      return kept
    }
    let pattern = word.isKnown ? try pattern(word, of: index, isReversed: false) : nil
    guard let value = knownValue(of: index), let pattern else { return .hole }
    let template = ExpansionTemplate(replacement, expandsMatches: isAll)
    let scalars = value.unicodeScalars.map(\.value)
    var matches: [Range<Int>] = []
    if isAll {
      matches = try searching(index) { pattern.matches(scalars, steps: &$0) }
    } else if let match = try searching(index, { pattern.firstMatch(scalars, steps: &$0) }) {
      matches = [match]
    }
    var result = ExpansionDraft()
    var copied = 0
    for match in matches {
      for scalar in scalars[copied..<match.lowerBound] { result.append(scalar: scalar) }
      template.write(match: scalars[match], to: &result)
      copied = match.upperBound
      try checkSize(result)
    }
    for scalar in scalars[copied...] { result.append(scalar: scalar) }
    return result
  }

  /// The value of a variable, empty where it is unset, if it can be told.
  private func knownValue(of index: Int) -> String? {
    switch references[index].binding {
    case .known(let value): value
    case .unset: ""
    case .unknown: nil
    }
  }

  private func pattern(
    _ word: ExpansionDraft, of index: Int, isReversed: Bool
  ) throws(ExpansionError) -> ExpansionPattern {
    do {
      return try ExpansionPattern(word.bytes, isReversed: isReversed)
    } catch {
      throw ExpansionError(
        kind: .invalidPattern(pattern: word.display, escape: error.escape),
        range: references[index].argumentRange ?? references[index].range)
    }
  }

  /// Runs a search that must not take more steps than are left.
  private mutating func searching<Result>(
    _ index: Int, _ search: (inout Int) -> Result
  ) throws(ExpansionError) -> Result {
    let result = search(&steps)
    if steps < 0 { throw ExpansionError(kind: .tooLarge, range: references[index].range) }
    return result
  }

  private func fault(_ kind: ExpansionError.Kind, from start: Int) -> ExpansionError {
    ExpansionError(kind: kind, range: start..<text.count)
  }
}
