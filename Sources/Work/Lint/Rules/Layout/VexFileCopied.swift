import Dockerfile
import Evidence
import Facts

extension Rule {
  static let vexFileCopied = Rule(
    "vex-file-copied", .layout, .info, isDefault: false,
    aliases: ["tally/prefer-vex-attestation"],
    summary: "A VEX document is copied into the image.",
    why: """
      A VEX document says which vulnerabilities do not matter, and changes more often than the image. \
      As an attestation it can be replaced without a build, and scanners find it beside the image.
      """,
    references: ["https://docs.docker.com/scout/how-tos/create-exceptions-vex/"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        COPY ‹app.vex.json› /vex/
        """),
      .accepts(
        """
        FROM alpine:3.20
        COPY vexation.json /srv/
        """),
    ],
    check: { subject, findings in
      let shipped = subject.finalStages
      for (stage, step) in subject.steps(.copy) where shipped.contains(stage.index) {
        guard case .copy(let transfer)? = step.instruction.body else { continue }
        for source in transfer.paths {
          let name = FileNames.last(source.value).lowercased()
          guard
            name.hasSuffix(".vex.json") || name.hasSuffix(".openvex.json") || name == "vex.json"
              || name == "openvex.json"
          else { continue }
          findings.report(
            source.range, "`\(source.value)` is fixed in the image with this",
            help: "Attach the document to the image as an attestation")
        }
      }
    })
}
