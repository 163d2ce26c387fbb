/// The replacement of a `${v/p/r}` or `${v//p/r}`.
///
/// BuildKit replaces all matches through Go's `Regexp.ReplaceAllString`, in
/// whose replacement `$0` and `${0}` stand for the match, `$$` for a dollar sign
/// and every other `$name` for nothing. A single replacement is taken as it is.
struct ExpansionTemplate {
  private enum Part {
    case text(ExpansionDraft)
    case match
  }

  private var parts: [Part] = []

  init(_ draft: ExpansionDraft, expandsMatches: Bool) {
    guard expandsMatches, draft.isKnown, draft.bytes.contains(UInt8(ascii: "$")) else {
      parts = [.text(draft)]
      return
    }
    let bytes = draft.bytes
    var plain: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte != UInt8(ascii: "$") {
        plain.append(byte)
      } else if index < bytes.count, bytes[index] == byte {
        plain.append(byte)
        index += 1
      } else if let (name, end) = Self.name(in: bytes, at: index) {
        index = end
        guard name.elementsEqual([UInt8(ascii: "0")]) else { continue }
        parts.append(.text(ExpansionDraft(plain)))
        parts.append(.match)
        plain = []
      } else {
        plain.append(byte)
      }
    }
    parts.append(.text(ExpansionDraft(plain)))
  }

  /// Adds the replacement of one match.
  func write(match: ArraySlice<UInt32>, to draft: inout ExpansionDraft) {
    for part in parts {
      switch part {
      case .text(let text): draft.append(text)
      case .match: for scalar in match { draft.append(scalar: scalar) }
      }
    }
  }

  private static func name(
    in bytes: [UInt8], at start: Int
  ) -> (name: ArraySlice<UInt8>, end: Int)? {
    guard start < bytes.count else { return nil }
    let isBraced = bytes[start] == UInt8(ascii: "{")
    let first = isBraced ? start + 1 : start
    var index = first
    while index < bytes.count {
      let (value, width) = bytes.scalar(at: index)
      let isPart =
        ScalarKind.isLetter(value) || ScalarKind.isDigit(value)
        || value == UInt32(UInt8(ascii: "_"))
      if !isPart { break }
      index += width
    }
    if index == first { return nil }
    let name = bytes[first..<index]
    if !isBraced { return (name, index) }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "}") else { return nil }
    return (name, index + 1)
  }
}
