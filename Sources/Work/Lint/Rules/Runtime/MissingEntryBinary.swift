import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let missingEntryBinary = Rule(
    "missing-entry-binary", .runtime, .error,
    requirements: ["S0-2-17", "S0-2-18"],
    summary: "The container starts with a program that is not in the image.",
    why: """
      The runtime looks for the first word of ENTRYPOINT and CMD in the image and fails with \
      \"no such file or directory\" or \"executable file not found in $PATH\". Slim and distroless \
      bases have no `tini`, `curl` or `bash`, and a program that the builder stage installed is not \
      in the last stage until it is copied.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#entrypoint"],
    examples: [
      .flags(
        """
        FROM cgr.dev/chainguard/python:3.12
        ENTRYPOINT ["‹/sbin/tini›", "--"]
        CMD ["python", "-m", "app"]
        """),
      .flags(
        """
        FROM debian:13-slim
        ENTRYPOINT ["‹dumb-init›", "--"]
        CMD ["/bin/sleep", "60"]
        """),
      .flags(
        """
        FROM alpine:3.20
        RUN apk add --no-cache ca-certificates
        CMD ["‹bash›", "-c", "echo hello"]
        """),
      .accepts(
        """
        FROM debian:13-slim
        RUN apt-get update && apt-get install -y tini
        ENTRYPOINT ["/usr/bin/tini", "--"]
        """),
      .accepts(
        """
        FROM debian:13-slim
        ADD https://example.com/tini /sbin/tini
        ENTRYPOINT ["/sbin/tini", "--"]
        """),
      .accepts(
        """
        FROM debian:13-slim
        COPY install.sh /tmp/
        RUN /tmp/install.sh
        ENTRYPOINT ["tini", "--"]
        """, note: "The script may install it."),
      .accepts(
        """
        FROM debian:13-slim
        COPY app /usr/local/bin/
        CMD ["app"]
        """),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, let first = start.words.first, !first.text.isEmpty,
          !first.value.contains("$"), start.isCertain || start.entrypointCount > 0,
          stage.hasShell != false || ShellDialect(executable: FilePaths.name(first.value)) == nil,
          ProgramPresence(subject.facts, stage).has(first.value) == false
        else { continue }
        let name = FilePaths.name(first.value)
        findings.report(
          first.text.sourceRange,
          "`\(first.value)` is not in the image: the base has no `\(name)`, and nothing here brings it",
          help: help(name),
          related: [Finding.Related(stage.markRange, "this base")])
      }
    })

  private static func help(_ name: String) -> String {
    switch name {
    case "tini", "dumb-init":
      "Copy `\(name)` from a stage that has it, or run containers with `--init` and leave it out"
    case "bash": "Name a program that is there, such as `sh`, or install `bash`"
    default: "Install or copy `\(name)`, or name the program that is there"
    }
  }
}
