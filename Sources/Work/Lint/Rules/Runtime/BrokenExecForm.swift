import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let brokenExecForm = Rule(
    "broken-exec-form", .runtime, .error, fix: .unsafe,
    aliases: ["tally/invalid-json-form"],
    summary: "An instruction is meant as a JSON array, and is none, so that a shell reads it.",
    why: """
      Where the text after CMD, ENTRYPOINT, RUN or HEALTHCHECK CMD is no valid JSON array of strings, \
      the builder takes it as a shell form without a word: single quotes, a comma at the end, a word \
      without quotes or a lone backslash are enough. The shell then looks for a program called `[` \
      or `[serve,`, and the container does not start.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#exec-form"],
    examples: [
      .flags(
        """
        FROM debian:13
        CMD ‹['serve', '--port', '80']›
        """,
        fixed: """
          FROM debian:13
          CMD ["serve", "--port", "80"]
          """),
      .flags(
        """
        FROM debian:13
        ENTRYPOINT ‹["serve", "--quiet",]›
        """,
        fixed: """
          FROM debian:13
          ENTRYPOINT ["serve", "--quiet"]
          """),
      .flags(
        """
        FROM debian:13
        HEALTHCHECK CMD ‹["curl", "-f" "http://127.0.0.1/"]›
        """),
      .flags(
        """
        FROM debian:13
        CMD ‹[serve, "--port"]›
        """),
      .accepts(
        """
        FROM debian:13
        RUN [ "$A" = "b" ] && echo same
        RUN [ -f /etc/passwd ]
        RUN [ "a,b" = "c" ]
        RUN [[ "$A" == b ]]
        CMD ["serve"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for step in stage.steps {
          guard let argument = brokenArray(of: step.instruction) else { continue }
          let keyword = step.kind?.rawValue ?? ""
          findings.report(
            argument.range,
            "this is no JSON array of strings, so that \(keyword) hands it to a shell",
            help: "Put each word in double quotes, with a comma between and none at the end",
            fixes: repair(argument))
        }
      }
    })

  /// The text of an instruction that is meant as an array and is none; nil for all else.
  static func brokenArray(of instruction: Instruction) -> Argument? {
    guard instruction.brokenArray != nil, let argument = text(instruction),
      isArray(argument.text.bytes)
    else { return nil }
    return argument
  }

  private static func text(_ instruction: Instruction) -> Argument? {
    switch instruction.kind {
    case .cmd, .entrypoint, .run, .shell: instruction.arguments.first
    case .healthcheck: instruction.arguments.count > 1 ? instruction.arguments[1] : nil
    default: nil
    }
  }

  /// Whether a text that begins with `[` is meant as an array rather than as a test of the shell.
  private static func isArray(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.dropFirst().first(where: { $0 != 0x20 && $0 != 0x09 }),
      bytes.first == UInt8(ascii: "["),
      first != UInt8(ascii: "[")
    else { return false }
    let isOpen = bytes.dropFirst().first.map { $0 != 0x20 && $0 != 0x09 } ?? false
    // `[` of a shell is a word of its own.
    if isOpen {
      return first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") || hasComma(bytes)
    }
    return hasComma(bytes) && bytes.last { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "]")
  }

  /// Whether a comma stands outside of quotes.
  private static func hasComma(_ bytes: [UInt8]) -> Bool {
    var quote: UInt8?
    for byte in bytes {
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if quote == nil, byte == UInt8(ascii: ",") {
        return true
      }
    }
    return false
  }

  /// The array, where each word is in quotes and only the kind of quote or a last comma is wrong.
  private static func repair(_ argument: Argument) -> [Fix] {
    let bytes = argument.text.bytes
    var words: [String] = []
    var index = 1
    var expectsWord = true
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x20, 0x09: index += 1
      case UInt8(ascii: ","):
        if expectsWord { return [] }
        expectsWord = true
        index += 1
      case UInt8(ascii: "]"):
        guard !words.isEmpty, bytes[(index + 1)...].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
          return []
        }
        return [
          Fix(
            "Write it as a JSON array", .unsafe,
            [TextEdit(argument.text.sourceRange, "[\(words.joined(separator: ", "))]")],
            risk: "What a shell has read until now runs without one.")
        ]
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard expectsWord, let end = bytes[(index + 1)...].firstIndex(of: byte) else { return [] }
        let word = bytes[(index + 1)..<end]
        if word.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
          return []
        }
        words.append("\"" + String(decoding: word, as: UTF8.self) + "\"")
        expectsWord = false
        index = end + 1
      default: return []
      }
    }
    return []
  }
}
