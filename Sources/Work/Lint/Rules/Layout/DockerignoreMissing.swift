import Dockerfile
import Evidence
import Facts

extension Rule {
  static let dockerignoreMissing = Rule(
    "dockerignore-missing", .layout, .warning,
    requirements: ["S3-CK-B5", "S4-PF-03"],
    summary: "The whole build context is copied and nothing is left out of it.",
    why: """
      `COPY . .` takes everything that lies in the folder: the history in `.git`, local settings and \
      keys, virtual environments and the results of earlier builds. A `.dockerignore` keeps that out \
      of the image, and a change to such a file no longer repeats every later step.
      """,
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
    examples: [
      .flags(
        """
        FROM scratch
        COPY ‹.› /app
        """,
        context: ["app.py": ""]),
      .accepts(
        """
        FROM scratch
        COPY . /app
        """,
        context: ["app.py": "", ".dockerignore": ".git\n"]),
      .accepts(
        """
        FROM scratch
        COPY src /app
        """,
        context: ["src/app.py": ""]),
    ],
    check: { subject, findings in
      guard let context = subject.context, context.ignore == nil else { return }
      for entry in ContextSources(subject).entries where entry.path.isEmpty {
        findings.report(
          entry.range, "the whole context is copied and there is no `\(context.ignoreName)`",
          help: "Write a `\(context.ignoreName)` that leaves out `.git` and what is not needed",
          cause: "context")
      }
    })
}
