import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let secretReadUnchecked = Rule(
    "secret-read-unchecked", .secrets, .warning, fix: .safe,
    requirements: ["S1-P-07"],
    summary: "A secret that is missing at build time goes unnoticed.",
    why: """
      A secret mount without `required=true` is left out where the build is not given the secret. \
      `export TOKEN=$(cat /run/secrets/token)` then succeeds all the same, since the status is that \
      of `export`, and an argument that holds `$(cat …)` becomes empty as silently. The command \
      goes on without a login, and fails later or, worse, takes packages from a public index. With \
      `required=true` the build stops with a clear message.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#run---mounttypesecret"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        RUN --mount=type=secret,id=PIP_INDEX_URL \\
            export PIP_INDEX_URL=‹$(cat /run/secrets/PIP_INDEX_URL)› && \\
            pip install app
        """,
        fixed: """
          FROM python:3.13-slim
          RUN --mount=type=secret,id=PIP_INDEX_URL,required=true \\
              export PIP_INDEX_URL=$(cat /run/secrets/PIP_INDEX_URL) && \\
              pip install app
          """),
      .flags(
        """
        FROM alpine:3.24
        RUN --mount=type=secret,id=t,target=/t curl -fH "Authorization: Bearer ‹$(cat /t)›" https://a.io -o /a
        """),
      .accepts(
        """
        FROM python:3.13-slim
        RUN --mount=type=secret,id=a,required=true export A=$(cat /run/secrets/a) && make
        RUN --mount=type=secret,id=a A=$(cat /run/secrets/a) && make
        RUN --mount=type=secret,id=a,env=A make
        RUN --mount=type=secret,id=a test -f /run/secrets/a && export A=$(cat /run/secrets/a) && make
        """),
      .accepts(
        """
        FROM python:3.13-slim
        SHELL ["/bin/bash", "-c"]
        RUN --mount=type=secret,id=a,required=false export A=$(cat /run/secrets/a) && make
        RUN --mount=type=secret,id=a if [[ -f /run/secrets/a ]]; then export A=$(cat /run/secrets/a); fi; make
        RUN --mount=type=secret,id=a export A=$(cat /run/secrets/a || echo none) && make
        RUN --mount=type=secret,id=a export A=$(cat /run/secrets/a 2>/dev/null) && make
        """, note: "The secret may be missing, and the command says so."),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.run) {
        guard case .run(let run)? = step.instruction.body else { continue }
        for mount in run.mounts where mount.type == "secret" && !mount.has("required") {
          guard let path = mount.secretPath, let place = maskedRead(of: path, in: step) else {
            continue
          }
          let end = mount.text.sourceRange.upperBound
          findings.report(
            place,
            "Where the build is not given the secret `\(mount.id ?? path)`, this is empty and no error",
            help: "Write `required=true` into the mount",
            related: [.init(mount.range, "the secret may be missing")],
            fixes: [
              Fix(
                "Require the secret", .safe, [.insert(",required=true", at: end)],
                changes: [.mounts])
            ])
        }
      }
    })

  /// A substitution that reads the file and whose failure the command around it hides.
  private static func maskedRead(of path: String, in step: Step) -> SourceRange? {
    for read in step.commands
    where read.program == "cat" && read.arguments.contains(where: { $0.value == path }) {
      guard let context = read.context, context.surroundings.contains(.commandSubstitution),
        !isTested(path, step), context.operatorAfter != .or,
        read.command?.redirects.contains(where: { $0.fd == 2 || $0.operator == .writeBoth }) != true
      else { continue }
      let holder = step.commands.last {
        $0.range.lowerBound < read.range.lowerBound
          && ($0.command?.range ?? $0.range).contains(read.range) && $0.range != read.range
      }
      guard let holder, holder.script == read.script else { continue }
      return substitution(around: read.range, in: holder) ?? read.range
    }
    return nil
  }

  private static func substitution(around range: SourceRange, in use: CommandUse) -> SourceRange? {
    for word in use.command?.words ?? [] where word.range.contains(range) {
      if let found = substitution(around: range, in: word.parts) { return found }
    }
    return nil
  }

  private static func substitution(around range: SourceRange, in parts: [WordPart]) -> SourceRange?
  {
    for part in parts where part.range.contains(range) {
      switch part.kind {
      case .commandSubstitution: return part.range
      case .doubleQuoted(let inner), .localeQuoted(let inner):
        return substitution(around: range, in: inner)
      default: return nil
      }
    }
    return nil
  }

  private static func isTested(_ path: String, _ step: Step) -> Bool {
    step.commands.contains {
      ($0.program == "test" || $0.program == "[") && $0.arguments.contains { $0.value == path }
    }
      || step.scripts.contains { script in
        var isTested = false
        script.forEachNode { command, _ in
          guard case .conditional(let condition) = command else { return }
          for case .operand(let word) in condition.items where word.literal == path {
            isTested = true
          }
        }
        return isTested
      }
  }
}
