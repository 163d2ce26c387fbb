import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Shell
import Source

extension Rule {
  static let missingBinSetcap = Rule(
    "missing-bin-setcap", .users, .error,
    requirements: ["S2-H-05"],
    summary: "setcap runs where nothing installed it.",
    why: """
      The base images of Debian, Ubuntu and Alpine do not have setcap; it comes with the package \
      `libcap2-bin` or `libcap`. Without it the build stops with “not found”. Note that a capability of \
      a file is lost when the file is copied again or gets another owner, and that a container started \
      with `no-new-privileges` gains nothing from it; where all capabilities are dropped, a program that \
      is marked with `+ep` cannot even start.
      """,
    examples: [
      .flags(
        """
        FROM debian:trixie-slim
        COPY server /usr/local/bin/
        RUN ‹setcap› cap_net_bind_service=+ep /usr/local/bin/server
        """),
      .flags(
        """
        FROM alpine:3.24
        RUN apk add --no-cache curl && ‹setcap› cap_net_raw+ep /bin/ping
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y libcap2-bin \\
            && setcap cap_net_raw+ep /bin/ping
        FROM alpine:3.24
        RUN apk add --no-cache libcap && setcap cap_net_raw+ep /bin/ping
        FROM fedora:43
        RUN setcap cap_net_raw+ep /usr/bin/ping
        """),
      .accepts(
        """
        FROM debian:trixie-slim
        RUN apt-get update && apt-get install -y some-server
        RUN setcap cap_net_raw+ep /bin/ping
        """, note: "What the package depends on is not known."),
    ],
    check: { subject, findings in
      for use in subject.facts.commands("setcap") where use.kind == .run && use.isCertain {
        let stage = subject.stage(of: use)
        let installed = stage.end.installations
        guard lacksSetcap(stage), installed.arePlain,
          !installed.packages.contains(where: {
            $0.name.hasPrefix("libcap") && $0.commandRange.lowerBound < use.range.lowerBound
          }), use.context?.operatorAfter != .or, use.path?.value == "setcap",
          let path = use.path, subject.facts.step(of: use).before.files.isTainted == false
        else { continue }
        let package = stage.end.family == .alpine ? "libcap" : "libcap2-bin"
        findings.report(
          path.range, "nothing installs setcap here: it comes with the package `\(package)`",
          help: "Install `\(package)` first, or let the program listen on a port from 1024 on")
      }
    })

  private static func lacksSetcap(_ stage: StageFacts) -> Bool {
    if case .fragment = stage.rootBase { return true }
    guard let facts = stage.baseFacts, let family = facts.family,
      [.debian, .ubuntu, .alpine].contains(family), !facts.roles.contains(.service)
    else { return false }
    if let has = facts.hasTool("setcap") { return !has }
    // Images on top of these may have brought it.
    return ["docker.io/library/debian", "docker.io/library/ubuntu", "docker.io/library/alpine"]
      .contains(facts.reference.repository)
  }
}
