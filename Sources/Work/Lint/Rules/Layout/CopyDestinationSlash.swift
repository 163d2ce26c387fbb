import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let copyDestinationSlash = Rule(
    "copy-destination-slash", .layout, .error, fix: .safe, aliases: ["DL3021", "DS-0011"],
    requirements: ["S1-P-06"],
    summary: "Several sources are copied to a destination that does not end with a slash.",
    why: """
      Without the slash the destination is a file unless a folder of that name is there already: each \
      source takes the place of the one before and only the last is left, or the build stops. A \
      folder that is certainly there is accepted, and so is `.`, which hadolint and tally report \
      though every builder takes it as a folder. hadolint also reports variables, which are judged \
      here by their value, and leaves ADD alone, to which the same applies.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#copy"],
    examples: [
      .flags(
        """
        FROM alpine:3.20
        COPY package.json yarn.lock ‹/my_app›
        """,
        fixed: """
          FROM alpine:3.20
          COPY package.json yarn.lock /my_app/
          """),
      .flags(
        """
        FROM alpine:3.20
        COPY ["package.json", "yarn.lock", ‹"/my_app"›]
        """,
        fixed: """
          FROM alpine:3.20
          COPY ["package.json", "yarn.lock", "/my_app/"]
          """),
      .accepts(
        """
        FROM alpine:3.20
        ARG DIR
        WORKDIR /app
        COPY pyproject.toml README.md .
        COPY a b ./
        COPY a b /app
        COPY a b $DIR
        COPY a* /b
        COPY . /src # told by trailing-comment
        """),
    ],
    check: { subject, findings in
      for (_, step) in subject.transfers {
        if let transfer = step.transfer { check(transfer, step, subject, &findings) }
      }
    })

  private static func check(
    _ transfer: Transfer, _ step: Step, _ subject: Subject, _ findings: inout Findings
  ) {
    guard transfer.sources.count > 1 else { return }
    let escape = subject.facts.syntax.escape
    let argument = transfer.destination
    let state = step.before
    guard let target = state.scope.expand(argument, escape: escape).value.value,
      !target.hasSuffix("/"), !target.hasSuffix("\\"), target != ".", target != "..",
      !target.hasSuffix("/."), !target.hasSuffix("/..")
    else { return }
    var isKnown = false
    if let path = absolute(target, state) {
      if path == "/" { return }
      if state.files.exists(path) == true { return }
      isKnown = state.files.exists(path) == false
    }
    guard ArgumentComment.ranges(in: step.instruction, subject.source).isEmpty else { return }
    let end = argument.text.isEmpty ? nil : argument.text.source(of: argument.text.count)
    findings.report(
      argument.range,
      "\(transfer.sources.count) sources are copied to `\(target)`, which is no folder without a slash",
      help: "Write `\(target)/`",
      fixes: end.map { [Fix("Add the slash", .safe, [.insert("/", at: $0)], changes: [.transfer])] }
        ?? [],
      severity: isKnown ? nil : .warning)
  }

  private static func absolute(_ path: String, _ state: StageState) -> String? {
    if path.hasPrefix("/") { return FilePaths.clean(path) }
    return state.workingDirectory.value.map { FilePaths.absolute(path, in: $0) }
  }
}
