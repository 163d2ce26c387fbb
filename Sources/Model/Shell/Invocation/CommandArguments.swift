/// The words after the name of a command, with the ways to find flags among them.
///
/// Flags end at `--`. A word counts as a flag by its literal beginning, so that
/// `--file="$x"` and `"-y"` are found.
public protocol CommandArguments {
  /// The words after the name.
  var arguments: ArraySlice<Word> { get }
}

extension SimpleCommand: CommandArguments {}

/// A flag with the value that it takes.
public struct FlagValue: Hashable, Sendable {
  /// The word of the flag.
  public let flag: Word
  /// The word that holds the value: the same word for `--flag=value` and `-fvalue`.
  public let word: Word
  /// The value, where nothing has to be expanded to know it.
  public let literal: String?
  /// The value as it is written, without quotes.
  public let text: String
}

extension CommandArguments {
  /// Whether a flag is given: `short` alone or in a cluster such as `-qy`, or `long` as
  /// `--long` or `--long=value`.
  ///
  /// `takingValue` names the short flags whose value follows in the same word, so that the
  /// letters of the value do not count: with `"o"`, `-oy` has no flag `y`.
  public func hasFlag(short: Character? = nil, long: String? = nil, takingValue: String = "")
    -> Bool
  {
    flagWord(short: short, long: long, takingValue: takingValue) != nil
  }

  /// The first word that gives a flag; see `hasFlag`.
  public func flagWord(short: Character? = nil, long: String? = nil, takingValue: String = "")
    -> Word?
  {
    var skipsValue = false
    for word in arguments {
      if skipsValue {
        skipsValue = false
        continue
      }
      let text = word.literalPrefix
      guard text.utf8.first == Byte.minus else { continue }
      if text == "--" { return nil }
      if text.hasPrefix("--") {
        guard let long else { continue }
        let name = text.dropFirst(2)
        if name == long || (name.hasPrefix(long) && name.dropFirst(long.count).first == "=") {
          return word
        }
        continue
      }
      let letters = text.dropFirst()
      for (index, letter) in zip(letters.indices, letters) {
        if letter == short { return word }
        if takingValue.contains(letter) {
          skipsValue = letters.index(after: index) == letters.endIndex && !word.containsExpansion
          break
        }
      }
    }
    return nil
  }

  /// The value of a flag: `-f value`, `-fvalue`, `--flag value` or `--flag=value`; the last one
  /// where it is given more than once. Nil where the flag is not given or has no value.
  public func value(short: Character? = nil, long: String? = nil) -> FlagValue? {
    values(short: short, long: long).last
  }

  /// The values of a flag that may be given more than once.
  public func values(short: Character? = nil, long: String? = nil) -> [FlagValue] {
    var found: [FlagValue] = []
    var pending: Word?
    for word in arguments {
      if let flag = pending {
        found.append(
          FlagValue(flag: flag, word: word, literal: word.literal, text: word.unquotedText))
        pending = nil
        continue
      }
      let text = word.unquotedText
      guard text.utf8.first == Byte.minus else { continue }
      if text == "--" { break }
      var rest: Substring?
      if let long, text.hasPrefix("--" + long) {
        let tail = text.dropFirst(long.count + 2)
        if tail.isEmpty { pending = word } else if tail.first == "=" { rest = tail.dropFirst() }
      } else if let short, !text.hasPrefix("--"), text.dropFirst().first == short {
        rest = text.dropFirst(2)
        if rest?.isEmpty == true {
          rest = nil
          pending = word
        }
      }
      if let rest {
        let literal = word.literal == nil ? nil : String(rest)
        found.append(FlagValue(flag: word, word: word, literal: literal, text: String(rest)))
      }
    }
    return found
  }

  /// The arguments that are no flags and no values of flags.
  ///
  /// `short` holds the letters and `long` the names, without dashes, of the flags whose value is
  /// the next word. All words after `--` count.
  public func operands(skippingValuesOf short: String = "", long: Set<String> = []) -> [Word] {
    var operands: [Word] = []
    var skipsValue = false
    var endsFlags = false
    for word in arguments {
      if endsFlags {
        operands.append(word)
        continue
      }
      if skipsValue {
        skipsValue = false
        continue
      }
      let text = word.literalPrefix
      if text == "--", !word.containsExpansion {
        endsFlags = true
      } else if text.hasPrefix("--") {
        skipsValue = long.contains(String(text.dropFirst(2)))
      } else if text.utf8.first == Byte.minus, text.utf8.count > 1 {
        if let letter = text.dropFirst().first(where: { short.contains($0) }) {
          skipsValue =
            text.last == letter && !word.containsExpansion
            && text.dropFirst().firstIndex(of: letter) == text.index(before: text.endIndex)
        }
      } else {
        operands.append(word)
      }
    }
    return operands
  }
}
