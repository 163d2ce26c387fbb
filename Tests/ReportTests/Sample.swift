import Evidence
import Report
import Source

/// Reports to render.
enum Sample {
  static let tool = CheckReport.Tool(version: "0.1.0", address: "https://example.org/hardstand")

  static let rules = [
    RuleDescription(
      name: "untagged-base", family: "BaseImage", severity: .error, aliases: ["DL3006"],
      summary: "A base image is named without tag",
      why: "A base without a tag is another one tomorrow. Builds then differ without a change.",
      references: ["https://docs.docker.com/reference/dockerfile/#from"],
      examples: [.init(text: "FROM ‹debian›\n", isFlagged: true, fixed: "FROM debian:13\n")]),
    RuleDescription(
      name: "unpinned-package", family: "Packages", severity: .warning, fix: .unsafe,
      aliases: ["DL3008", "CKV_X"], summary: "A package is installed in any version",
      why: "The package index moves, and the build with it."),
    RuleDescription(
      name: "secret-in-environment", family: "Secrets", severity: .warning,
      summary: "A secret stands in the environment", why: "Everyone who has the image has it."),
    RuleDescription(
      name: "never-found", family: "Layout", severity: .info, summary: "x", why: "y"),
  ]

  /// A source from a text in which `‹` and `›` mark ranges, and the ranges in the order of their ends.
  static func marked(_ text: String, name: String = "app/Dockerfile") -> (SourceText, [SourceRange])
  {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    var ranges: [SourceRange] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "‹": starts.append(bytes.count)
      case "›": if let start = starts.popLast() { ranges.append(SourceRange(start, bytes.count)) }
      default: bytes += Array(String(Character(scalar)).utf8)
      }
    }
    return (SourceText(name: name, bytes: bytes), ranges)
  }

  static func report(
    _ verdicts: [Verdict], failOn: Severity? = .warning, fixCommand: String? = "hardstand fix"
  ) -> CheckReport {
    CheckReport(
      verdicts: verdicts, rules: rules, tool: tool, failOn: failOn, fixCommand: fixCommand)
  }

  static let empty = report([])

  static let clean = report([
    Verdict(source: SourceText(name: "Dockerfile", text: "FROM scratch\n"), findings: [], waived: 2)
  ])

  static let failures = report([
    Verdict(
      name: "gone/Dockerfile",
      failure: Failure(
        "cannot read `gone/Dockerfile`", because: ["permission denied"],
        hint: "make the file readable")),
    Verdict(
      name: "bad.yaml",
      failure: Failure(
        "a key is not known",
        place: Failure.Place(
          name: "bad.yaml", position: SourcePosition(line: 3, column: 5)))),
    Verdict(
      name: "ok/Dockerfile",
      failure: Failure(
        "a profile is not known",
        place: Failure.Place(
          name: "ok/hardstand.yaml", position: SourcePosition(line: 1, column: 10)))),
  ])

  /// Two files with findings of every severity, related places and repairs, one clean file, one failure.
  static let typical: CheckReport = {
    let (source, ranges) = marked(
      """
      FROM ‹debian› AS ‹build›
      RUN apt-get update && apt-get install -y ‹curl› \\
          ‹git›

      ENV ‹TOKEN=abc›
      COPY --from=build /x /y
      """)
    let other = SourceText(name: "./b c/Dockerfile", text: "FROM alpine\n")
    return report([
      Verdict(
        source: source,
        findings: [
          Finding(
            rule: "untagged-base", severity: .error,
            message: "the base image `debian` has no tag", range: ranges[0],
            help: "name a release, such as `debian:13`",
            related: [.init(ranges[1], "its stage is used by all that follow")],
            fixes: [
              Fix("Name the current release", .safe, [.insert(":13", at: ranges[0].upperBound)])
            ]),
          Finding(
            rule: "unpinned-package", severity: .warning,
            message: "the version of `curl` is not pinned", range: ranges[2],
            fixes: [Fix("Pin the version", .unsafe, [.insert("=8.*", at: ranges[2].upperBound)])]),
          Finding(
            rule: "unpinned-package", severity: .warning,
            message: "the version of `git` is not pinned", range: ranges[3]),
          Finding(
            rule: "secret-in-environment", severity: .info,
            message: "`TOKEN` looks like a secret", range: ranges[4],
            help: "mount it with `RUN --mount=type=secret`"),
        ], waived: 1),
      Verdict(
        source: other,
        findings: [
          Finding(
            rule: "untagged-base", severity: .error,
            message: "the base image `alpine` has no tag", range: SourceRange(5, 11))
        ]),
      Verdict(source: SourceText(name: "/abs/Dockerfile", text: "FROM scratch"), findings: []),
      Verdict(name: "gone", failure: Failure("cannot read `gone`", because: ["no such file"])),
    ])
  }()

  /// Texts that break formats that do not escape.
  static let hostileTexts = [
    "\u{1B}[31mred\u{1B}]0;title\u{7}\u{9B}31m\u{0}\u{8}\u{7F}",
    "]]><!-- --> <a href=\"x\" b='y'>&amp;&#0;</a> <?x?>\u{FFFE}\u{FFFF}",
    "a | b \\| `c` ``d` | ![x](http://e.org) [y](1) {0} ${A} **z** @all #1 <img src=x onerror=y>",
    "line one\nline two\r\n::error file=x::y\r::stop-commands::z%0A,:\n",
    "\u{202E}evil\u{202C} \u{200B}\u{2028}\u{2029}\u{FEFF} ünïcödé 漢字 😀 e\u{301}",
    "\"quoted\" \\ back\\slash \t tab $x$ ~~~ ```` _u_ *v* <details></summary>", "", "`", "``",
    "`a",
  ]

  /// A report in which every text, name and line is hostile.
  static let hostile: CheckReport = report(
    hostileTexts.enumerated().flatMap { index, text -> [Verdict] in
      let source = SourceText(
        name: text, bytes: Array("FROM x\nRUN \(text) \(text)\n".utf8) + [0xFF, 0xC3, 0x0A])
      let range = SourceRange(11, 11 + text.utf8.count)
      let finding = Finding(
        rule: index == 0 ? "untagged-base" : text, severity: .error, message: text, range: range,
        help: text, related: [.init(source.range, text)],
        fixes: Array(repeating: Fix(text, .safe, [TextEdit(range, text + "!")]), count: 2))
      return [
        Verdict(source: source, findings: []),
        Verdict(source: source, findings: [finding, finding]),
        Verdict(
          name: text,
          failure: Failure(
            text, because: [text], hint: text,
            place: Failure.Place(
              name: text, position: SourcePosition(line: 1, column: 1)))),
      ]
    })

  /// As many findings as asked for, in files of a hundred.
  static func many(_ count: Int) -> CheckReport {
    let text = String(repeating: "RUN apt-get update && apt-get install -y curl wget\n", count: 100)
    return report(
      (0..<count / 100).map { file in
        Verdict(
          source: SourceText(name: "f\(file)/Dockerfile", text: text),
          findings: (0..<100).map { line in
            let start = line * 51 + 41
            return Finding(
              rule: line % 2 == 0 ? "unpinned-package" : "untagged-base", severity: .warning,
              message: "the version of `curl` is not pinned",
              range: SourceRange(start, start + 4), help: "pin it",
              fixes: [Fix("Pin it", .safe, [.insert("=1", at: start + 4)])])
          })
      })
  }
}
