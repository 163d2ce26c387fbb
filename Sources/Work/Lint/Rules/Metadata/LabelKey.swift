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
      `org.dockerproject.` are Docker's own. The builder replaces variables in keys, so a key is \
      judged by what it becomes, where hadolint reports each `$`; `_`, `/` and `:`, which hadolint \
      allows, are none of Docker's signs.
      """,
    references: ["https://docs.docker.com/engine/manage-resources/labels/#label-keys-and-values"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        LABEL ‹+?not..valid--key›="a" ‹Title›=b ‹com.docker.c›=c
        """),
      .flags(
        """
        FROM alpine:3.20
        ARG NAME=Version KIND
        LABEL ‹$NAME›=1 ‹com.docker.$KIND›=2
        """, note: "The builder replaces variables in keys."),
      .accepts(
        """
        FROM alpine:3.20
        LABEL org.opencontainers.image.base-name=a "quoted.key"=b maintainer2=c
        ARG KEY OWNER=com.example
        LABEL $KEY=d $OWNER.team=e valid$absent=f
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.label) {
        for pair in step.instruction.pairs {
          let expansion = step.before.scope.expand(pair.key, escape: subject.facts.syntax.escape)
          let key = expansion.value.value ?? expansion.prefix
          if reserved.contains(where: { key.hasPrefix($0) }) {
            findings.report(
              pair.key.range, "`\(key)` begins with a prefix that is Docker's own",
              help: "Use the reversed name of a domain of your own")
          } else if expansion.value.value != nil, !isValid(Array(key.utf8)) {
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
