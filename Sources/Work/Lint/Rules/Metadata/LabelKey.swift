import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let labelKey = Rule(
    "label-key", .metadata, .info, isDefault: false, aliases: ["DL3048", "tally/labels/valid-key"],
    summary: "The key of a label breaks the rules for keys.",
    why: """
      Docker asks that keys hold lower-case letters, digits, single dots and single dashes, begin \
      with a letter and end with a letter or digit. The prefixes `com.docker.`, `io.docker.` and \
      `org.dockerproject.` are Docker's own.
      """,
    references: ["https://docs.docker.com/engine/manage-resources/labels/#label-keys-and-values"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        LABEL ‹+?not..valid--key›="a" ‹Title›=b ‹com.docker.c›=c
        """),
      .accepts(
        """
        FROM alpine:3.20
        LABEL org.opencontainers.image.base-name=a "quoted.key"=b maintainer2=c
        LABEL $KEY=d
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.label) {
        for pair in step.instruction.pairs {
          let bytes = pair.key.text.bytes.filter {
            $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'")
          }
          if bytes.contains(UInt8(ascii: "$")) { continue }
          let key = String(decoding: bytes, as: UTF8.self)
          if reserved.contains(where: { key.hasPrefix($0) }) {
            findings.report(
              pair.key.range, "`\(key)` begins with a prefix that is Docker's own",
              help: "Use the reversed name of a domain of your own")
          } else if !isValid(bytes) {
            findings.report(
              pair.key.range, "`\(key)` is no proper key of a label",
              help: "Use lower-case letters, digits, single dots and single dashes")
          }
        }
      }
    })

  private static let reserved = ["com.docker.", "io.docker.", "org.dockerproject."]

  private static func isValid(_ key: [UInt8]) -> Bool {
    guard let first = key.first, let last = key.last, (0x61...0x7A).contains(first) else {
      return false
    }
    var before: UInt8 = 0
    for byte in key {
      let isSign = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      guard isSign || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) else {
        return false
      }
      if isSign, before == byte { return false }
      before = byte
    }
    return last != UInt8(ascii: ".") && last != UInt8(ascii: "-")
  }
}
