import Dockerfile
import Evidence
import Facts

extension Rule {
  static let duplicateStageName = Rule(
    "duplicate-stage-name", .syntax, .error,
    aliases: ["DuplicateStageName", "DL3024", "DS-0012", "CKV_DOCKER_11"],
    summary: "Two stages bear the same name.",
    why: """
      Names of stages are compared in lower case. Where two are the same, FROM, COPY and `--target` \
      mean the last one that is known at their place, so that the same name means one stage in one \
      line and another in the next.
      """,
    references: ["https://docs.docker.com/reference/build-checks/duplicate-stage-name/"],
    examples: [
      .flags(
        """
        FROM debian:bookworm AS builder
        RUN true
        FROM golang:1.23 AS ‹Builder›
        RUN true
        """),
      .accepts(
        """
        FROM debian:bookworm AS builder
        FROM golang:1.23 AS go-builder
        """),
    ],
    check: { subject, findings in
      var first: [String: Argument] = [:]
      for stage in subject.stages {
        guard let argument = stage.from?.name, let name = stage.name else { continue }
        if let earlier = first[name] {
          findings.report(
            argument.range, "the stage name `\(argument.value)` is taken already",
            help: "Give each stage a name of its own",
            related: [Finding.Related(earlier.range, "the stage that bears it first")])
        } else {
          first[name] = argument
        }
      }
    })
}
