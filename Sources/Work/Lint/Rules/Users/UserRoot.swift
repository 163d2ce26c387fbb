import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let userRoot = Rule(
    "user-root", .users, .warning, fix: .unsafe,
    aliases: ["DL3002", "DS-0002", "CKV_DOCKER_8", "CIS-DI-0001"],
    requirements: ["S3-NR-01", "S4-NR-01", "S3-CK-U4", "S2-SS-02"],
    summary: "The last USER of the image is root.",
    why: """
      What runs in the container then runs as root: a hole in the program opens every file of the image \
      and every mount, and a hole in the kernel or the runtime opens the host. USER root for a few \
      commands is fine where another USER follows. Where something in the image leaves root behind at \
      the start (gosu, su-exec, the entry points of official databases, an init), nothing is said. \
      Only the user that the image ends with counts; hadolint looks at every stage, also at those \
      that are not part of the image.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#user"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN useradd -u 10001 app
        USER app
        USER ‹root›
        CMD ["/app"]
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN useradd -u 10001 app
          USER app
          USER 10001
          CMD ["/app"]
          """),
      .flags(
        """
        FROM cgr.dev/chainguard/python:latest-dev
        USER ‹0:0›
        RUN apk add --no-cache git
        """),
      .accepts(
        """
        FROM golang:1.27-trixie AS build
        USER root
        RUN go build ./...
        FROM debian:trixie-slim
        USER root
        RUN apt-get update
        USER 10001
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y gosu
        USER root
        ENTRYPOINT ["/entrypoint.sh"]
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, let range = stage.end.user.range,
        stage.end.user.isRoot == true, stage.fromInstruction != nil,
        !PrivilegeDrop.isThere(in: stage, subject)
      else { return }
      let others = stage.end.accounts.made.last
      findings.report(
        range, "the image ends as `\(stage.end.user.text.value ?? "root")`",
        help: others.map {
          "Write `USER \($0.uid.map(String.init) ?? $0.name)` after the last step that needs root"
        }
          ?? "Go back to a user without privileges after the last step that needs root",
        fixes: subject.endingWithUser(stage, replacing: range))
    })
}
