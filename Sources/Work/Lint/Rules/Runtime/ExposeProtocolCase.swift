import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let exposeProtocolCase = Rule(
    "expose-protocol-case", .runtime, .info, isDefault: false, fix: .safe,
    aliases: ["ExposeProtoCasing"],
    summary: "The protocol of EXPOSE is not written in lower case.",
    why: """
      Protocols are `tcp`, `udp` and `sctp`. The builder takes any letter case, other readers of \
      Dockerfiles do not.
      """,
    references: ["https://docs.docker.com/reference/build-checks/expose-proto-casing/"],
    examples: [
      .flags(
        """
        FROM alpine
        EXPOSE 80/‹TcP› 53/udp
        """,
        fixed: """
          FROM alpine
          EXPOSE 80/tcp 53/udp
          """),
      .accepts(
        """
        FROM alpine
        EXPOSE 80/tcp $PORT/$PROTOCOL 8080
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.expose) {
        for argument in step.instruction.arguments {
          let bytes = argument.text.bytes
          guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { continue }
          let name = String(decoding: bytes[(slash + 1)...], as: UTF8.self)
          let lower = name.lowercased()
          guard name != lower, ["tcp", "udp", "sctp"].contains(lower) else { continue }
          let range = argument.text.source(of: (slash + 1)..<bytes.count)
          findings.report(
            range, "the protocol `\(name)` is not in lower case", help: "Write `\(lower)`",
            fixes: [Fix("Write `\(lower)`", .safe, [TextEdit(range, lower)])])
        }
      }
    })
}
