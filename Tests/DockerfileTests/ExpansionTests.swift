import Dockerfile
import Testing

@Suite struct ExpansionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let word: String
    let environment: [String: String]
    let expected: String?
    var unset: Set<String> = []

    var testDescription: String { word }
  }

  static let rows = [
    Row(word: "x ${UNUSED}", environment: [:], expected: "x ", unset: ["UNUSED"]),
    Row(
      word: "${FOO-aaa} ${BAR-bbb} ${BAZ-ccc}", environment: ["FOO": "xxx", "BAR": ""],
      expected: "xxx  ccc", unset: ["BAZ"]),
    Row(
      word: "${FOO:-aaa} ${BAR:-bbb} ${BAZ:-ccc}", environment: ["FOO": "xxx", "BAR": ""],
      expected: "xxx bbb ccc", unset: ["BAZ"]),
    Row(
      word: "${FOO+aaa} ${BAR+bbb} ${BAZ+ccc}", environment: ["FOO": "xxx", "BAR": ""],
      expected: "aaa bbb ", unset: ["BAZ"]),
    Row(
      word: "${FOO:+aaa} ${BAR:+bbb} ${BAZ:+ccc}", environment: ["FOO": "xxx", "BAR": ""],
      expected: "aaa  ", unset: ["BAZ"]),
    Row(word: "${BAR?bbb}", environment: ["BAR": ""], expected: ""),
    Row(word: "${BAZ?ccc}", environment: [:], expected: nil),
    Row(word: "${BAR:?bbb}", environment: ["BAR": ""], expected: nil),
    Row(word: "${FOO=aaa}", environment: ["FOO": "xxx"], expected: nil),
    Row(
      word: #"${FOO#()[]{\}^$.\*\?|\\}"#, environment: ["FOO": #"()[]{}^$.*?|\x"#], expected: "x"),
    Row(word: #"${FOO%%\**}"#, environment: ["FOO": "xx**"], expected: "xx"),
    Row(word: "${FOO#*x*y}", environment: ["FOO": "xxyy"], expected: "y"),
    Row(word: "${FOO##*x*y}", environment: ["FOO": "xxyy"], expected: ""),
    Row(word: "${FOO#*}", environment: ["FOO": "xxyy"], expected: "xxyy"),
    Row(word: "${FOO##*}", environment: ["FOO": "xxyy"], expected: ""),
    Row(word: "${FOO##*}", environment: ["FOO": "xx\nyy"], expected: "\nyy"),
    Row(word: "${FOO#$BAR}", environment: ["FOO": "xxyy", "BAR": "x"], expected: "xyy"),
    Row(word: "${FOO##*x}", environment: ["FOO": "xxyy"], expected: "yy"),
    Row(word: "${FOO:##*x}", environment: ["FOO": "xxyy"], expected: "yy"),
    Row(word: #"${FOO#?\?}"#, environment: ["FOO": "???y"], expected: "?y"),
    Row(
      word: "${ABC:-.}${FOO%x}${ABC:-.}", environment: ["FOO": "xxyy"], expected: ".xxyy.",
      unset: ["ABC"]),
    Row(word: #"${FOO%%\**\*}"#, environment: ["FOO": "a***yy*"], expected: "a"),
    Row(word: "${FOO%.*}", environment: ["FOO": "a.b.c"], expected: "a.b"),
    Row(word: "${FOO%%.*}", environment: ["FOO": "a.b.c"], expected: "a"),
    Row(word: "${FOO%한*}", environment: ["FOO": "안한국한어"], expected: "안한국"),
    Row(
      word: "${FOO/$NEEDLE/.} - ${FOO//$NEEDLE/.}",
      environment: ["FOO": "/foo*/*/*.txt", "NEEDLE": #"\*/"#],
      expected: "/foo.*/*.txt - /foo..*.txt"),
    Row(
      word: "${FOO/$NEEDLE/} - ${FOO//$NEEDLE/}",
      environment: ["FOO": "/tmp/tmp/bar.txt", "NEEDLE": "/tmp"],
      expected: "/tmp/bar.txt - /bar.txt"),
    Row(
      word: "${FOO/$NEEDLE/$TO} - ${FOO//$NEEDLE/$TO}",
      environment: ["FOO": "/a/foo/b/c.txt", "NEEDLE": "/?/", "TO": "/"],
      expected: "/foo/b/c.txt - /foo/c.txt"),
    Row(
      word: #"${FOO//\//\/}"#, environment: ["FOO": "/tmp/foo.txt"], expected: #"\/tmp\/foo.txt"#),
    Row(word: "${FOO/$BAR/ww}", environment: ["FOO": "xxyy", "BAR": ""], expected: "wwxxyy"),
    Row(word: "${FOO//$BAR/-}", environment: ["FOO": "ab", "BAR": ""], expected: "-a-b-"),
    Row(word: "${FOO//b*/-}", environment: ["FOO": "abc"], expected: "a-"),
    Row(word: "${FOO//'*'/-}", environment: ["FOO": "abc"], expected: "-"),
    Row(word: "${FOO//a/'<$0>'}", environment: ["FOO": "aba"], expected: "<a>b<a>"),
    Row(word: "${FOO/a/'<$0>'}", environment: ["FOO": "aba"], expected: "<$0>ba"),
    Row(word: "${FOO//a/'$x.$$'}", environment: ["FOO": "aba"], expected: ".$b.$"),
    Row(word: "${FOO//ww}", environment: ["FOO": "xxyy"], expected: nil),
    Row(word: "${FOO//}", environment: ["FOO": "xxyy"], expected: nil),
    Row(word: "${FOO///}", environment: ["FOO": "xxyy"], expected: "xxyy"),
    Row(word: "${FOO///}", environment: [:], expected: "", unset: ["FOO"]),
    Row(word: #"${FOO#\x}"#, environment: ["FOO": "x"], expected: nil),
    Row(
      word: "v${VERSION}.${OS}${VARIANT:+-${VARIANT}}.gz",
      environment: ["VERSION": "1", "OS": "linux", "VARIANT": "v7"], expected: "v1.linux-v7.gz"),
    Row(
      word: "v${VERSION}.${OS}${VARIANT:+-${VARIANT}}.gz",
      environment: ["VERSION": "1", "OS": "linux"], expected: "v1.linux.gz", unset: ["VARIANT"]),
  ]

  @Test(arguments: rows)
  func wordsExpand(row: Row) {
    let result = try? Expander().word(row.word, environment: row.environment)
    #expect(result?.value.text == row.expected)
    #expect(result?.unset ?? row.unset == row.unset)
  }

  @Test(arguments: [
    ("'x", ExpansionError.Kind.unclosedSingleQuote, 0..<2),
    ("a\"x", .unclosedDoubleQuote, 1..<3),
    ("a${b", .unclosedBrace, 1..<4),
    ("a${b:-c", .unclosedBrace, 1..<7),
    ("a${", .unclosedBrace, 1..<3),
    ("${b/c}", .missingReplacement, 0..<6),
    ("a${}", .missingName, 1..<4),
    ("${a:=b}", .unsupportedOperator(":="), 0..<7),
    ("${a^}", .unsupportedOperator("^"), 0..<4),
    (" ${a?}", .requiredVariableUnset(name: "a", message: ""), 1..<6),
    ("${a?no $e}", .requiredVariableUnset(name: "a", message: "no "), 0..<10),
    ("${e:?gone}", .requiredVariableEmpty(name: "e", message: "gone"), 0..<10),
    ("${e#\\a}", .invalidPattern(pattern: "\\a", escape: "a"), 4..<6),
  ])
  func errorsTellTheirKindAndPlace(word: String, kind: ExpansionError.Kind, range: Range<Int>) {
    #expect(throws: ExpansionError(kind: kind, range: range)) {
      try Expander().word(word, environment: ["e": ""])
    }
  }

  @Test(arguments: [
    ("C:\\dir\\$A", Expander(escape: UInt8(ascii: "`")), "C:\\dir\\x"),
    ("`$A`", Expander(escape: UInt8(ascii: "`")), "$A"),
    ("'$A' \"$A\" $A", Expander(options: .hereDocument), "'x' \"x\" x"),
    ("\\$A \\n", Expander(options: .hereDocument), "$A n"),
    ("<<'EOF' $B \\$ ${B:-w}", Expander(options: .hereDocumentNames), "<<'EOF' $B \\$ ${B:-w}"),
    ("\"a\\\"$A\"'$A'", Expander(options: .keepsQuotes), "\"a\"x\"'$A'"),
    ("\"a\\\"$A\"\\x", Expander(options: .keepsEscapes), "a\\\"x\\x"),
    ("${B/a/b}${B//a/b} ${A}", Expander(options: .keepsUnset), "${B/a/b}${B/a/b} x"),
    ("${B:-'q'}$B${B}", Expander(options: .keepsUnset), "${B:-q}$B${B}"),
  ])
  func modesKeepWhatTheySay(word: String, expander: Expander, expected: String) throws {
    #expect(try expander.word(word, environment: ["A": "x"]).value.text == expected)
  }
}
