import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let legacyKeyValue = Rule(
    "legacy-key-value", .metadata, .info, isDefault: false, fix: .safe,
    aliases: ["LegacyKeyValueFormat"],
    summary: "ENV or LABEL has a blank between name and value instead of `=`.",
    why: """
      The old form `ENV name value` takes everything up to the end of the line as the value of one \
      variable, so that a second pair becomes part of the first. It is kept for old files only, and \
      may go.
      """,
    references: ["https://docs.docker.com/reference/build-checks/legacy-key-value-format/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ENV ‹DIR /app›
        LABEL ‹title "My service"›
        ENV ‹TEXT several words and $DIR›
        """,
        fixed: """
          FROM alpine:3.20
          ENV DIR=/app
          LABEL title="My service"
          ENV TEXT="several words and $DIR"
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV ‹DEPS \\
            curl \\
            git›
        RUN true
        """,
        fixed: """
          FROM alpine:3.20
          ENV DEPS="curl \\
              git"
          RUN true
          """),
      .flags(
        """
        FROM alpine:3.20
        ENV ‹PS1 it's \\"here\\"›
        """,
        note: "With quotes of its own the value has to be rewritten by hand."),
      .flags(
        "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nENV ‹GOPATH C:\\go›\n",
        fixed:
          "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nENV GOPATH=C:\\go\n"),
      .accepts(
        """
        FROM alpine:3.20
        ENV DIR=/app
        LABEL title="My service"
        """),
    ],
    check: { subject, findings in
      for instruction in subject.facts.syntax.instructions
      where instruction.kind == .env || instruction.kind == .label {
        guard let pair = instruction.pairs.first, pair.isLegacy, let value = pair.value else {
          continue
        }
        findings.report(
          pair.range, "`\(pair.key.value)` and its value have a blank between them instead of `=`",
          help: "Write `\(pair.key.value)=…`, with double quotes around a value of several words",
          fixes: rewrite(pair, value, instruction, subject.facts.syntax.escape))
      }
    })

  private static func rewrite(
    _ pair: KeyValue, _ value: Argument, _ instruction: Instruction, _ escape: UInt8
  ) -> [Fix] {
    let gap = SourceRange(pair.key.range.upperBound, value.range.lowerBound)
    if instruction.innerComments.contains(where: { gap.contains($0) }) { return [] }
    let bytes = value.text.bytes
    func isQuoteOrEscape(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\")
        || byte == UInt8(ascii: "`")
    }
    var edits: [TextEdit] = []
    if isOneWord(bytes, escape) {
      edits = [TextEdit(gap, "=")]
    } else if bytes.contains(where: isQuoteOrEscape) {
      return []
    } else if bytes.contains(where: { $0 == 0x20 || $0 == 0x09 }) {
      edits = [TextEdit(gap, "=\""), .insert("\"", at: value.range.upperBound)]
    } else {
      edits = [TextEdit(gap, "=")]
    }
    return [Fix("Write `\(pair.key.value)=`", .safe, edits)]
  }

  /// Whether behind `=` the value is one word as it stands: blanks are in quotes, and quotes match.
  private static func isOneWord(_ bytes: [UInt8], _ escape: UInt8) -> Bool {
    var quote: UInt8?
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == escape {
        // Single quotes keep it, and the two forms do not agree on what it keeps.
        if quote == UInt8(ascii: "'") || index + 1 == bytes.count { return false }
        if bytes[index + 1] == 0x20 || bytes[index + 1] == 0x09 { return false }
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == 0x20 || byte == 0x09 {
        return false
      }
      index += 1
    }
    return quote == nil
  }
}
