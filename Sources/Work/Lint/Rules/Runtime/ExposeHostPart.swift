import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let exposeHostPart = Rule(
    "expose-host-part", .runtime, .warning, fix: .safe,
    aliases: ["ExposeInvalidFormat"],
    summary: "EXPOSE names an address or a port of the host, which it cannot set.",
    why: """
      EXPOSE records which ports the program in the container listens on. Addresses and ports of the \
      host belong to `docker run --publish`; in EXPOSE the builder drops them, and says that it will \
      refuse them one day.
      """,
    references: ["https://docs.docker.com/reference/build-checks/expose-invalid-format/"],
    examples: [
      .flags(
        """
        FROM alpine
        EXPOSE ‹80:80› ‹127.0.0.1:8080:80/tcp› 443
        """,
        fixed: """
          FROM alpine
          EXPOSE 80 80/tcp 443
          """),
      .accepts(
        """
        FROM alpine
        EXPOSE 80 8000-8010/udp $PORT
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.expose) {
        for argument in step.instruction.arguments {
          let value = argument.value
          guard !value.contains("$"), !value.contains("\""), !value.contains("'"),
            let colon = value.lastIndex(of: ":")
          else { continue }
          let port = String(value[value.index(after: colon)...])
          guard port.first?.isNumber == true else { continue }
          findings.report(
            argument.range, "EXPOSE takes a port of the container, and no `\(value[...colon])`",
            help: "Write `\(port)`, and publish it by `docker run --publish`",
            fixes: [Fix("Keep the port of the container", .safe, [TextEdit(argument.range, port)])])
        }
      }
    })
}
