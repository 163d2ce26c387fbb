import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copyRelativeDestination = Rule(
    "copy-relative-destination", .layout, .warning, aliases: ["DL3045"],
    summary: "COPY has a relative destination and no WORKDIR says to what.",
    why: """
      A relative destination counts from the working directory. Where neither the file nor the base \
      sets one it is `/`, so that `COPY app.py .` lays the file beside the folders of the system. \
      Nothing is said of bases that set a directory of their own, such as `golang`, or that are not \
      known; hadolint reports those too.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#workdir"],
    examples: [
      .flags(
        """
        FROM python:3.11-slim
        COPY requirements.txt ‹.›
        RUN pip install --no-cache-dir -r requirements.txt
        """),
      .accepts(
        """
        FROM scratch AS one
        COPY a /b
        FROM golang:1.23 AS two
        COPY go.mod .
        FROM debian:bookworm AS three
        WORKDIR /app
        COPY a .
        FROM three
        COPY b .
        FROM alpine:3.20
        ARG DIR
        COPY a $DIR
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.transfers where stage.from != nil {
        guard let transfer = step.transfer else { continue }
        let state = step.before
        guard state.workingDirectoryRange == nil, state.workingDirectory.value == "/" else {
          continue
        }
        let expansion = state.scope.expand(
          transfer.destination, escape: subject.facts.syntax.escape)
        guard let target = expansion.value.value, FileNames.isRelative(target),
          ArgumentComment.ranges(in: step.instruction, subject.source).isEmpty
        else { continue }
        findings.report(
          transfer.destination.range,
          "`\(target)` counts from `/`, since nothing sets a working directory",
          help: "Set `WORKDIR` before, or write an absolute destination",
          cause: "\(stage.index)")
      }
    })
}
