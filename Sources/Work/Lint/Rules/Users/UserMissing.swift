import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let userMissing = Rule(
    "user-missing", .users, .warning, fix: .unsafe,
    aliases: [
      "DS-0002", "CKV_DOCKER_3", "CIS-DI-0001", "tally/stateful-root-runtime", "missing-user",
      "missing-user-entrypoint",
    ],
    requirements: ["S3-NR-01", "S4-NR-01", "S4-CG-03", "S2-CL-07", "S1-M-04"],
    summary: "The image has no USER and its base runs as root.",
    why: """
      Without USER the container runs as the user of its base, and for most bases that is root: a hole in \
      the program then opens every file and every mount. Bases that run as somebody else already, such as \
      the nonroot images of distroless and Chainguard, need no USER. Other tools ask for the instruction \
      whatever the base does; this rule says nothing where the user of the base is not known, where the \
      image leaves root behind at its start (gosu, su-exec, official databases and web servers), and \
      where the last stage is only a set of files on `scratch` that nothing starts.
      """,
    references: ["https://docs.docker.com/build/building/best-practices/#user"],
    examples: [
      .flags(
        """
        FROM golang:1.27-trixie AS build
        RUN go build -o /server .
        FROM ‹debian:trixie-slim›
        COPY --from=build /server /server
        CMD ["/server"]
        """,
        fixed: """
          FROM golang:1.27-trixie AS build
          RUN go build -o /server .
          FROM debian:trixie-slim
          COPY --from=build /server /server
          RUN groupadd --gid 10001 app \\
              && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home \\
                  --home-dir /tmp --shell /usr/sbin/nologin app
          USER 10001:10001
          CMD ["/server"]
          """),
      .flags(
        """
        FROM ‹scratch›
        COPY server /server
        # starts it
        ENTRYPOINT ["/server"]
        """,
        fixed: """
          FROM scratch
          COPY server /server
          USER 65532:65532
          # starts it
          ENTRYPOINT ["/server"]
          """),
      .flags(
        """
        FROM ‹node:24-alpine›
        CMD ["node", "server.js"]
        """,
        fixed: """
          FROM node:24-alpine
          RUN addgroup -g 10001 app \\
              && adduser -D -H -u 10001 -G app -s /sbin/nologin app
          USER 10001:10001
          CMD ["node", "server.js"]
          """, note: "The policy asks for a number from 10001 on."),
      .flags(
        """
        FROM ‹cgr.dev/chainguard/wolfi-base:latest›
        CMD ["/bin/true"]
        """,
        fixed: """
          FROM cgr.dev/chainguard/wolfi-base:latest
          USER 65532:65532
          CMD ["/bin/true"]
          """),
      .accepts(
        """
        FROM debian:trixie-slim AS base
        RUN useradd -u 10001 app
        USER app
        FROM base
        CMD ["/server"]
        """),
      .accepts(
        """
        FROM gcr.io/distroless/static-debian13:nonroot
        COPY server /server
        ENTRYPOINT ["/server"]
        """),
      .accepts(
        """
        FROM example.com/team/base:1
        COPY server /server
        """, note: "What the base runs as is not known."),
      .accepts(
        """
        FROM postgres:18-trixie
        COPY init.sql /docker-entrypoint-initdb.d/
        """, note: "Its entry point goes on as `postgres`."),
      .accepts(
        """
        FROM debian:trixie-slim AS build
        RUN make
        FROM scratch AS export
        COPY --from=build /out /
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.fromInstruction != nil,
        endsAsRoot(stage), !PrivilegeDrop.isThere(in: stage, subject)
      else { return }
      let made = stage.end.accounts.made.last
      var related: [Finding.Related] = []
      if let made, let range = made.range {
        related.append(Finding.Related(range, "`\(made.name)` is made here and never used"))
      }
      let isEmpty: Bool = if case .scratch = stage.rootBase { true } else { false }
      let base = stage.baseFacts.map { "`\($0.reference.familiarRepository)`" } ?? "the base"
      findings.report(
        stage.markRange,
        isEmpty
          ? "the image runs as root: nothing sets USER"
          : "the image runs as root: nothing sets USER, and \(base) runs as root",
        help: made.map { "Write `USER \($0.uid.map(String.init) ?? $0.name)` before CMD" }
          ?? (isEmpty
            ? "Write `USER 65532:65532`"
            : "Make a user and write `USER` with its number before CMD"),
        related: related, fixes: subject.endingWithUser(stage))
    })

  /// Whether a stage certainly runs as root without having said so.
  static func endsAsRoot(_ stage: StageFacts) -> Bool {
    let end = stage.end
    guard end.user.range == nil, end.user.isRoot == true else { return false }
    switch stage.rootBase {
    case .scratch: return end.entrypoint != nil || end.command != nil
    case .image: return stage.baseFacts?.family != .windows && stage.baseFacts?.defaultUser != nil
    default: return false
    }
  }
}
