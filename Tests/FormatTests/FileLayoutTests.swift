import Source
import Testing

/// Blank lines, comments and line endings.
@Suite struct FileLayoutTests {
  /// A text and the same in shape.
  struct Row: CustomTestStringConvertible {
    let name: String
    let before: String
    let after: String

    init(_ name: String, _ before: String, _ after: String) {
      self.name = name
      self.before = before
      self.after = after
    }

    /// A text that is in shape.
    init(kept name: String, _ text: String) { self.init(name, text, text) }

    var testDescription: String { name }

    func check() {
      let result = Formatted(before)
      #expect(result.text == after)
      #expect(Guarantees.faults(in: result) == [])
    }
  }

  static let rows = [
    Row("blank line before a stage", "FROM a\nFROM b\n", "FROM a\n\nFROM b\n"),
    Row(
      "comments stay above their stage", "FROM a\n# one\n#\n# two\nFROM b AS c\n",
      "FROM a\n\n# one\n#\n# two\nFROM b AS c\n"),
    Row(
      kept: "no blank line between comment and ARG",
      "# the version\nARG V=1\n# base\nFROM a:$V\nUSER 1\n"),
    Row(
      "two blank lines are one", "ARG V\n\n \n\nFROM a\n\n\n# c\n\n\nUSER 1\n",
      "ARG V\n\nFROM a\n\n# c\n\nUSER 1\n"),
    Row("no blank lines at the ends", "\n \nFROM a\n\n \n", "FROM a\n"),
    Row("final newline", "FROM a", "FROM a\n"),
    Row("final newline after a comment", "FROM a\n# c", "FROM a\n# c\n"),
    Row("final newline after blanks", "FROM a \t", "FROM a\n"),
    Row(
      "blanks at line ends", "# c \t\nFROM a  \nRUN b\t\n# d  \nUSER 1 \n",
      "# c\nFROM a\nRUN b\n# d\nUSER 1\n"),
    Row("indented comments and instructions", "FROM a\n  # c\n\tRUN b\n", "FROM a\n# c\nRUN b\n"),
    Row(
      "directives stay", "# syntax=docker/dockerfile:1  \n# escape=`\n\n\nFROM a\n",
      "# syntax=docker/dockerfile:1\n# escape=`\n\nFROM a\n"),
    Row(kept: "an indented directive", " # syntax=docker/dockerfile:1\nFROM a\n"),
    Row(
      "a comment does not become a directive", "\n\n# escape=`\nFROM a\nRUN b \\\n    c\n",
      "\n# escape=`\nFROM a\nRUN b \\\n    c\n"),
    Row(
      "waivers stay above their instruction",
      "FROM a\n# hardstand ignore=some-rule\nRUN  b\n# hadolint ignore=DL3008\nrun c\n",
      "FROM a\n# hardstand ignore=some-rule\nRUN b\n# hadolint ignore=DL3008\nRUN c\n"),
    Row(
      "CRLF", "FROM a \r\nRUN b \\\r\n  c\r\nFROM d\r\n",
      "FROM a\r\nRUN b \\\r\n    c\r\n\r\nFROM d\r\n"),
    Row("one line ending", "FROM a\r\nRUN b\nUSER 1\r\n", "FROM a\r\nRUN b\r\nUSER 1\r\n"),
    Row("byte-order mark", "\u{FEFF}from a\n", "\u{FEFF}FROM a\n"),
    Row(
      "byte-order mark and comment", "\u{FEFF}  # c \nFROM  a\n", "\u{FEFF}# c\nFROM a\n"),
    Row("byte-order mark and blank line", "\u{FEFF}\nFROM a\n", "\u{FEFF}FROM a\n"),
    Row(kept: "byte-order mark and directive", "\u{FEFF}# escape=`\nFROM a\n"),
    Row(kept: "empty file", ""),
    Row(kept: "only comments", "  # a \n\n\n# b"),
    Row(kept: "refused", "from a\nrunn  b\n"),
    Row(kept: "template", "from a\nRUN  echo {{ name }}\n"),
    Row(kept: "no blank line after a here-document", "FROM a\nRUN <<E\n  b\nE\n# c\nUSER 1\n"),
    Row(
      "here-document and stage", "FROM a\nRUN <<E\n  {{ x }} \n\n\n\nE\nFROM b",
      "FROM a\nRUN <<E\n  {{ x }} \n\n\n\nE\n\nFROM b\n"),
    Row("here-document at the end", "FROM a\nRUN <<E\nb \nE", "FROM a\nRUN <<E\nb \nE\n"),
    Row("an escape at the end", "FROM a\nRUN b \\", "FROM a\nRUN b \\\n"),
    Row(
      "an escape before the end", "FROM a\nRUN b \\  \n\n  # c\n\n", "FROM a\nRUN b \\\n\n# c\n"),
  ]

  @Test(arguments: rows) func layout(_ row: Row) { row.check() }

  @Test func editsAreMinimal() {
    let result = Formatted("FROM a  as b\nRUN  c \\\n  d\n")
    #expect(
      result.edits == [
        TextEdit(SourceRange(7, 10), "AS"), TextEdit(SourceRange(17, 18), ""),
        TextEdit(SourceRange(24, 24), "  "),
      ])
  }
}
