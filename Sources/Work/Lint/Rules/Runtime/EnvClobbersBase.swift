import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let envClobbersBase = Rule(
    "env-clobbers-base", .runtime, .warning, fix: .unsafe,
    summary:
      "An ENV takes the name of a version that the base image records, or an ARG hides behind it.",
    why: """
      The official images of Python, Node, PHP and others record their exact version in an ENV such as \
      PYTHON_VERSION. An ENV of that name overwrites it with something that need not be true. An ARG of \
      that name does not: an ENV, also one of the base, hides an ARG, so that \
      `ENV PYTHON_VERSION=${PYTHON_VERSION}` sets what was set already, whatever `--build-arg` says.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#using-arg-variables"],
    examples: [
      .flags(
        """
        ARG PYTHON_VERSION=3.12
        FROM python:${PYTHON_VERSION}-slim
        ARG PYTHON_VERSION
        ENV ‹PYTHON_VERSION=${PYTHON_VERSION}›
        """,
        fixed: """
          ARG PYTHON_VERSION=3.12
          FROM python:${PYTHON_VERSION}-slim
          ARG PYTHON_VERSION
          """),
      .flags(
        """
        FROM node:22
        ENV APP_VERSION=1 \\
            ‹NODE_VERSION=22›
        """,
        fixed: """
          FROM node:22
          ENV APP_VERSION=1
          """),
      .accepts(
        """
        FROM node:22
        ENV APP_VERSION=1 PATH="/app:$PATH"
        """),
      .accepts(
        """
        FROM debian:13
        ENV PYTHON_VERSION=3.12
        """),
      .accepts(
        """
        FROM nginx:1.27
        ENV NJS_VERSION=0.8.9
        RUN apt-get update && apt-get install -y nginx-module-njs=${NJS_VERSION}
        """, note: "The stage installs that version."),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.env) {
        for (index, pair) in step.instruction.pairs.enumerated() {
          let name = pair.key.value
          guard name.hasSuffix("_VERSION"), let value = pair.value,
            let binding = step.before.scope.environment[name], case .base = binding.origin
          else { continue }
          let expansion = step.before.scope.expand(value, escape: subject.facts.syntax.escape)
          let related = [Finding.Related(stage.markRange, "this base sets `\(name)`")]
          if expansion.references.contains(where: { $0.name == name }) {
            guard step.before.scope.arguments[name] != nil else { continue }
            findings.report(
              pair.range,
              "the base sets `\(name)`, which hides the ARG of that name: this changes nothing",
              help: "Give the ARG another name, or leave both out", related: related,
              fixes: subject.removing(
                pair: index, of: step, risk: "The variable stays what the base says, as before."))
          } else if let text = expansion.value.value, text != binding.value.value,
            !isInstalled(name, stage)
          {
            findings.report(
              pair.range, "this overwrites the `\(name)` that the base records",
              help: "Give it another name", related: related,
              fixes: subject.removing(
                pair: index, of: step,
                risk: "What reads the variable gets the version that the base records."))
          }
        }
      }
    })

  /// Whether a RUN of the stage goes by the variable.
  private static func isInstalled(_ name: String, _ stage: StageFacts) -> Bool {
    stage.steps.contains { $0.kind == .run && $0.instruction.rest.text.contains(name) }
  }
}
