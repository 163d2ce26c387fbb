import Source
import Terminal

/// Lines of a source with places marked in them.
struct SourceFrame {
  /// A marked place.
  struct Mark: Hashable {
    let range: SourceRange
    /// What is to be seen there, said beside the mark.
    var label: String?
    /// Whether it is related to what is told, and not what is told itself.
    var isRelated = false
  }

  let source: SourceText
  let style: ReportStyle
  /// How the marks of what is told look.
  let role: ReportStyle.Role
  let glyphs: Glyphs
  /// How many columns a line of the frame may take.
  let width: Int
  /// How many columns the numbers take.
  let gutter: Int

  /// A piece of a mark that stands on one line.
  private struct Segment {
    let line: Int
    let range: SourceRange
    var label: String?
    let isRelated: Bool
  }

  /// How many lines of one mark are shown before its middle is left out.
  private static let linesShown = 4

  /// The lines of the frame, without line breaks.
  func lines(_ marks: [Mark]) -> [String] {
    var segments = marks.flatMap(segments)
    segments.sort {
      ($0.line, $0.range, $1.isRelated ? 0 : 1) < ($1.line, $1.range, $0.isRelated ? 0 : 1)
    }
    var result: [String] = []
    var index = 0
    var last: Int?
    while index < segments.count {
      let line = segments[index].line
      var end = index
      while end < segments.count, segments[end].line == line { end += 1 }
      if let last, line > last + 1 {
        if line == last + 2 {
          result += shown(last + 1, [])
        } else {
          result.append(indent + style(.faint, glyphs.gap))
        }
      }
      result += shown(line, Array(segments[index..<end]))
      last = line
      index = end
    }
    return result
  }

  private var indent: String { String(repeating: " ", count: gutter + 1) }

  private var columns: Int { max(20, width - gutter - 3) }

  /// A mark cut at the ends of the lines it spans, without the white space around each.
  private func segments(_ mark: Mark) -> [Segment] {
    let range = source.clamped(mark.range)
    let lower = range.lowerBound
    let upper = range.upperBound
    let first = source.line(at: lower)
    let last = upper > lower ? source.line(at: upper - 1) : first
    if first == last {
      return [Segment(line: first, range: range, label: mark.label, isRelated: mark.isRelated)]
    }
    var lines = Array(first...last)
    if lines.count > Self.linesShown { lines = [first, first + 1, last] }
    var segments = lines.compactMap { line -> Segment? in
      let whole = source.lineRange(line)
      var start = max(lower, whole.lowerBound)
      var end = min(upper, whole.upperBound)
      while start < end, isSpace(source.bytes[start]) { start += 1 }
      while end > start, isSpace(source.bytes[end - 1]) { end -= 1 }
      if start == end { return nil }
      return Segment(line: line, range: SourceRange(start, end), isRelated: mark.isRelated)
    }
    if segments.isEmpty {
      segments = [
        Segment(line: first, range: SourceRange(lower, lower), isRelated: mark.isRelated)
      ]
    }
    segments[segments.count - 1].label = mark.label
    return segments
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  /// A line with the rows of marks under it. What does not fit beside the first mark of a
  /// long line gets the line once more.
  private func shown(_ number: Int, _ segments: [Segment]) -> [String] {
    let chosen = segments.firstIndex { !$0.isRelated } ?? 0
    let line = FrameLine(
      source, line: number,
      around: segments.isEmpty ? source.lineRange(number) : segments[chosen].range,
      width: columns, ellipsis: glyphs.ellipsis)
    let digits = String(number)
    let pad = String(repeating: " ", count: max(0, gutter - digits.utf8.count))
    var result = [trimmed(style(.faint, "\(pad)\(digits) \(glyphs.bar)") + " " + line.text)]
    var outside: [Segment] = []
    var row = ""
    var rowWidth = 0
    func finish() {
      if rowWidth > 0 { result.append(empty + row) }
      row = ""
      rowWidth = 0
    }
    for (index, segment) in segments.enumerated() {
      guard index == chosen || line.shows(segment.range) else {
        outside.append(segment)
        continue
      }
      let place = line.columns(of: segment.range)
      if place.lowerBound < rowWidth || rowWidth > 0 && place.lowerBound == rowWidth { finish() }
      row += String(repeating: " ", count: place.lowerBound - rowWidth)
      row += style(
        segment.isRelated ? .related : role,
        String(repeating: segment.isRelated ? "-" : "^", count: place.count))
      rowWidth = place.upperBound
      guard let label = segment.label?.harmless, !label.isEmpty else { continue }
      let labelRole: ReportStyle.Role = segment.isRelated ? .related : role
      if rowWidth + 1 + DisplayWidth.of(label) <= columns {
        row += " " + style(labelRole, label)
        finish()
      } else {
        finish()
        let start = min(place.lowerBound, columns / 3)
        for text in Wrapping.words(label, columns: columns - start) {
          result.append(empty + String(repeating: " ", count: start) + style(labelRole, text))
        }
      }
    }
    finish()
    return outside.isEmpty ? result : result + shown(number, outside)
  }

  private var empty: String { indent + style(.faint, glyphs.bar) + " " }

  private func trimmed(_ text: String) -> String {
    text.hasSuffix(" ") ? String(text.dropLast()) : text
  }
}
