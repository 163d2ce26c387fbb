import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let syntaxDirective = Rule(
    "syntax-directive", .syntax, .warning, aliases: ["tally/syntax-directive-typo"],
    summary: "A comment looks like a directive to the builder and is none.",
    why: """
      `# syntax=`, `# escape=` and `# check=` count only at the very top of the file, before any \
      other comment, blank line or instruction, and only when they are spelt right. Elsewhere they \
      are comments like any other, and the frontend, escape character or checks are not what the \
      file asks for.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#parser-directives"],
    examples: [
      .flags(
        """
        # The service
        ‹# syntax=docker/dockerfile:1›
        FROM alpine:3.20
        """),
      .flags(
        """
        ‹# sytnax=docker/dockerfile:1›
        FROM alpine:3.20
        """),
      .accepts(
        """
        # syntax=docker/dockerfile:1
        # check=skip=JSONArgsRecommended
        # check=this too
        FROM alpine:3.20
        # escape=` is not meant here
        RUN true
        """),
    ],
    check: { subject, findings in
      let source = subject.source
      let known = Set(subject.facts.syntax.directives.map(\.name))
      for node in subject.facts.syntax.nodes {
        guard case .comment(let range) = node else {
          if case .instruction = node { return }
          continue
        }
        let line = source.lineRange(source.line(at: range.lowerBound))
        guard let (name, value) = assignment(source.text(line)), !known.contains(name) else {
          continue
        }
        let isFrontend = value.hasPrefix("docker/dockerfile") || value.contains("/dockerfile:")
        if name == "syntax" || name == "escape" && (value == "`" || value == "\\")
          || name == "check" && (value.hasPrefix("skip=") || value.hasPrefix("error="))
        {
          findings.report(
            line, "`\(name)` is no directive here, since other lines stand before it",
            help: "Move the line to the top of the file")
        } else if isFrontend, NearWord.find(name, in: ["syntax"]) != nil {
          findings.report(
            line, "`\(name)` is no directive of the builder", help: "Write `# syntax=\(value)`")
        }
      }
    })

  private static func assignment(_ line: String) -> (name: String, value: String)? {
    let bytes = Array(line.utf8)
    guard let hash = bytes.firstIndex(of: UInt8(ascii: "#")),
      let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > hash
    else { return nil }
    func trimmed(_ slice: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      var slice = slice
      while let first = slice.first, first == 0x20 || first == 0x09 { slice = slice.dropFirst() }
      while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
      return slice
    }
    let name = trimmed(bytes[(hash + 1)..<equals])
    let value = trimmed(bytes[(equals + 1)...])
    guard !value.contains(0x20), !name.isEmpty,
      name.allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
    else { return nil }
    return (
      String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self)
    )
  }
}
