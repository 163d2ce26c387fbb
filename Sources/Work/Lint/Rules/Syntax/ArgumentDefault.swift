import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let argumentDefault = Rule(
    "argument-default", .syntax, .info, aliases: ["InvalidDefaultArgInFrom"],
    requirements: ["S3-EV-03"],
    summary:
      "The file builds only with a `--build-arg`, since the defaults of its arguments do not.",
    why: """
      An argument before the first FROM that has no default is empty unless the build sets it. A \
      base that is named by it then has no name, or a name such as `alpine:`, and the build stops; \
      the same is true of a port. A default that works for most spares everybody the search for the \
      right `--build-arg`. An argument that must be set can say so itself: `${VERSION:?set it}` is \
      accepted here.
      """,
    references: ["https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/"],
    examples: [
      .flags(
        """
        ARG TAG
        FROM ‹busybox:${TAG}›
        ARG PORT
        EXPOSE ‹$PORT/tcp›
        """),
      .accepts(
        """
        ARG TAG=1.36 BASE
        FROM busybox:${TAG} AS tools
        FROM ${BASE:?name the base}
        """),
      .accepts(
        """
        ARG TAG
        FROM busybox:${TAG:-1.36}
        ARG PORT
        EXPOSE $PORT
        """),
      .accepts(
        """
        ARG SUPPORTED=${TARGETPLATFORM#linux/amd64}
        ARG SUPPORTED=${SUPPORTED:+no}
        FROM debugger-${SUPPORTED:-yes} AS debugger
        FROM alpine:${SUPPORTED}
        """,
        note: "The platform decides it, which every build has."),
    ],
    check: { subject, findings in
      for problem in subject.facts.planProblems
      where problem.condition == .withoutArguments && problem.kind != .expansion {
        let text = subject.text(problem.range)
        findings.report(
          problem.range, "`\(text)` is refused without a `--build-arg`: \(problem.message)",
          help: "Give the argument a default that builds")
      }
    })
}
