import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let scratchWithoutCertificates = Rule(
    "scratch-without-certificates", .baseImage, .info, isDefault: false,
    requirements: ["S1-M-04"],
    summary: "The last stage is empty and gets no certificates of authorities.",
    why: """
      `scratch` holds no certificates, so that every HTTPS request of the program fails with \
      `certificate signed by unknown authority`; it has no time zones and no `/tmp` either. \
      Whether the program makes such requests cannot be told from the file. Copy \
      `/etc/ssl/certs/ca-certificates.crt` from the stage that builds, or take `distroless/static`, \
      which has all three.
      """,
    references: ["https://github.com/GoogleContainerTools/distroless/blob/main/base/README.md"],
    examples: [
      .flags(
        """
        FROM golang:1.27 AS build
        RUN CGO_ENABLED=0 go build -o /app .
        FROM ‹scratch›
        COPY --from=build /app /app
        CMD ["/app"]
        """),
      .accepts(
        """
        FROM golang:1.27 AS build
        RUN CGO_ENABLED=0 go build -o /app .
        FROM scratch
        COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
        COPY --from=build /app /app
        CMD ["/app"]
        """),
      .accepts("FROM debian:13 AS build\nFROM scratch AS export\nCOPY --from=build /a /\n"),
    ],
    check: { subject, findings in
      guard let final = subject.facts.finalStage, case .scratch = final.rootBase,
        final.end.command != nil || final.end.entrypoint != nil
      else { return }
      for stage in subject.stages where stage.isShipped {
        for step in stage.steps {
          if let transfer = step.instruction.transfer, mayBring(transfer, step) { return }
        }
      }
      findings.report(
        final.markRange,
        "no certificates of authorities reach this stage, so that HTTPS requests fail",
        help: "Copy `/etc/ssl/certs/ca-certificates.crt` from the stage that builds")
    })

  /// Whether certificates may be among what a COPY or ADD brings.
  private static func mayBring(_ transfer: Transfer, _ step: Step) -> Bool {
    let sources = transfer.paths.map(\.value)
    let isNamed = (sources + [transfer.destination.value]).contains { text in
      ["$", "cert", "/etc/ssl", "pki"].contains { text.contains($0) }
    }
    return isNamed
      || sources.contains { text in
        ["/", "/etc", "/etc/"].contains(text) || text == "." && transfer.from == nil
          || step.kind == .add && text.contains(".tar")
      }
  }
}
