import BaseImages
import Dockerfile
import Evidence
import Facts
import OCI
import Shell
import Source

extension Rule {
  static let shellInShelllessStage = Rule(
    "shell-in-shellless-stage", .runtime, .error,
    aliases: ["tally/shell-run-in-scratch"],
    requirements: ["S0-KP-03", "S0-1-01"],
    summary: "A stage without a shell runs a command that needs one.",
    why: """
      The shell forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK are run by `/bin/sh -c`. `scratch`, \
      distroless images and the images of Chainguard without `-dev` have no shell: RUN fails the \
      build, CMD and ENTRYPOINT keep the container from starting, and a health check never passes.
      """,
    references: [
      "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
      "https://github.com/GoogleContainerTools/distroless#entrypoints",
    ],
    examples: [
      .flags(
        """
        FROM cgr.dev/chainguard/python:3.12 AS runtime
        ‹RUN› python -m pip install /app/app.whl
        """),
      .flags(
        """
        FROM scratch
        COPY app /app
        ‹CMD› /app --serve
        """),
      .flags(
        """
        FROM gcr.io/distroless/static-debian12
        COPY app /app
        HEALTHCHECK CMD ["‹sh›", "-c", "/app --check"]
        ENTRYPOINT ["/app"]
        """),
      .flags(
        """
        FROM gcr.io/distroless/static-debian12
        ‹HEALTHCHECK› --interval=30s CMD /app --check || exit 1
        ‹RUN› <<EOF
        chmod +x /app
        EOF
        """),
      .accepts(
        """
        FROM scratch
        ADD rootfs.tar.xz /
        CMD bash
        """, note: "The archive brings a system."),
      .accepts(
        """
        FROM gcr.io/distroless/static-debian12:debug
        RUN echo hello
        """),
      .accepts(
        """
        FROM gcr.io/distroless/static-debian12
        COPY --from=busybox:1.36-uclibc /bin/sh /bin/sh
        RUN mkdir /data
        """),
      .accepts(
        """
        FROM scratch
        COPY app /app
        RUN ["/app", "--prepare"]
        ENTRYPOINT ["/app"]
        HEALTHCHECK CMD ["/app", "--check"]
        """),
      .accepts(
        """
        FROM registry.example.com/base:1
        RUN echo hello
        """),
    ],
    check: { subject, findings in
      for stage in subject.stages where stage.hasShell == false {
        for step in stage.steps {
          guard let place = place(step),
            ProgramPresence(subject.facts, stage, before: step.index).hasShell == false
          else { continue }
          let base = name(stage)
          findings.report(
            place.range, "\(base) has no shell, and \(place.what) needs one",
            help: help(step, stage),
            related: [Finding.Related(stage.markRange, "no shell comes from here")],
            cause: "\(stage.index) \(step.kind == .run)")
        }
      }
    })

  /// What needs a shell, and where that stands.
  private static func place(_ step: Step) -> (range: SourceRange, what: String)? {
    let form: CommandForm?
    switch step.instruction.body {
    case .run(let run):
      if run.isHeredocScript,
        step.instruction.heredocs.first?.content.bytes.starts(with: "#!".utf8) == true
      {
        return nil
      }
      form = run.command
    case .cmd(let command), .entrypoint(let command): form = command
    case .healthcheck(let check): form = check.command
    default: return nil
    }
    let keyword = step.kind?.rawValue ?? ""
    switch form {
    case .shell(let text) where !text.isEmpty || !step.instruction.heredocs.isEmpty:
      return (step.instruction.keywordRange, "the shell form of \(keyword)")
    case .exec(let words):
      guard let first = words.first, !first.text.isEmpty,
        ShellDialect(executable: FilePaths.name(first.value)) != nil
      else { return nil }
      return (first.text.sourceRange, "`\(first.value)` of \(keyword)")
    default: return nil
    }
  }

  private static func name(_ stage: StageFacts) -> String {
    switch stage.rootBase {
    case .scratch: "`scratch`"
    case .image(let reference): "`\(reference.familiarRepository)`"
    default: stage.baseFacts.map { "`\($0.reference.familiarRepository)`" } ?? "the base"
    }
  }

  private static func help(_ step: Step, _ stage: StageFacts) -> String {
    if step.kind == .run {
      if let tag = stage.baseFacts?.devPair {
        return "Run it in an earlier stage from the tag `\(tag)` of the image, and copy the result"
      }
      return "Run it in an earlier stage that has a shell, and copy the result"
    }
    return "Write an exec form that names the program itself, such as `[\"/app\", \"serve\"]`"
  }
}
