import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let envUndocumented = Rule(
    "env-undocumented", .metadata, .info, isDefault: false, requirements: ["S3-EV-15"],
    summary: "The README of the context does not name a variable that the image sets.",
    why: """
      Whoever runs the image learns from its README what can be set. Variables that the system or a \
      language reads are left out; nothing is said where the context has no README.
      """,
    examples: [
      .flags(
        """
        FROM alpine:3.20
        ENV PORT=8080 ‹LOG_LEVEL=info› PYTHONUNBUFFERED=1
        """,
        context: ["README.md": "| `PORT` | the port |"]),
      .accepts(
        """
        FROM alpine:3.20 AS build
        ENV SECRET_SAUCE=1
        FROM alpine:3.20
        ENV PORT=8080
        """,
        context: ["README.md": "PORT: the port"]),
      .accepts(
        """
        FROM alpine:3.20
        ENV PORT=8080
        """,
        context: ["app.py": ""]),
    ],
    check: { subject, findings in
      guard let context = subject.context,
        let name = context.names(in: "").first(where: { $0.lowercased().hasPrefix("readme") }),
        let bytes = context.contents(of: name, limit: 1 << 20)
      else { return }
      let known = Set(
        bytes.split { !VariableName.holds($0) }.map { String(decoding: $0, as: UTF8.self) })
      let shipped = subject.finalStages
      for (stage, step) in subject.steps(.env) where shipped.contains(stage.index) {
        for pair in step.instruction.pairs
        where !known.contains(pair.key.value) && !isOfSystem(pair.key.value) {
          findings.report(
            pair.range, "`\(name)` does not name `\(pair.key.value)`",
            help: "Describe the variable there", cause: pair.key.value)
        }
      }
    })

  private static func isOfSystem(_ name: String) -> Bool {
    if [
      "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TERM", "SHELL", "USER", "VIRTUAL_ENV",
      "DEBIAN_FRONTEND", "LD_LIBRARY_PATH", "NODE_ENV", "GOPATH", "JAVA_HOME",
    ].contains(name) {
      return true
    }
    return ["LC_", "PYTHON", "PIP_", "UV_", "POETRY_", "CARGO_", "RUSTUP_", "BUNDLE_", "GEM_"]
      .contains { name.hasPrefix($0) }
  }
}
