import Evidence
import Source
import Terminal

/// Text for a person: each file with its findings, the source with the places marked, what
/// to write instead and why, and the sum of it all.
///
/// What one rule finds at many places of a file is told once, with its places.
public struct HumanReporter: Reporter {
  let style: ReportStyle
  let width: Int
  let glyphs: Glyphs

  /// How many findings of one rule in one file are shown with their lines.
  private static let framesShown = 3

  /// A reporter for `width` columns, of which at least 40 are taken.
  public init(style: ReportStyle = .plain, width: Int = 100, glyphs: Glyphs = .unicode) {
    self.style = style
    self.width = max(40, width)
    self.glyphs = glyphs
  }

  /// Writes the whole report.
  public func render(_ report: CheckReport, into output: inout some TextOutputStream) {
    var explained: Set<String> = []
    for verdict in report.verdicts {
      if let failure = verdict.failure {
        write(failure, of: verdict.name, into: &output)
      } else if let source = verdict.source, !verdict.findings.isEmpty {
        output.write(style(.path, verdict.name.harmless) + "\n\n")
        var places = Places(source)
        let gutter = String(
          verdict.findings.reduce(0) { max($0, source.line(at: $1.range.upperBound)) }
        ).utf8.count
        for group in FindingGroup.groups(of: verdict.findings) {
          let why =
            explained.insert(group.first.rule).inserted
            ? report.rule(group.first.rule)?.why.firstSentence : nil
          let lines =
            head(group, &places) + frame(group, source, gutter: gutter + 2) + rest(group, &places)
            + advice(group, source, why: why)
          output.write(lines.joined(separator: "\n") + "\n\n")
        }
      }
    }
    output.write(HumanSummary(report: report, style: style).text + "\n")
  }

  private func head(_ group: FindingGroup, _ places: inout Places) -> [String] {
    let finding = group.first
    let start = places.position(at: finding.range.lowerBound)
    let place = "\(start.line):\(start.column)"
    let severity = finding.severity.rawValue
    let rule = "[\(finding.rule.harmless)]"
    let used = place.utf8.count + severity.utf8.count + 3
    var lines = Wrapping.words(finding.message.harmless, columns: width - 4, used: used)
    let last = lines.count - 1
    let lastWidth = DisplayWidth.of(lines[last]) + (last == 0 ? used : 0)
    let fits = lastWidth + 1 + DisplayWidth.of(rule) <= width
    lines = lines.map { style(.message, $0) }
    if fits { lines[last] += " " + style(.faint, rule) } else { lines.append(style(.faint, rule)) }
    lines[0] =
      style(.faint, place) + " " + style(ReportStyle.Role(finding.severity), "\(severity):") + " "
      + lines[0]
    return ["  " + lines[0]] + lines.dropFirst().map { "    " + $0 }
  }

  private func frame(_ group: FindingGroup, _ source: SourceText, gutter: Int) -> [String] {
    let frame = SourceFrame(
      source: source, style: style, role: ReportStyle.Role(group.first.severity), glyphs: glyphs,
      width: width, gutter: gutter + 2)
    var marks: [SourceFrame.Mark] = []
    var seen: Set<SourceFrame.Mark> = []
    for finding in group.findings.prefix(Self.framesShown) {
      let label = finding.message == group.first.message ? nil : finding.message
      let own = SourceFrame.Mark(range: finding.range, label: label)
      let others = finding.related.map {
        SourceFrame.Mark(range: $0.range, label: $0.message, isRelated: true)
      }
      marks += ([own] + others).filter { seen.insert($0).inserted }
    }
    return frame.lines(marks)
  }

  /// The places that are not shown with their lines.
  private func rest(_ group: FindingGroup, _ places: inout Places) -> [String] {
    let rest = group.findings.dropFirst(Self.framesShown)
    if rest.isEmpty { return [] }
    var alike: [String] = []
    var lines: [String] = []
    for finding in rest {
      let start = places.position(at: finding.range.lowerBound)
      let place = "\(start.line):\(start.column)"
      if finding.message == group.first.message {
        alike.append(place)
      } else {
        lines += entry(place, .faint, finding.message.harmless, separator: " ")
      }
    }
    if !alike.isEmpty {
      lines = entry("also at", .faint, alike.joined(separator: ", "), separator: " ") + lines
    }
    return lines
  }

  private func advice(_ group: FindingGroup, _ source: SourceText, why: String?) -> [String] {
    let finding = group.first
    var lines: [String] = []
    let help = finding.help?.harmless
    if let help { lines += entry("help", .help, help) }
    if let fix = finding.fixes.first {
      // Under help, the lines of a safe repair speak for themselves.
      if help == nil || fix.applicability == .unsafe {
        lines += entry(name(fix.applicability), .help, fix.title.harmless)
      }
      lines += preview(fix, source)
    }
    if let why, !why.isEmpty { lines += entry("why", .faint, why.harmless) }
    return lines
  }

  private func name(_ applicability: Fix.Applicability) -> String {
    switch applicability {
    case .safe: "fix"
    case .unsafe: "fix (unsafe)"
    case .display: "by hand"
    }
  }

  private func preview(_ fix: Fix, _ source: SourceText) -> [String] {
    FixPreview(fix, source).lines.map { line in
      let sign = line.kind == .removed ? "- " : "+ "
      let text = (sign + line.text.spread).cut(to: width - 6, ellipsis: glyphs.ellipsis)
      return "      " + style(line.kind == .removed ? .removed : .added, text)
    }
  }

  /// A named line, wrapped under itself.
  private func entry(
    _ name: String, _ role: ReportStyle.Role, _ text: String, separator: String = ": "
  ) -> [String] {
    let start = DisplayWidth.of(name) + DisplayWidth.of(separator)
    let lines = Wrapping.words(text, columns: width - 6, used: start - 2)
    return ["    " + style(role, name + separator.trimmedEnd) + " " + lines[0]]
      + lines.dropFirst().map { "      " + $0 }
  }

  private func write(
    _ failure: Failure, of name: String, into output: inout some TextOutputStream
  ) {
    var lines = [style(.path, name.harmless), ""]
    let place = failure.position(in: name).map { "\($0.line):\($0.column) " } ?? ""
    let what = failure.sentence(in: name).harmless
    let texts = Wrapping.words(what, columns: width - 4, used: place.utf8.count + 7)
    lines.append(
      "  " + style(.faint, place.trimmedEnd) + (place.isEmpty ? "" : " ")
        + style(.error, "error:") + " " + style(.message, texts[0]))
    lines += texts.dropFirst().map { "    " + style(.message, $0) }
    if let hint = failure.hint { lines += entry("help", .help, hint.harmless) }
    output.write(lines.joined(separator: "\n") + "\n\n")
  }
}

extension String {
  /// The text without a space at its end.
  fileprivate var trimmedEnd: String { hasSuffix(" ") ? String(dropLast()) : self }

  /// The text on one line, harmless, its tabs four columns wide.
  fileprivate var spread: String {
    split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "    ").harmless
  }
}
