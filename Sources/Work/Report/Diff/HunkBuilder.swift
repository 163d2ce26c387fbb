import Source

/// Puts the changes of windows together into hunks.
struct HunkBuilder {
  private let source: SourceText
  private let context: Int
  private var hunks: [UnifiedDiff.Hunk] = []
  private var lines: [UnifiedDiff.Line] = []
  private var oldStart = 0
  private var newStart = 0
  /// The old line, from 1, that follows the last one in `lines`.
  private var oldNext = 1
  /// The old line that follows the last change.
  private var changeEnd = 0
  /// New lines minus old lines, so far.
  private var shift = 0
  /// How many lines the source has, a last one without an ending included.
  private let lineCount: Int

  init(_ source: SourceText, context: Int) {
    self.source = source
    self.context = context
    lineCount = source.lineCount
  }

  mutating func add(_ window: EditedWindow) {
    var line = window.lines.lowerBound
    for step in LineDiff.steps(from: window.old, to: window.new) {
      switch step {
      case .kept: line += 1
      case .removed(let index):
        begin(at: line)
        lines.append(UnifiedDiff.Line(kind: .removed, bytes: Array(window.old[index])))
        line += 1
        oldNext = line
        changeEnd = line
        shift -= 1
      case .added(let index):
        begin(at: line)
        lines.append(UnifiedDiff.Line(kind: .added, bytes: Array(window.new[index])))
        changeEnd = line
        shift += 1
      }
    }
  }

  mutating func finish() -> [UnifiedDiff.Hunk] {
    close()
    return hunks
  }

  /// Makes a hunk ready for a change before the old line `line`.
  private mutating func begin(at line: Int) {
    if !lines.isEmpty, line - changeEnd > 2 * context { close() }
    if lines.isEmpty {
      oldStart = max(1, oldNext, line - context)
      newStart = oldStart + shift
      oldNext = oldStart
    }
    keep(upTo: line)
  }

  /// Adds the old lines before `end` that are not in the hunk yet.
  private mutating func keep(upTo end: Int) {
    while oldNext < end, oldNext <= lineCount {
      let bytes = source.bytes[source.fullLineRange(oldNext).offsets]
      lines.append(UnifiedDiff.Line(kind: .kept, bytes: Array(bytes)))
      oldNext += 1
    }
  }

  private mutating func close() {
    if lines.isEmpty { return }
    keep(upTo: changeEnd + context)
    hunks.append(UnifiedDiff.Hunk(oldStart: oldStart, newStart: newStart, lines: lines))
    lines = []
  }
}
