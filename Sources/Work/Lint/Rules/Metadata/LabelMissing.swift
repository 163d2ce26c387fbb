import Dockerfile
import Evidence
import Facts
import Policy
import Source

extension Rule {
  static let labelMissing = Rule(
    "label-missing", .metadata, .warning, isDefault: false, fix: .unsafe, aliases: ["DL3049"],
    requirements: ["S2-CL-10", "S3-EV-13", "S3-PT-08"],
    summary: "The image lacks labels that the policy asks for.",
    why: """
      Labels tell where an image comes from, long after it was built: who finds it running looks for \
      the source, the revision and the time. Which labels an image must bear is for the policy to say \
      (`labels.required`); a pipeline may add them as well, and then the rule is better off.
      """,
    references: ["https://github.com/opencontainers/image-spec/blob/main/annotations.md"],
    examples: [
      .flags(
        """
        FROM alpine:3.20 AS build
        LABEL org.opencontainers.image.version=1
        FROM ‹alpine:3.20›
        LABEL org.opencontainers.image.created=2026-11-21T00:00:00Z
        """, note: "The repair sets the labels from build arguments."),
      .accepts(
        """
        FROM alpine:3.20 AS base
        LABEL org.opencontainers.image.created=2026-11-21T00:00:00Z
        FROM base
        ARG VERSION
        LABEL org.opencontainers.image.version=$VERSION org.opencontainers.image.revision=0123abc
        """),
    ],
    check: { subject, findings in
      guard let stage = subject.facts.finalStage, stage.from != nil else { return }
      let missing = subject.values.labels.required.filter { stage.end.labels[$0] == nil }
      guard !missing.isEmpty else { return }
      let names = missing.map { "`\($0)`" }.joined(separator: ", ")
      findings.report(
        stage.markRange, "the image lacks the \(missing.count == 1 ? "label" : "labels") \(names)",
        help: "Add `LABEL \(missing[0])=…` to the last stage",
        fixes: repair(missing, stage, subject))
    })

  /// Labels with values that the build is given, behind everything that they should not build anew.
  private static func repair(_ missing: [String], _ stage: StageFacts, _ subject: Subject) -> [Fix]
  {
    let names = missing.map(argument)
    guard Set(names).count == names.count,
      missing.allSatisfy({
        $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'$\\".utf8.contains($0) }
      }),
      let last = stage.steps.last?.instruction ?? stage.fromInstruction
    else { return [] }
    let lower = stage.fromInstruction?.keyword.value == "from"
    let known = Set(stage.end.scope.arguments.keys)
    let escape = Character(Unicode.Scalar(subject.facts.syntax.escape))
    var lines = names.filter { !known.contains($0) }.map { "\(lower ? "arg" : "ARG") \($0)" }
    for (index, (key, name)) in zip(missing, names).enumerated() {
      let start = index == 0 ? (lower ? "label " : "LABEL ") : "      "
      lines.append("\(start)\(key)=\"$\(name)\"" + (index + 1 < missing.count ? " \(escape)" : ""))
    }
    return [
      Fix(
        "Set the labels from build arguments", .unsafe,
        [subject.inserting(lines: lines, below: last)],
        risk: "A label whose build argument nobody gives is empty.")
    ]
  }

  /// The build argument for a label, as pipelines name it.
  private static func argument(_ label: String) -> String {
    switch label {
    case "org.opencontainers.image.created": return "BUILD_DATE"
    case "org.opencontainers.image.revision": return "COMMIT_SHA"
    case "org.opencontainers.image.version": return "VERSION"
    default:
      let last = label.split(separator: ".").last.map(String.init) ?? label
      return "IMAGE_" + String(last.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }
  }
}
