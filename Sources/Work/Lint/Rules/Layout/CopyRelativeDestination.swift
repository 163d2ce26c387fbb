import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Source

extension Rule {
  static let copyRelativeDestination = Rule(
    "copy-relative-destination", .layout, .warning, fix: .unsafe, aliases: ["DL3045"],
    summary: "COPY has a relative destination and no WORKDIR says to what.",
    why: """
      A relative destination counts from the working directory. Where neither the file nor the base \
      sets one it is `/`, so that `COPY app.py .` lays the file beside the folders of the system. \
      Nothing is said of bases that set a directory of their own, such as `golang`, or that are not \
      known; hadolint reports those too. ADD is looked at as COPY is, and a variable by its value, \
      both of which hadolint leaves alone.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#workdir"],
    examples: [
      .flags(
        """
        FROM python:3.11-slim
        COPY requirements.txt ‹.›
        RUN pip install --no-cache-dir -r requirements.txt
        """,
        fixed: """
          FROM python:3.11-slim
          COPY requirements.txt /
          RUN pip install --no-cache-dir -r requirements.txt
          """),
      .flags(
        """
        FROM debian:13
        COPY a ‹./etc/$NAME/a›
        COPY b c ‹etc/›
        """,
        fixed: """
          FROM debian:13
          COPY a /etc/$NAME/a
          COPY b c /etc/
          """),
      .flags(
        """
        FROM debian:13
        ARG NAME
        COPY a ‹etc/$NAME›
        FROM mcr.microsoft.com/windows/servercore:ltsc2025
        COPY b ‹b›
        """, note: "The start of the path is enough to tell, and Windows begins at its drive."),
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
        guard state.workingDirectoryRange == nil,
          state.workingDirectory.value == "/" || isPlainWindows(stage)
        else { continue }
        let expansion = state.scope.expand(
          transfer.destination, escape: subject.facts.syntax.escape)
        // The first characters tell where the path begins, so that its end need not be known.
        let target = expansion.value.value ?? expansion.prefix
        guard expansion.value.value != nil || target.utf8.count > 1, FileNames.isRelative(target),
          ArgumentComment.ranges(in: step.instruction, subject.source).isEmpty
        else { continue }
        findings.report(
          transfer.destination.range,
          "`\(expansion.value.value ?? transfer.destination.value)` counts from the root, since nothing sets a working directory",
          help: "Set `WORKDIR` before, or write an absolute destination",
          fixes: repair(transfer.destination, step, state, subject),
          cause: "\(stage.index)")
      }
    })

  /// Writes the path that the destination has now.
  private static func repair(
    _ destination: Argument, _ step: Step, _ state: StageState, _ subject: Subject
  ) -> [Fix] {
    let written = subject.text(destination.range)
    guard state.workingDirectory.value == "/", !step.instruction.isJSON,
      step.instruction.heredocs.isEmpty, let first = written.first,
      first.isLetter || first.isNumber || "._-".contains(first), !written.hasPrefix("..")
    else { return [] }
    var rest = Substring(written)
    while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
    if rest == "." { rest = "" }
    return [
      Fix(
        "Write `/\(rest)`", .unsafe, [TextEdit(destination.range, "/" + rest)],
        risk:
          "The files stay in the root of the image, where they went before; a folder of the application may have been meant."
      )
    ]
  }

  /// Whether a stage begins with Windows itself, which sets no directory.
  private static func isPlainWindows(_ stage: StageFacts) -> Bool {
    guard case .image(let reference) = stage.rootBase else { return false }
    return reference.repository.hasPrefix("mcr.microsoft.com/windows")
      || reference.repository == "docker.io/microsoft/windowsservercore"
      || reference.repository == "docker.io/microsoft/nanoserver"
  }
}
