import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let labelValues = Rule(
    "label-values", .metadata, .warning, isDefault: false,
    aliases: [
      "DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058",
    ],
    requirements: ["S3-EV-13", "S3-PT-08"],
    summary: "The value of a label has not the form that its key asks for.",
    why: """
      Tools read the labels of the OCI: `created` is a time under RFC 3339, `licenses` an SPDX \
      expression, `source` a URL, and `version` the version of what is in the image, which `latest` \
      is not. A default such as `unknown` ends up in the image whenever a build forgets its argument. \
      A policy may give forms for labels of its own (`labels.schema`) and refuse all others \
      (`labels.strict`).
      """,
    references: ["https://github.com/opencontainers/image-spec/blob/main/annotations.md"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ARG BUILD_DATE=unknown
        ARG VERSION=latest
        LABEL org.opencontainers.image.created=‹"${BUILD_DATE}"› \\
              org.opencontainers.image.version=‹"${VERSION}"› \\
              org.opencontainers.image.source=‹"github.com/a/b"› \\
              org.opencontainers.image.licenses=‹"Apache 2.0"›
        """),
      .accepts(
        """
        FROM alpine:3.20 AS build
        LABEL org.opencontainers.image.created=never
        FROM alpine:3.20
        ARG BUILD_DATE
        LABEL org.opencontainers.image.created="$BUILD_DATE" \\
              org.opencontainers.image.version=1.4 \\
              org.opencontainers.image.source="https://github.com/a/b" \\
              org.opencontainers.image.licenses="(MIT OR Apache-2.0) AND BSD-3-Clause"
        LABEL org.opencontainers.image.created="2026-11-21T08:30:00.5+01:00"
        """),
    ],
    check: { subject, findings in
      let labels = subject.values.labels
      let shipped = subject.finalStages
      for (stage, step) in subject.steps(.label) where shipped.contains(stage.index) {
        for pair in step.instruction.pairs {
          guard let argument = pair.value else { continue }
          let scope = step.before.scope
          let escape = subject.facts.syntax.escape
          let key = scope.expand(pair.key, escape: escape).value.value ?? pair.key.value
          if labels.isStrict, labels.schema.forms[key] == nil, !labels.required.contains(key) {
            findings.report(
              pair.key.range, "the policy knows no label `\(key)`",
              help: "Remove the label, or add it to `labels.schema`")
          }
          guard let value = scope.expand(argument, escape: escape).value.value,
            let problem = problem(of: key, value, labels.schema)
          else { continue }
          findings.report(argument.range, problem.message, help: problem.help)
        }
      }
    })

  private static func problem(
    of key: String, _ value: String, _ schema: LabelSchema
  ) -> (message: String, help: String)? {
    let name = key.hasPrefix(oci) ? String(key.dropFirst(oci.count)) : ""
    if name == "version", ["latest", "unknown", ""].contains(value.lowercased()) {
      return (
        "`\(value)` is no version of what is in the image", "Give the version that is built"
      )
    }
    if name == "revision", ["unknown", ""].contains(value.lowercased()) {
      return ("`\(value)` is no revision of the source", "Give the commit that is built")
    }
    guard let form = schema.forms[key] ?? ociForms[name], !form.accepts(value) else { return nil }
    return ("`\(value)` is no \(form.noun)", "Write a value such as `\(form.example)`")
  }

  private static let oci = "org.opencontainers.image."

  private static let ociForms: [String: LabelSchema.Form] = [
    "created": .rfc3339, "url": .url, "documentation": .url, "source": .url, "licenses": .spdx,
    "title": .text, "description": .text, "vendor": .text, "authors": .text,
  ]
}
