import BaseImages
import Evidence
import Facts
import Source

extension Rule {
  static let pythonMusl = Rule(
    "python-musl", .packages, .info, isDefault: false, requirements: ["S1-R-04"],
    summary: "Python packages are installed on an image with musl.",
    why: """
      Many projects publish wheels for glibc only. On Alpine pip then builds from source, which needs a \
      compiler and takes minutes, and programs that use threads or allocate a lot often run slower. A \
      slim image of Debian is of much the same size once the compilers are counted. Projects of pure \
      Python, and those with musllinux wheels, do well on Alpine.
      """,
    references: ["https://peps.python.org/pep-0656/"],
    examples: [
      .flags(
        """
        FROM ‹python:3.13-alpine›
        RUN pip install --no-cache-dir numpy
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN pip install --no-cache-dir numpy
        FROM python:3.13-alpine
        COPY app.py .
        """),
    ],
    check: { subject, findings in
      var told: Set<Int> = []
      for command in subject.packageCommands
      where [.pip, .uv].contains(command.manager) && command.verb == .install {
        var stage = subject.stage(of: command.use)
        while case .stage(let earlier) = stage.base { stage = subject.stages[earlier] }
        guard stage.baseFacts?.libc == "musl", told.insert(stage.index).inserted else { continue }
        findings.report(
          stage.markRange,
          "`\(subject.text(stage.markRange))` has musl, for which many Python packages publish no wheel",
          help: "Consider a slim image of Debian",
          related: [Finding.Related(command.use.range, "packages are installed here")])
      }
    })
}
