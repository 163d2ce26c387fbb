import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let workdirRelative = Rule(
    "workdir-relative", .layout, .warning, fix: .safe,
    aliases: ["WorkdirRelativePath", "DL3000", "DS-0009", "CKV_DOCKER_10"],
    summary: "WORKDIR is given a relative path.",
    why: """
      A relative path counts from the working directory before it. Where the file sets none before, \
      that is the directory of the base, which may be another with the next version of the base. \
      After an absolute WORKDIR the result is certain, and the finding is only worth knowing.
      """,
    references: ["https://docs.docker.com/reference/build-checks/workdir-relative-path/"],
    examples: [
      .flags(
        """
        FROM nginx:1.27 AS web
        WORKDIR ‹usr/share/nginx/html›
        """,
        fixed: """
          FROM nginx:1.27 AS web
          WORKDIR /usr/share/nginx/html
          """),
      .flags(
        """
        FROM alpine:3.20
        WORKDIR /app
        WORKDIR ‹src/main›
        """,
        fixed: """
          FROM alpine:3.20
          WORKDIR /app
          WORKDIR /app/src/main
          """),
      .flags(
        """
        FROM registry.example.com/base:1
        WORKDIR ‹app›
        """),
      .accepts(
        """
        FROM alpine:3.20
        ARG DIR
        WORKDIR /app
        WORKDIR $DIR
        WORKDIR "/with blank"
        WORKDIR C:/windows
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.steps(.workdir) {
        guard case .workdir(let argument)? = step.instruction.body else { continue }
        let state = step.before
        let expansion = state.scope.expand(argument, escape: subject.facts.syntax.escape)
        guard let path = expansion.value.value, FileNames.isRelative(path) else { continue }
        let before = state.workingDirectory.value
        let full = before.map { FilePaths.absolute(path, in: $0) }
        findings.report(
          argument.range,
          "`\(path)` counts from \(before.map { "`\($0)`" } ?? "the directory of the base, which is not known")",
          help: full.map { "Write `\($0)`" } ?? "Write an absolute path",
          fixes: path == argument.value ? full.map { [replacement(argument, $0)] } ?? [] : [],
          severity: state.workingDirectoryRange == nil ? nil : .info)
      }
    })

  private static func replacement(_ argument: Argument, _ path: String) -> Fix {
    Fix("Write `\(path)`", .safe, [TextEdit(argument.range, path)])
  }
}
