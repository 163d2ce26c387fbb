import Terminal
import Testing

@Suite struct ColorChoiceTests {
  @Test(arguments: [
    ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false),
    (["NO_COLOR": ""], true, true), (["NO_COLOR": "1", "FORCE_COLOR": "1"], true, false),
    (["FORCE_COLOR": "1"], false, true), (["FORCE_COLOR": ""], false, true),
    (["FORCE_COLOR": "0"], true, false), (["CLICOLOR_FORCE": "1"], false, true),
    (["CLICOLOR_FORCE": "0"], false, false), (["CLICOLOR_FORCE": "0"], true, true),
    (["CLICOLOR": "0"], true, false), (["TERM": "dumb"], true, false),
    (["TERM": "dumb", "FORCE_COLOR": "1"], true, true),
  ])
  func autoLooksAtTheEnvironment(environment: [String: String], isTerminal: Bool, result: Bool) {
    #expect(
      ColorChoice.auto.usesColor(environment: environment, isTerminal: isTerminal) == result)
  }

  @Test func theUserDecides() {
    #expect(ColorChoice.always.usesColor(environment: ["NO_COLOR": "1"], isTerminal: false))
    #expect(!ColorChoice.never.usesColor(environment: ["FORCE_COLOR": "1"], isTerminal: true))
  }

  @Test(arguments: [
    (["LANG": "C.UTF-8"], true), (["LANG": "en_US.utf8"], true), (["LANG": "C"], false),
    (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_ALL": "", "LANG": "de.UTF-8"], true),
    ([:], true),
  ])
  func theLocaleDecidesOverSymbols(environment: [String: String], result: Bool) {
    #expect(Style.understandsUnicode(environment) == result)
  }

  @Test func rolesAreEscapeSequences() {
    #expect(Style(usesColor: true).text("x", .error) == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(Style().text("x", .error) == "x")
    #expect(Style(usesUnicode: true).symbol(.ellipsis) == "…")
    for symbol in Symbol.allCases { #expect(Style().symbol(symbol).utf8.allSatisfy { $0 < 128 }) }
  }
}

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2),
    ("🙂", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("❤", 1), ("ａ", 2), ("\u{200B}", 0),
    ("…", 1), ("—", 1), ("│", 1),
  ])
  func countsColumns(text: String, width: Int) { #expect(DisplayWidth.of(text) == width) }
}

@Suite struct VisibleTests {
  private let unicode = Style(usesUnicode: true)

  @Test(arguments: [
    ("plain", "plain", "plain"), ("\u{1B}[31mred", "␛[31mred", "\\x1B[31mred"),
    ("a\u{7F}", "a␡", "a\\x7F"), ("\u{202E}evil", "<U+202E>evil", "<U+202E>evil"),
    ("\u{9B}31m", "<U+009B>31m", "<U+009B>31m"), ("a\u{200B}b", "a<U+200B>b", "a<U+200B>b"),
    ("\u{FEFF}x", "<U+FEFF>x", "<U+FEFF>x"), ("naïve 日本", "naïve 日本", "naïve 日本"),
    ("👩‍👧", "👩‍👧", "👩<U+200D>👧"), ("a\r\nb", "a␍␊b", "a\\x0D\\x0Ab"), ("\0", "␀", "\\x00"),
  ])
  func showsWhatHides(text: String, inUnicode: String, inASCII: String) {
    #expect(Visible.text(text, unicode) == inUnicode)
    #expect(Visible.text(text, Style()) == inASCII)
  }

  @Test func linesKeepTheirColumns() {
    let tabs = Visible.line("a\tb日c", unicode)
    #expect(tabs.text == "a   b日c")
    #expect(tabs.columns == [0, 1, 4, 5, 7, 8])
    let escape = Visible.line("x\u{1B}y", Style())
    #expect(escape.text == "x\\x1By")
    #expect(escape.columns == [0, 1, 5, 6])
    #expect(Visible.line("e\u{301}f", unicode).columns == [0, 0, 1, 2])
    #expect(Visible.line("", unicode).columns == [0])
  }
}

@Suite struct WrappingTests {
  @Test func breaksAtSpaces() {
    #expect(Wrapping.lines("one two three", columns: 7) == ["one two", "three"])
    #expect(Wrapping.lines("averylongword x", columns: 5) == ["averylongword", "x"])
    #expect(Wrapping.lines("a\n\n  kept as it is", columns: 5) == ["a", "", "  kept as it is"])
    #expect(Wrapping.lines("日本 日本", columns: 5) == ["日本", "日本"])
    #expect(Wrapping.text("one two", columns: 22, indent: 2) == "  one two")
  }
}
