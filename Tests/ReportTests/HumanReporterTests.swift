import Evidence
import Report
import Source
import Testing

@Suite struct HumanReporterTests {
  @Test func typical() {
    #expect(
      HumanReporter().text(Sample.typical) == """
        app/Dockerfile

          1:6 error: the base image `debian` has no tag [untagged-base]
            1 │ FROM debian AS build
              │      ^^^^^^    ----- its stage is used by all that follow
            help: name a release, such as `debian:13`
              - FROM debian AS build
              + FROM debian:13 AS build
            why: A base without a tag is another one tomorrow.

          2:42 warning: the version of `curl` is not pinned [unpinned-package]
            2 │ RUN apt-get update && apt-get install -y curl \\
              │                                          ^^^^
            3 │     git
              │     ^^^ the version of `git` is not pinned
            fix (unsafe): Pin the version
              - RUN apt-get update && apt-get install -y curl \\
              + RUN apt-get update && apt-get install -y curl=8.* \\
            why: The package index moves, and the build with it.

          5:5 info: `TOKEN` looks like a secret [secret-in-environment]
            5 │ ENV TOKEN=abc
              │     ^^^^^^^^^
            help: mount it with `RUN --mount=type=secret`
            why: Everyone who has the image has it.

        ./b c/Dockerfile

          1:6 error: the base image `alpine` has no tag [untagged-base]
            1 │ FROM alpine
              │      ^^^^^^

        gone

          error: cannot read `gone`: no such file

        2 errors, 2 warnings, 1 info in 2 files; 1 can be fixed with `hardstand fix`; 1 more with `hardstand fix --unsafe`; 1 waived
        1 input could not be examined

        """)
  }

  @Test func withoutFindings() {
    #expect(HumanReporter().text(Sample.empty) == "no findings in 0 files\n")
    #expect(HumanReporter().text(Sample.clean) == "no findings in 1 file; 2 waived\n")
    #expect(
      HumanReporter().text(Sample.failures) == """
        gone/Dockerfile

          error: cannot read `gone/Dockerfile`: permission denied
            help: make the file readable

        bad.yaml

          3:5 error: a key is not known

        ok/Dockerfile

          error: ok/hardstand.yaml:1:10: a profile is not known

        no file was examined
        3 inputs could not be examined

        """)
  }

  /// The lines of the frame for the ranges marked in a text.
  private func frame(
    _ text: String, width: Int = 60, glyphs: Glyphs = .unicode, style: ReportStyle = .plain
  ) -> [String] {
    let (source, ranges) = Sample.marked(text)
    let findings = ranges.map {
      Finding(rule: "r", severity: .error, message: "m", range: $0)
    }
    let report = Sample.report([Verdict(source: source, findings: findings)])
    let text = HumanReporter(style: style, width: width, glyphs: glyphs).text(report)
    return Array(
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        .drop { !$0.hasPrefix("    ") }.prefix { !$0.isEmpty })
  }

  @Test(arguments: [
    ("tabs", "\tRUN\t‹a\tb› c", ["    1 │     RUN a   b c", "      │         ^^^^^"]),
    ("wide", "RUN 漢‹字x› 😀‹y›", ["    1 │ RUN 漢字x 😀y", "      │       ^^^   ^"]),
    ("combining", "RUN e\u{301}‹e\u{301}›x", ["    1 │ RUN e\u{301}e\u{301}x", "      │      ^"]),
    ("control", "A\u{1B}[0m‹B›\u{0}‹\u{7F}›", ["    1 │ A␛[0mB␀␡", "      │      ^ ^"]),
    (
      "bidi", "A‹\u{202E}›B", ["    1 │ A<U+202E>B", "      │  ^^^^^^^^"]
    ),
    ("byte-order mark", "\u{FEFF}FROM ‹x›", ["    1 │ FROM x", "      │      ^"]),
    (
      "carriage returns", "FROM x\r\nRUN ‹a›\r\n", ["    2 │ RUN a", "      │     ^"]
    ),
    ("empty range", "RUN ‹›a", ["    1 │ RUN a", "      │     ^"]),
    ("end of line", "RUN a‹›\nx", ["    1 │ RUN a", "      │      ^"]),
    ("end of file", "RUN a\n‹›", ["    2 │", "      │ ^"]),
    ("only a line break", "RUN a‹\n›x", ["    1 │ RUN a", "      │      ^"]),
    (
      "two lines", "RUN ‹a \\\n    b› c",
      ["    1 │ RUN a \\", "      │     ^^^", "    2 │     b c", "      │     ^"]
    ),
    (
      "many lines", "‹RUN a \\\n b \\\n c \\\n d \\\n e›\n",
      [
        "    1 │ RUN a \\", "      │ ^^^^^^^", "    2 │  b \\", "      │  ^^^", "      ⋮",
        "    5 │  e", "      │  ^",
      ]
    ),
    (
      "far apart", "‹a›\nb\n‹c›\nd\ne\n‹f›",
      [
        "    1 │ a", "      │ ^", "    2 │ b", "    3 │ c", "      │ ^", "      ⋮", "    6 │ f",
        "      │ ^",
      ]
    ),
    ("same place", "‹‹a››", ["    1 │ a", "      │ ^"]),
    ("nested", "‹a ‹b› c›", ["    1 │ a b c", "      │ ^^^^^", "      │   ^"]),
  ])
  func frames(name: String, text: String, lines: [String]) {
    #expect(frame(text) == lines)
  }

  @Test func longLinesAreCutAroundTheRange() {
    let long = String(repeating: "abcdefghi ", count: 30)
    for (text, lines) in [
      (
        long + "‹RANGE›" + long,
        [
          "    1 │ …ghi abcdefghi RANGEabcdefghi abcdefghi abcdefghi a…",
          "      │                ^^^^^",
        ]
      ),
      (
        "‹RANGE›" + long,
        [
          "    1 │ RANGEabcdefghi abcdefghi abcdefghi abcdefghi abcdef…",
          "      │ ^^^^^",
        ]
      ),
      (
        long + "‹RANGE›",
        [
          "    1 │ …efghi abcdefghi abcdefghi abcdefghi abcdefghi RANGE",
          "      │                                                ^^^^^",
        ]
      ),
      (
        "x ‹" + long + "›" + long,
        [
          "    1 │ x abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi…",
          "      │   " + String(repeating: "^", count: 50),
        ]
      ),
    ] {
      #expect(frame(text) == lines)
    }
  }

  @Test(arguments: 0..<300)
  func marksStandUnderTheirText(seed: Int) throws {
    var random = Numbers(state: UInt64(seed))
    let pieces = ["ab ", "漢", "é", "\u{7}", "😀", "x", "\t"]
    func some(_ count: Int) -> String {
      (0..<random.next(count)).map { _ in pieces[random.next(pieces.count)] }.joined()
    }
    let text = some(seed % 2 == 0 ? 20 : 3000) + "‹Q›" + some(seed % 3 == 0 ? 20 : 3000)
    let lines = frame(text)
    try #require(lines.count == 2)
    let before = lines[0].prefix { $0 != "Q" }
    let columns = before.unicodeScalars.reduce(0) {
      $0 + ("漢😀".unicodeScalars.contains($1) ? 2 : 1)
    }
    #expect(lines[1].prefix { $0 != "^" }.count == columns)
    let width = lines[0].unicodeScalars.reduce(0) {
      $0 + ("漢😀".unicodeScalars.contains($1) ? 2 : 1)
    }
    #expect(width <= 60)
  }

  @Test func manyPlacesAreToldOnce() {
    let text = (1...6).map { _ in "RUN ‹a›\n" }.joined()
    #expect(frame(text).last == "    also at 4:5, 5:5, 6:5")
  }

  @Test func glyphsAndStyles() {
    #expect(frame("‹a›\n\n\n‹b›", glyphs: .ascii)[2] == "      :")
    let style = ReportStyle { "<\($0)>\($1)</>" }
    let text = HumanReporter(style: style).text(Sample.typical)
    #expect(
      text.hasPrefix(
        """
        <path>app/Dockerfile</>

          <faint>1:6</> <error>error:</> <message>the base image `debian` has no tag</> \
        <faint>[untagged-base]</>
        <faint>    1 │</> FROM debian AS build
              <faint>│</>      <error>^^^^^^</>    <related>-----</> \
        <related>its stage is used by all that follow</>
            <help>help:</> name a release, such as `debian:13`
              <removed>- FROM debian AS build</>
        """))
  }

  @Test func longMessagesWrap() {
    let message = String(repeating: "word ", count: 30) + "end"
    let finding = Finding(
      rule: "some-rule", severity: .warning, message: message, range: SourceRange(0, 1),
      help: message)
    let report = Sample.report([
      Verdict(source: SourceText(name: "x", text: "a"), findings: [finding])
    ])
    let lines = HumanReporter(width: 60).text(report).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 60 })
    #expect(lines[1].hasPrefix("  1:1 warning: word"))
    #expect(lines[2].hasPrefix("    word"))
  }

  @Test func nothingFromAnInputReachesTheTerminalRaw() {
    let text = HumanReporter().text(Sample.hostile)
    #expect(
      text.unicodeScalars.allSatisfy {
        $0 == "\n"
          || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
            && !(0x202A...0x202E).contains($0.value) && $0.value != 0x200B
      })
  }

  @Test func oneVeryLongLineCostsLittle() {
    let text = String(repeating: "RUN x ", count: 200_000)
    let findings = (0..<500).map {
      Finding(
        rule: "r\($0)", severity: .info, message: "m", range: SourceRange($0 * 2400, $0 * 2400 + 3),
        help: "h",
        fixes: [Fix("f", .safe, [.insert("x", at: $0 * 2400)])])
    }
    let report = Sample.report([
      Verdict(source: SourceText(name: "x", text: text), findings: findings)
    ])
    let clock = ContinuousClock()
    for format in ReportFormat.allCases {
      let time = clock.measure { #expect(!format.reporter().text(report).isEmpty) }
      #expect(time < .seconds(60), "\(format)")
    }
  }
}
