import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copySourceMissing = Rule(
    "copy-source-missing", .layout, .error,
    summary: "A file is copied that the build context does not have.",
    why: """
      Paths of COPY, ADD and bind mounts count from the root of the build context, also where the \
      Dockerfile lies in a folder below, and `..` does not lead out of it. A path without wildcards \
      that is not there ends the build.
      """,
    references: ["https://docs.docker.com/build/concepts/context/"],
    examples: [
      .flags(
        """
        FROM scratch
        COPY ‹requirments.txt› /app/
        COPY ‹../shared/lib.py› /app/
        RUN --mount=type=bind,source=pyproject.toml,target=/p true
        RUN ‹--mount=type=bind,source=uv.lock,target=/u› true
        """,
        context: ["requirements.txt": "", "pyproject.toml": ""]),
      .accepts(
        """
        FROM scratch
        ARG FILE=other.txt
        COPY requirements.txt ./src /app/
        COPY *.lock $FILE /app/
        COPY --from=builder /nothing /app/
        ADD https://example.com/a /a
        """,
        context: ["requirements.txt": "", "src/a.py": ""]),
    ],
    check: { subject, findings in
      guard let context = subject.context else { return }
      for entry in ContextSources(subject).entries where !entry.path.isEmpty {
        guard context.kind(of: entry.path) == nil, context.ignore?.isIgnored(entry.path) != true
        else { continue }
        let folder = String(FilePaths.parent("/" + entry.path).dropFirst())
        let names = Set(context.names(in: folder))
        let meant = NearWord.find(FilePaths.name("/" + entry.path), in: names)
        findings.report(
          entry.range, "the build context has no `\(entry.path)`",
          help: meant.map { "Write `\(folder.isEmpty ? "" : folder + "/")\($0)`" }
            ?? "Name a file below the root of the context",
          severity: entry.isReachable ? nil : .warning)
      }
    })
}
