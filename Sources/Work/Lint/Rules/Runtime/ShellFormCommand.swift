import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let shellFormCommand = Rule(
    "shell-form-command", .runtime, .warning, fix: .safe,
    aliases: ["JSONArgsRecommended", "DL3025"],
    summary:
      "CMD or ENTRYPOINT is written in shell form, so that a shell stands before the program.",
    why: """
      A shell form runs as `/bin/sh -c`. That shell is process 1, gets SIGTERM from `docker stop`, \
      and mostly does not pass it on; an ENTRYPOINT in shell form also drops CMD and the arguments \
      of `docker run`. A form whose last command begins with `exec` puts the program in the place \
      of the shell, and one that needs the shell says so by SHELL: both are accepted. A health check \
      in shell form is fine too. hadolint reports all three, and a broken array, which \
      `broken-exec-form` tells.
      """,
    references: [
      "https://docs.docker.com/reference/build-checks/json-args-recommended/",
      "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
    ],
    examples: [
      .flags(
        """
        FROM debian:13
        ENTRYPOINT ‹my-program start›
        """,
        fixed: """
          FROM debian:13
          ENTRYPOINT ["my-program", "start"]
          """),
      .flags(
        """
        FROM debian:13
        CMD ‹serve --port "$PORT" \\
          --title 'a b'›
        """, note: "Variables need the shell, so that no repair is given."),
      .flags(
        """
        FROM debian:13
        CMD ‹serve \\
          --title 'a "b"'›
        """,
        fixed: """
          FROM debian:13
          CMD ["serve", "--title", "a \\"b\\""]
          """),
      .flags(
        """
        FROM debian:13
        CMD ‹[ -e /app/settings ] && serve›
        """),
      .accepts(
        """
        FROM debian:13
        CMD ["serve"]
        ENTRYPOINT ['serve'] # told by broken-exec-form
        """),
      .accepts(
        """
        FROM debian:13
        CMD exec gunicorn --bind :$PORT main:app
        """),
      .accepts(
        """
        FROM debian:13
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        ENTRYPOINT serve | tee /log
        HEALTHCHECK CMD check || exit 1
        """),
    ],
    check: { subject, findings in
      for (stage, step) in subject.steps(.cmd) + subject.steps(.entrypoint) {
        guard step.before.shellRange == nil, brokenArray(of: step.instruction) == nil,
          let form = form(step), case .shell(let text) = form, !text.isEmpty, !isReplaced(step)
        else { continue }
        let keyword = step.kind?.rawValue ?? ""
        findings.report(
          text.sourceRange, "\(keyword) is in shell form, so that a shell gets the signals",
          help: "Write a JSON array, as in `\(keyword) [\"program\", \"argument\"]`",
          fixes: repair(text, step, stage))
      }
    })

  private static func form(_ step: Step) -> CommandForm? {
    switch step.instruction.body {
    case .cmd(let form), .entrypoint(let form): form
    default: nil
    }
  }

  /// Whether the last command takes the place of the shell by `exec`.
  private static func isReplaced(_ step: Step) -> Bool {
    guard let last = step.commands.last, last.context?.depth == 0 else { return false }
    return last.wrappers.contains("exec") && last.context?.pipelineCount == 1
  }

  /// The array of a single program whose words are known without a shell.
  private static func repair(_ text: MappedText, _ step: Step, _ stage: StageFacts) -> [Fix] {
    guard let script = step.scripts.first, step.scripts.count == 1, script.statements.count == 1,
      script.comments.isEmpty, script.problems.isEmpty, let statement = script.statements.first,
      !statement.isBackground, statement.list.rest.isEmpty, !statement.list.first.isNegated,
      statement.terminator == nil, statement.list.first.commands.count == 1,
      let simple = statement.list.first.commands[0].simple, simple.assignments.isEmpty,
      simple.redirects.isEmpty, !simple.words.isEmpty, let name = simple.name?.literal,
      !shellOnly.contains(name),
      simple.words.allSatisfy({ $0.literal != nil && !$0.hasUnquotedGlob && !$0.hasBraceExpansion })
    else { return [] }
    // With an ENTRYPOINT that runs no shell any more, a CMD would become its arguments.
    if step.kind == .entrypoint, stage.steps.contains(where: { $0.kind == .cmd }) { return [] }
    let words = simple.words.compactMap { $0.literal.map(quoted) }
    return [
      Fix(
        "Write it as a JSON array", isSafe(name, step, stage) ? .safe : .unsafe,
        [TextEdit(text.sourceRange, "[\(words.joined(separator: ", "))]")],
        changes: [step.kind == .healthcheck ? .healthcheck : .startCommand],
        risk: "A program that needs the shell will not find it.")
    ]
  }

  /// Whether the program runs the same without the shell: it is found by the runtime, is no script
  /// that may lack its first line, and no ENTRYPOINT sees other arguments.
  private static func isSafe(_ name: String, _ step: Step, _ stage: StageFacts) -> Bool {
    if name.hasSuffix(".sh") || stage.hasShell != true { return false }
    if step.kind == .entrypoint { return true }
    guard let start = stage.startCommand else { return false }
    return start.isCertain && (start.entrypointCount == 0 || start.main != nil)
  }

  private static let shellOnly: Set<String> = [
    ".", ":", "[", "alias", "bg", "break", "builtin", "case", "cd", "command", "continue", "eval",
    "exec", "exit", "export", "for", "if", "read", "return", "set", "shift", "source", "time",
    "trap",
    "ulimit", "umask", "unset", "until", "wait", "while",
  ]

  private static func quoted(_ word: String) -> String {
    var result = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
