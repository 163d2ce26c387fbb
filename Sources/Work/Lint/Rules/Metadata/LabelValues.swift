import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let labelValues = Rule(
    "label-values", .metadata, .warning, isDefault: false, fix: .unsafe,
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
      .flags(
        """
        ARG VERSION=latest
        ARG COMMIT=unknown
        FROM alpine:3.20
        ARG VERSION COMMIT
        LABEL org.opencontainers.image.version=‹"${VERSION}"› \\
              org.opencontainers.image.revision=‹$COMMIT›
        """,
        fixed: """
          ARG VERSION
          ARG COMMIT
          FROM alpine:3.20
          ARG VERSION COMMIT
          LABEL org.opencontainers.image.version="${VERSION}" \\
                org.opencontainers.image.revision=$COMMIT
          """),
      .flags(
        """
        FROM alpine:3.20
        LABEL org.opencontainers.image.title=tool org.opencontainers.image.version=‹latest›
        """,
        fixed: """
          FROM alpine:3.20
          LABEL org.opencontainers.image.title=tool
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
        for (index, pair) in step.instruction.pairs.enumerated() {
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
          findings.report(
            argument.range, problem.message, help: problem.help,
            fixes: placeholders.contains(value.lowercased())
              ? repair(index, argument, step, subject) : [])
        }
      }
    })

  /// Values that stand for one that nobody gave.
  private static let placeholders: Set<String> = ["latest", "unknown", "none", "n/a", "todo", ""]

  /// Takes a value that says nothing away: the default of the argument that the label is made of, or the
  /// label itself.
  private static func repair(
    _ index: Int, _ value: Argument, _ step: Step, _ subject: Subject
  ) -> [Fix] {
    let scope = step.before.scope
    let references = scope.expand(value, escape: subject.facts.syntax.escape).references
    if references.isEmpty {
      return subject.removing(
        pair: index, of: step, risk: "Whoever asks for the label no longer finds it.")
    }
    guard references.count == 1, let name = references.first?.name,
      subject.text(value.range).filter({ !"\"{}".contains($0) }) == "$" + name,
      scope.environment[name] == nil, scope.arguments[name]?.range != nil,
      !isUsedElsewhere(name, subject)
    else { return [] }
    let defaults = subject.facts.syntax.instructions.filter { $0.kind == .arg }.flatMap(\.pairs)
      .filter { $0.key.value == name && $0.value != nil }
    guard defaults.count == 1, let argument = defaults.first, let given = argument.value,
      !given.range.isEmpty
    else { return [] }
    let end = argument.key.range.upperBound
    return [
      Fix(
        "Take the default of `\(name)` away", .unsafe,
        [TextEdit(SourceRange(end, given.range.upperBound), "")],
        risk: "A build that is not given `\(name)` leaves the label empty.")
    ]
  }

  /// Whether anything but labels and the argument itself speaks of a variable.
  private static func isUsedElsewhere(_ name: String, _ subject: Subject) -> Bool {
    subject.facts.syntax.instructions.contains { instruction in
      switch instruction.kind {
      case .label: false
      case .arg:
        instruction.pairs.contains { pair in
          pair.value.map { subject.text($0.range).contains(name) } ?? false
        }
      default: subject.text(instruction.range).contains(name)
      }
    }
  }

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
