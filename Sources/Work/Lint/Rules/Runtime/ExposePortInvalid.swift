import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let exposePortInvalid = Rule(
    "expose-port-invalid", .runtime, .error,
    aliases: ["DL3011", "DS-0008"],
    summary: "EXPOSE names something that is no port.",
    why: """
      A port is a number up to 65535, or a range of two, with `/tcp`, `/udp` or `/sctp` behind it where \
      that matters. The frontend refuses anything else, and the build stops.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#expose"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        EXPOSE ‹80000›
        """),
      .flags(
        """
        FROM alpine:3.20
        EXPOSE 8080 ‹http› 53/udp
        """),
      .accepts(
        """
        FROM alpine:3.20
        ARG PORT
        EXPOSE 80 443/tcp 8000-8010/udp $PORT
        """),
    ],
    check: { subject, findings in
      let problems = subject.facts.planProblems.filter { $0.kind == .invalidPort }
      if problems.isEmpty { return }
      // Words behind `#` are a comment in the wrong place, which has a rule of its own.
      let comments = subject.facts.syntax.instructions.flatMap {
        ArgumentComment.ranges(in: $0, subject.source)
      }
      for problem in problems
      where problem.condition == .always
        && !comments.contains(where: { $0.overlaps(problem.range) })
      {
        findings.report(problem.range, problem.message, help: problem.help)
      }
    })
}
