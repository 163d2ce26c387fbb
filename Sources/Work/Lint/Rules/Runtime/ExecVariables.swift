import Dockerfile
import Source

/// A variable that stands in a word of an exec form as if a shell read it.
struct ExecVariable {
  /// Its name.
  let name: String
  /// How it is written, such as `$PORT` or `${PORT}`.
  let text: String
  /// Where it stands.
  let range: SourceRange
  /// Whether it stands in braces.
  let isBraced: Bool
  /// Whether a default is written with it, as in `${PORT:-80}`.
  let hasDefault: Bool

  /// The variables of a word; none where the word is code of another language, or a pattern of it.
  static func all(in word: Argument) -> [ExecVariable] {
    let bytes = word.text.bytes
    guard bytes.contains(UInt8(ascii: "$")), !bytes.contains(where: isCode) else { return [] }
    var result: [ExecVariable] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "$") else {
        index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        continue
      }
      let isBraced = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{")
      let start = index + (isBraced ? 2 : 1)
      var end = start
      while end < bytes.count, isName(bytes[end], first: end == start) { end += 1 }
      let name = String(decoding: bytes[min(start, bytes.count)..<end], as: UTF8.self)
      var close = end
      if isBraced {
        guard let brace = bytes[end...].firstIndex(of: UInt8(ascii: "}")),
          brace == end || bytes[end] == UInt8(ascii: "-")
            || bytes[end...].starts(with: [UInt8(ascii: ":"), UInt8(ascii: "-")])
        else { return [] }
        close = brace + 1
      }
      if !name.isEmpty, index == 0 || bytes[index - 1] != UInt8(ascii: "$") {
        result.append(
          ExecVariable(
            name: name, text: word.text.text(index..<close),
            range: word.text.source(of: index..<close),
            isBraced: isBraced, hasDefault: isBraced && close - 1 > end))
      }
      index = max(close, index + 1)
    }
    return result
  }

  /// Bytes that words of a command line rarely have, and programs in another language do.
  private static func isCode(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "`"), UInt8(ascii: "\n"):
      true
    default: false
    }
  }

  private static func isName(_ byte: UInt8, first: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
    default: false
    }
  }
}

extension Instruction {
  /// The words of an exec form of CMD, ENTRYPOINT or HEALTHCHECK; nil for anything else.
  var execWords: [Argument]? {
    switch body {
    case .cmd(.exec(let words)), .entrypoint(.exec(let words)): return words
    case .healthcheck(let check):
      if case .exec(let words)? = check.command { return words }
      return nil
    default: return nil
    }
  }
}
