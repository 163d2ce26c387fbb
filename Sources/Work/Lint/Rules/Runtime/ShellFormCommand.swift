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
        """,
        fixed: """
          FROM debian:13
          CMD ["/bin/sh", "-c", "exec serve --port \\"$PORT\\" --title 'a b'"]
          """, note: "Variables need the shell, which `exec` puts the program in the place of."),
      .flags(
        """
        FROM debian:13
        ENTRYPOINT ‹./migrate && LEVEL=info serve 2>&1›
        CMD ["--quiet"]
        """,
        fixed: """
          FROM debian:13
          ENTRYPOINT ["/bin/sh", "-c", "./migrate && LEVEL=info exec serve 2>&1"]
          CMD ["--quiet"]
          """),
      .flags(
        """
        FROM debian:13
        CMD ‹serve | tee /log›
        """, note: "No program can take the place of a pipeline."),
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
        """,
        fixed: """
          FROM debian:13
          CMD ["/bin/sh", "-c", "[ -e /app/settings ] && exec serve"]
          """),
      .flags(
        """
        FROM debian:13
        ENTRYPOINT ["/usr/bin/tini", "--"]
        CMD ‹serve --quiet›
        """,
        fixed: """
          FROM debian:13
          ENTRYPOINT ["/usr/bin/tini", "--"]
          CMD ["serve", "--quiet"]
          """),
      .flags(
        """
        FROM debian:13
        ENTRYPOINT ["env"]
        CMD ‹serve --quiet›
        """, note: "The words are arguments of ENTRYPOINT, so that the repair has to be asked for."),
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
    let words = plainWords(step)
    // With an ENTRYPOINT that runs no shell any more, a CMD would become its arguments.
    let dropsShell =
      step.kind != .entrypoint || !stage.steps.contains(where: { $0.kind == .cmd })
    guard dropsShell, !words.isEmpty else { return replacing(text, step) }
    let risk = risk(words[0], step, stage)
    return [
      Fix(
        "Write it as a JSON array", risk == nil ? .safe : .unsafe,
        [TextEdit(text.sourceRange, JSONText.array(words))],
        changes: risk == nil ? [.startCommand] : [], risk: risk)
    ]
  }

  /// The words of a single program that are known without a shell; none where it is something else.
  private static func plainWords(_ step: Step) -> [String] {
    guard let script = step.scripts.first, step.scripts.count == 1, script.statements.count == 1,
      script.comments.isEmpty, script.problems.isEmpty, let statement = script.statements.first,
      !statement.isBackground, statement.list.rest.isEmpty, !statement.list.first.isNegated,
      statement.terminator == nil, statement.list.first.commands.count == 1,
      let simple = statement.list.first.commands[0].simple, simple.assignments.isEmpty,
      simple.redirects.isEmpty, !simple.words.isEmpty, let name = simple.name?.literal,
      !shellOnly.contains(name),
      simple.words.allSatisfy({ $0.literal != nil && !$0.hasUnquotedGlob && !$0.hasBraceExpansion })
    else { return [] }
    return simple.words.compactMap(\.literal)
  }

  /// The shell in an array, with the last program in its place.
  private static func replacing(_ text: MappedText, _ step: Step) -> [Fix] {
    guard step.instruction.heredocs.isEmpty, step.instruction.innerComments.isEmpty,
      step.scripts.count == 1, let script = step.scripts.first, script.problems.isEmpty,
      script.comments.isEmpty, let statement = script.statements.last, !statement.isBackground,
      let pipeline = statement.list.pipelines.last, pipeline.commands.count == 1,
      !pipeline.isNegated, !pipeline.isTimed, statement.list.rest.last?.operator != .or,
      let simple = pipeline.commands[0].simple, let name = simple.name,
      !shellOnly.contains(name.text), !Self.builtins.contains(name.text),
      let place = (0..<text.count).first(where: { text.source(of: $0) == name.range.lowerBound }),
      !step.commands.contains(where: { $0.program == "trap" })
    else { return [] }
    let words = [
      "/bin/sh", "-c",
      line(text, 0..<place, script) + "exec " + line(text, place..<text.count, script),
    ]
    return [
      Fix(
        "Put the program in the place of the shell", .unsafe,
        [TextEdit(text.sourceRange, JSONText.array(words))],
        risk: "The program becomes process 1, and has to act on signals itself.")
    ]
  }

  /// The text on one line, without the indentation of lines that were joined between words.
  private static func line(_ text: MappedText, _ range: Range<Int>, _ script: ShellScript) -> String
  {
    var words: [SourceRange] = []
    script.forEachWord(includingNestedScripts: false) { word, _, _ in words.append(word.range) }
    var result: [UInt8] = []
    var skips = false
    for index in range {
      let place = text.source(of: index)
      let isJoined = index > range.lowerBound && text.source(of: index - 1) + 1 != place
      let isInWord = words.contains { $0.lowerBound < place && place < $0.upperBound }
      if isJoined, !isInWord { skips = result.last == 0x20 || result.last == 0x09 }
      let byte = text.bytes[index]
      if skips, byte == 0x20 || byte == 0x09 { continue }
      skips = false
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Builtins that are programs as well, or that end nothing.
  private static let builtins: Set<String> = [
    "echo", "printf", "test", "true", "false", "kill", "pwd", "sleep", "cat",
  ]

  /// What may be different without the shell; nil where the program is found by the runtime, is no
  /// script that may lack its first line, and no ENTRYPOINT sees other arguments.
  private static func risk(_ name: String, _ step: Step, _ stage: StageFacts) -> String? {
    if name.hasSuffix(".sh") || stage.hasShell != true {
      return "A script without `#!` line, and a program that only the shell finds, do not start."
    }
    if step.kind == .entrypoint { return nil }
    let risk = "An ENTRYPOINT gets these words as arguments in the place of a shell and its text."
    guard let start = stage.startCommand, start.isCertain else { return risk }
    return start.entrypointCount == 0 || start.entrypoint?.words.map(handsOn) == true ? nil : risk
  }

  /// Whether an ENTRYPOINT runs whatever words come behind it.
  private static func handsOn(_ words: [Argument]) -> Bool {
    guard let name = words.first.map({ FilePaths.name($0.value) }),
      ["tini", "tini-static", "dumb-init", "catatonit", "docker-init"].contains(name)
    else { return false }
    let flags: Set<String> = ["--", "-g", "-s", "-v", "-vv", "-w", "-c", "--single-child"]
    return words.dropFirst().allSatisfy { flags.contains($0.value) }
  }

  private static let shellOnly: Set<String> = [
    ".", ":", "[", "alias", "bg", "break", "builtin", "case", "cd", "command", "continue", "eval",
    "exec", "exit", "export", "for", "if", "read", "return", "set", "shift", "source", "time",
    "trap",
    "ulimit", "umask", "unset", "until", "wait", "while",
  ]
}
