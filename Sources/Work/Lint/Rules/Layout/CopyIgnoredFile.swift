import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copyIgnoredFile = Rule(
    "copy-ignored-file", .layout, .error, aliases: ["CopyIgnoredFile"],
    requirements: ["S4-PF-03", "S4-PF-04"],
    summary: "A file is copied that the ignore file leaves out of the build.",
    why: """
      What `.dockerignore` leaves out is never sent to the builder, so that a COPY, ADD or bind mount \
      of it fails as if the file did not exist. The last pattern that matches decides, and one with \
      `!` takes files back.
      """,
    references: ["https://docs.docker.com/reference/build-checks/copy-ignored-file/"],
    examples: [
      .flags(
        """
        FROM scratch
        COPY ‹./tmp/Dockerfile› /
        ADD ‹docs› /docs
        """,
        context: ["tmp/Dockerfile": "", "docs/a.md": "", ".dockerignore": "*/Dockerfile\n/docs\n"]),
      .accepts(
        """
        FROM scratch
        COPY . /
        COPY docs /docs
        COPY --from=other tmp /tmp
        """,
        context: [
          "docs/README.md": "", "docs/a.md": "", ".dockerignore": "docs\n!docs/README.md\n",
        ]
      ),
    ],
    check: { subject, findings in
      guard let context = subject.context, let ignore = context.ignore else { return }
      for entry in ContextSources(subject).entries where !entry.path.isEmpty {
        guard ignore.isIgnored(entry.path), let pattern = ignore.decidingPattern(for: entry.path)
        else { continue }
        if context.kind(of: entry.path) == .folder,
          ignore.mayContainIncluded(under: entry.path)
        {
          continue
        }
        findings.report(
          entry.range,
          "`\(entry.text)` is not sent to the builder: \(place(of: pattern, context)) leaves it out",
          help: "Take it back with the line `!\(entry.path)`, or copy another file",
          severity: entry.isReachable ? nil : .warning)
      }
    })

  private static func place(of pattern: IgnorePattern, _ context: any BuildContext) -> String {
    guard let bytes = context.contents(of: context.ignoreName, limit: pattern.range.upperBound)
    else {
      return "`\(pattern.text)` in `\(context.ignoreName)`"
    }
    let line = SourceText(name: context.ignoreName, bytes: bytes).line(at: pattern.range.lowerBound)
    return "line \(line) of `\(context.ignoreName)`, `\(pattern.text)`,"
  }
}
