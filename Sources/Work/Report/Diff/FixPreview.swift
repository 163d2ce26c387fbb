import Source

/// The few lines that a repair takes away and brings; none where they are many or long.
struct FixPreview {
  /// The lines, in their order.
  let lines: [UnifiedDiff.Line]

  private static let maximumLines = 8
  /// How many bytes of source a repair may span to be looked at.
  private static let maximumBytes = 4096

  init(_ fix: Fix, _ source: SourceText) {
    if let ignore = fix.ignore, fix.edits.isEmpty {
      let added = ignore.lines.map { UnifiedDiff.Line(kind: .added, bytes: Array($0.pattern.utf8)) }
      lines = added.count <= Self.maximumLines ? added : []
      return
    }
    guard let first = fix.edits.first, let last = fix.edits.last else {
      lines = []
      return
    }
    let start = source.lineRange(source.line(at: first.range.lowerBound)).lowerBound
    let end = source.lineRange(source.line(at: last.range.upperBound)).upperBound
    let brought = fix.edits.reduce(0) { $0 + $1.replacement.utf8.count }
    guard end - start + brought <= Self.maximumBytes else {
      lines = []
      return
    }
    let changes = UnifiedDiff(source, fix.edits, context: 0).changes
    lines = changes.count <= Self.maximumLines ? changes : []
  }
}
