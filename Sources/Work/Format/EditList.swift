import Source

/// Collects replacements from the first to the last byte of a source, each cut down to what changes.
struct EditList {
  private let bytes: [UInt8]
  private(set) var edits: [TextEdit] = []

  init(_ source: SourceText) { bytes = source.bytes }

  /// Puts `text` in the place of the bytes from `lower` up to `upper`.
  mutating func replace(_ lower: Int, _ upper: Int, with text: [UInt8]) {
    var lower = lower
    var upper = upper
    var kept = text[...]
    while lower < upper, let first = kept.first, bytes[lower] == first {
      lower += 1
      kept.removeFirst()
    }
    while lower < upper, let last = kept.last, bytes[upper - 1] == last {
      upper -= 1
      kept.removeLast()
    }
    if lower == upper, kept.isEmpty { return }
    let replacement = String(decoding: kept, as: UTF8.self)
    if let before = edits.last, before.range.upperBound == lower {
      edits[edits.count - 1] = TextEdit(
        SourceRange(before.range.lowerBound, upper), before.replacement + replacement)
    } else {
      edits.append(TextEdit(SourceRange(lower, upper), replacement))
    }
  }
}
