import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let dockerignoreInvalid = Rule(
    "dockerignore-invalid", .layout, .error,
    summary: "The ignore file has a pattern that the builder refuses.",
    why: """
      One pattern that cannot be read, such as a bracket that nothing closes, ends every build that \
      takes files from the context, whichever files those are.
      """,
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    examples: [
      .flags(
        """
        FROM scratch
        COPY ‹app.py› /app
        COPY lib.py /app
        """,
        context: ["app.py": "", "lib.py": "", ".dockerignore": "*.md\n[a-\n"]),
      .accepts(
        """
        FROM scratch
        COPY app.py /app
        """,
        context: ["app.py": "", ".dockerignore": "*.md\n[a-z]\n"]),
    ],
    check: { subject, findings in
      guard let context = subject.context, let pattern = context.ignore?.firstMalformed,
        let first = ContextSources(subject).entries.first
      else { return }
      findings.report(
        first.range,
        "nothing can be copied: the builder refuses `\(pattern.text)` in `\(context.ignoreName)`",
        help: "Close the bracket, or write `\\` before a character that is meant as it stands")
    })
}
