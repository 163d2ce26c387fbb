import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let heredocIgnoresFailure = Rule(
    "heredoc-ignores-failure", .shell, .warning, fix: .unsafe,
    summary: "The script of a here-document goes on after a line that failed.",
    why: """
      `RUN <<EOF` gives its lines to `sh` as one script, without `-e`. A line that fails is \
      passed over and only the status of the last one counts, so a failed `apt-get update` or \
      `curl` in the middle leaves a broken image from a build that says success. The lines of \
      `RUN a && b` stop at the first failure, and so must those of a here-document: with `set -e` \
      in the first line.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#here-documents"],
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹<<EOF›
        apt-get update
        apt-get install -y curl
        EOF
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN <<EOF
          set -e
          apt-get update
          apt-get install -y curl
          EOF
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN ‹<<EOF›
        #!/bin/bash
        curl -fsSo /x https://example.com/x
        chmod +x /x
        EOF
        """,
        fixed: """
          FROM debian:trixie-slim
          RUN <<EOF
          #!/bin/bash
          set -e
          curl -fsSo /x https://example.com/x
          chmod +x /x
          EOF
          """),
      .flags(
        """
        FROM debian:trixie-slim
        RUN bash ‹<<EOF›
        make
        make install
        EOF
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN bash -e <<EOF
        make
        make install
        EOF
        RUN <<EOF
        set -eux
        apt-get update
        apt-get install -y curl
        EOF
        RUN <<EOF
        apt-get update &&
        apt-get install -y curl
        EOF
        RUN <<EOF
        #!/bin/bash -e
        make
        make install
        EOF
        RUN <<EOF
        echo a
        echo b > /b
        EOF
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
        RUN <<EOF
        make
        make install
        EOF
        RUN <<EOF
        #!/usr/bin/env python3
        print(1)
        EOF
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() where text.isHeredocScript {
        guard let heredoc = text.step.instruction.heredocs.first else { continue }
        report(heredoc, UnseenFailures(text), subject, &findings)
      }
      for command in subject.shellCommands("sh", "bash", "ash", "dash") {
        guard let heredoc = script(of: command, subject), let dialect = command.program else {
          continue
        }
        let script = ShellScript.parse(
          heredoc.content, dialect: ShellDialect(executable: dialect) ?? .posix)
        report(heredoc, UnseenFailures(script), subject, &findings)
      }
    })

  /// The here-document that a shell without options gets as its script.
  private static func script(of command: CommandUse, _ subject: Subject) -> Heredoc? {
    guard command.arguments.isEmpty, command.context?.pipelineCount == 1,
      let marker = command.command?.redirects.first(where: { $0.heredoc != nil && $0.fd == 0 })
    else { return nil }
    return subject.facts.step(of: command).instruction.heredocs.first {
      $0.marker.overlaps(marker.range)
    }
  }

  private static func report(
    _ heredoc: Heredoc, _ failures: UnseenFailures, _ subject: Subject, _ findings: inout Findings
  ) {
    guard let place = failures.places.first(where: { !$0.command.isHarmless }) else { return }
    let line = subject.source.position(at: place.command.range.lowerBound).line
    let name = place.command.name?.unquotedText ?? subject.text(place.command.range)
    findings.report(
      heredoc.marker, "the script goes on when `\(name)` in line \(line) fails",
      help: "Write `set -e` in its first line",
      related: [.init(place.command.range, "a failure here goes unseen")],
      fixes: [
        Fix(
          "Begin the script with `set -e`", .unsafe,
          [.insert("set -e" + subject.source.lineEnding, at: start(of: heredoc, subject))],
          risk: "The build stops at a command that fails and that it has passed over until now.")
      ])
  }

  /// The place of the first command line: behind a `#!` line.
  private static func start(of heredoc: Heredoc, _ subject: Subject) -> Int {
    let bytes = subject.source.bytes
    let start = heredoc.body.lowerBound
    guard heredoc.content.bytes.starts(with: "#!".utf8),
      let end = bytes[start..<heredoc.body.upperBound].firstIndex(of: 0x0A)
    else { return start }
    return end + 1
  }
}
