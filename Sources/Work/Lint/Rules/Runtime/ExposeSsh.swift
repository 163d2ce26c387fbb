import Evidence
import Facts
import Source

extension Rule {
  static let exposeSsh = Rule(
    "expose-ssh", .runtime, .warning,
    aliases: ["DS-0004", "CKV_DOCKER_1"],
    summary: "The image exposes port 22, the port of SSH.",
    why: """
      A container is entered by `docker exec` or `kubectl exec`. An SSH server in it is one more \
      service that holds keys and passwords and wants updates, and a second process to look after.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#expose"],
    examples: [
      .flags(
        """
        FROM debian:13
        EXPOSE 8080 ‹22›
        """),
      .flags(
        """
        FROM debian:13
        ARG PORT=22
        EXPOSE ‹${PORT}/tcp›
        """),
      .accepts(
        """
        FROM debian:13
        EXPOSE 2222 22/udp
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for port in stage.end.exposedPorts {
          guard let range = port.range, stage.range.contains(range), port.transport == "tcp",
            port.number <= 22, port.last >= 22, port.last - port.number < 1000
          else { continue }
          findings.report(
            range, "port 22 is for SSH, which a container does not need",
            help: "Leave SSH out and enter the container by `docker exec`")
        }
      }
    })
}
