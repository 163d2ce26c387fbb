/// A picture of what a command prints on a terminal, as SVG.
struct OutputPicture {
  /// The command line, shown above its output.
  let command: String
  /// The output with its escape sequences for colours.
  let output: String
  /// The most lines to show.
  var mostLines = 44

  private static let lineHeight = 18
  private static let cellWidth = 8.4
  private static let margin = 16

  /// The picture.
  var svg: String {
    var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    if lines.count > mostLines { lines = Array(lines.prefix(mostLines)) + ["…"] }
    let width = Int(Double(lines.map(Self.length).max() ?? 40) * Self.cellWidth) + 2 * Self.margin
    let height = (lines.count + 2) * Self.lineHeight + 2 * Self.margin
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" aria-label="Output of \(Self.escaped(command))">
      <style>text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#d6deeb;white-space:pre}\
      .s1{font-weight:bold}.s2{fill:#7f8fa6}.s31{fill:#ff6b6b}.s32{fill:#7bd88f}.s33{fill:#ffd166}\
      .s36{fill:#6cc7f0}</style>
      <rect width="100%" height="100%" rx="8" fill="#0f1626"/>

      """
    var y = Self.margin + Self.lineHeight - 4
    svg += Self.text("<tspan class=\"s2\">$ </tspan>" + Self.escaped(command), y)
    y += 2 * Self.lineHeight
    for line in lines {
      svg += Self.text(Self.spans(line), y)
      y += Self.lineHeight
    }
    return svg + "</svg>\n"
  }

  private static func text(_ content: String, _ y: Int) -> String {
    "<text x=\"\(margin)\" y=\"\(y)\" xml:space=\"preserve\">\(content)</text>\n"
  }

  /// A line with its escape sequences as spans.
  private static func spans(_ line: String) -> String {
    var result = ""
    var classes: [String] = []
    for piece in pieces(line) {
      switch piece {
      case .text(let text):
        if classes.isEmpty {
          result += escaped(text)
        } else {
          result += "<tspan class=\"\(classes.joined(separator: " "))\">\(escaped(text))</tspan>"
        }
      case .style(let parameters):
        classes = parameters.filter { $0 != "0" && !$0.isEmpty }.map { "s\($0)" }
      }
    }
    return result
  }

  private enum Piece {
    case text(String)
    case style([String])
  }

  /// The line taken apart at the escape sequences `ESC [ … m` (ECMA-48, SGR).
  private static func pieces(_ line: String) -> [Piece] {
    var pieces: [Piece] = []
    for (index, part) in line.split(separator: "\u{1B}", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index > 0, part.first == "[", let end = part.firstIndex(of: "m") else {
        if !part.isEmpty { pieces.append(.text(String(part))) }
        continue
      }
      let parameters = part[part.index(after: part.startIndex)..<end]
      pieces.append(.style(parameters.split(separator: ";").map(String.init)))
      let rest = part[part.index(after: end)...]
      if !rest.isEmpty { pieces.append(.text(String(rest))) }
    }
    return pieces
  }

  private static func length(_ line: String) -> Int {
    pieces(line).reduce(0) { if case .text(let text) = $1 { $0 + text.count } else { $0 } }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
