import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let execFormVar = Rule(
    "exec-form-var", .runtime, .error, fix: .unsafe,
    requirements: ["S1-D-12"],
    summary: "A variable stands in an exec form, where nothing replaces it.",
    why: """
      The runtime hands the words of an exec form to the program as they are. `$PORT` and \
      `${PORT}` are text there: no shell reads them, so that the program gets the dollar sign and \
      the name, and mostly refuses to start.
      """,
    references: [
      "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
      "https://docs.docker.com/reference/dockerfile/#exec-form",
    ],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        CMD ["uvicorn", "main:app", "--port=‹$PORT›", "--workers=‹$WORKERS›"]
        """,
        fixed: """
          FROM python:3.13-slim
          CMD ["sh", "-c", "exec uvicorn main:app \\"--port=$PORT\\" \\"--workers=$WORKERS\\""]
          """),
      .flags(
        """
        FROM alpine:3.20
        ENTRYPOINT ["‹${APP_HOME}›/bin/serve", \\
          "--quiet"]
        """,
        fixed: """
          FROM alpine:3.20
          ENTRYPOINT ["sh", "-c", "exec \\"${APP_HOME}/bin/serve\\" --quiet \\"$@\\"", "sh"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        ENV PORT=8080
        CMD ["uvicorn", "main:app", "--host=0.0.0.0", "--port=‹$PORT›", "--workers", "‹$UVICORN_WORKERS›"]
        """,
        fixed: """
          FROM python:3.13-slim
          ENV PORT=8080
          ENV UVICORN_PORT=$PORT
          CMD ["uvicorn", "main:app", "--host=0.0.0.0"]
          """, note: "uvicorn reads the options that are not given from UVICORN_ variables."),
      .flags(
        """
        FROM debian:13
        CMD ["serve", "--title", "it's fine", "--port", "‹$PORT›"]
        """,
        fixed: """
          FROM debian:13
          CMD ["sh", "-c", "exec serve --title \\"it's fine\\" --port \\"$PORT\\""]
          """),
      .flags(
        """
        FROM python:3.13-slim
        HEALTHCHECK CMD ["curl", "http://127.0.0.1:‹$PORT›/"]
        """,
        fixed: """
          FROM python:3.13-slim
          HEALTHCHECK CMD ["sh", "-c", "exec curl \\"http://127.0.0.1:$PORT/\\""]
          """),
      .accepts(
        """
        FROM alpine:3.20
        COPY entrypoint.sh /
        ENTRYPOINT ["/entrypoint.sh"]
        CMD ["serve", "--port=$PORT"]
        """, note: "The script may expand what it is given."),
      .accepts(
        """
        FROM alpine:3.20
        ENTRYPOINT ["/sbin/tini", "--", "/usr/local/bin/start"]
        CMD ["serve", "--port=$PORT"]
        """),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "exec serve --port=$PORT"]
        """),
      .accepts(
        """
        FROM eclipse-temurin:21-jre
        CMD ["java", "-jar", "app.jar", "--server.port=${PORT}"]
        """, note: "Spring replaces such placeholders itself."),
      .accepts(
        """
        FROM debian:13
        CMD ["awk", "{ print $NF }", "/etc/hosts"]
        """, note: "The variable is one of awk."),
    ],
    check: { subject, findings in
      for stage in subject.stages {
        for step in stage.steps {
          guard let words = step.instruction.execWords, let first = words.first,
            words.contains(where: { $0.value.utf8.contains(UInt8(ascii: "$")) }),
            let program = program(of: step, in: stage), !expands(program)
          else { continue }
          var fixes = uvicorn(words, program, step, subject) + repair(words, step, stage)
          for (index, word) in words.enumerated() {
            if index > 0, codeFlags.contains(words[index - 1].value) { continue }
            for variable in ExecVariable.all(in: word) where !isPlaceholder(variable, word, program)
            {
              let name = word.range == first.range ? "the kernel" : "`\(program)`"
              findings.report(
                variable.range,
                "\(name) gets `\(variable.text)` as it stands: no shell reads an exec form",
                help: help(program), fixes: fixes, cause: "\(step.instruction.range.lowerBound)")
              fixes = []
            }
          }
        }
      }
    })

  private static let codeFlags: Set<String> = [
    "-c", "-e", "-r", "-x", "--eval", "--execute", "-exec",
  ]

  /// The program that gets the words; nil where a script in front may expand them.
  private static func program(of step: Step, in stage: StageFacts) -> String? {
    if step.kind == .cmd, let start = stage.startCommand,
      start.command?.range == step.instruction.range, start.entrypointCount > 0 || !start.isCertain
    {
      guard start.isCertain, !start.isOpaque, let program = start.program,
        let name = program.program
      else { return nil }
      // A program of the project before the words of CMD may expand them.
      let isOfCommand = step.instruction.range.contains(program.range)
      return isOfCommand || ProgramGrammar.of(name) != nil ? name : nil
    }
    return step.commands.first?.program ?? step.instruction.execWords?.first?.value
  }

  /// Whether a program, a script, or a shell behind it may replace variables in its arguments.
  private static func expands(_ program: String) -> Bool {
    ShellDialect(executable: program) != nil || expanders.contains(program.lowercased())
      || program.hasSuffix(".sh") || program.contains("entrypoint")
  }

  private static let expanders: Set<String> = [
    "npm", "pnpm", "yarn", "make", "concurrently", "nodemon", "foreman", "honcho", "supervisord",
    "envsubst", "cmd", "cmd.exe", "powershell", "powershell.exe", "pwsh", "pwsh.exe", "awk", "gawk",
    "launcher", "init", "s6-svscan", "envconsul", "confd", "dockerize", "watchmedo", "su",
    "runuser",
    "script", "overmind", "hivemind", "execlineb", "fish", "perl", "expect", "tclsh", "jq", "find",
  ]

  /// Whether the program replaces it by itself: Spring and log4j do so for `${NAME}` in options.
  private static func isPlaceholder(
    _ variable: ExecVariable, _ word: Argument, _ program: String
  ) -> Bool {
    guard variable.isBraced else { return false }
    if program == "java" { return word.value.hasPrefix("-D") || word.value.hasPrefix("--") }
    return false
  }

  private static func help(_ program: String) -> String {
    if program == "uvicorn" {
      return
        "Drop the flag and set `UVICORN_PORT` or `UVICORN_WORKERS`, which uvicorn reads, or run it by `[\"sh\", \"-c\", \"exec uvicorn …\"]`"
    }
    return "Let a shell read it, `[\"sh\", \"-c\", \"exec \(program) …\"]`, or write the value"
  }

  /// The words as text for a shell; words with blanks, variables or other signs of the shell in
  /// double quotes.
  private static func repair(_ words: [Argument], _ step: Step, _ stage: StageFacts) -> [Fix] {
    guard stage.hasShell == true, let first = words.first, let last = words.last,
      step.instruction.innerComments.isEmpty
    else { return [] }
    var text = "exec"
    for word in words {
      guard let shown = shellWord(word.value) else { return [] }
      text += " " + shown
    }
    var list = ["sh", "-c", text]
    // What CMD and `docker run` give comes behind.
    if step.kind == .entrypoint { list = ["sh", "-c", text + " \"$@\"", "sh"] }
    return [
      Fix(
        "Run it by a shell", .unsafe,
        [
          TextEdit(
            first.range.union(last.range), list.map(JSONText.string).joined(separator: ", "))
        ], risk: "A variable that is not set becomes an empty word.")
    ]
  }

  /// A word as a shell reads it, variables included; nil where that is not certain.
  private static func shellWord(_ word: String) -> String? {
    if word.isEmpty { return "\"\"" }
    if word.utf8.allSatisfy(isPlain) { return word }
    let isQuotable = word.unicodeScalars.allSatisfy {
      $0.value >= 0x20 && $0 != "\"" && $0 != "\\" && $0 != "`" && $0 != "!"
    }
    return isQuotable && !word.contains("$(") ? "\"\(word)\"" : nil
  }

  /// For uvicorn, the options that hold a variable are left out, and its own variables set.
  private static func uvicorn(
    _ words: [Argument], _ program: String, _ step: Step, _ subject: Subject
  ) -> [Fix] {
    guard program == "uvicorn", step.kind == .cmd, let last = words.last, let first = words.first,
      step.instruction.innerComments.isEmpty
    else { return [] }
    var kept: [String] = []
    var settings: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index].value
      index += 1
      var option = word
      var value: String?
      if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
        option = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      } else if word.hasPrefix("--"), index < words.count, words[index].value.hasPrefix("$") {
        value = words[index].value
        index += 1
      }
      guard let value, value.contains("$") else {
        kept.append(word)
        continue
      }
      let name = value.filter { !"${}".contains($0) }
      guard value == "$\(name)" || value == "${\(name)}", option.hasPrefix("--"),
        name.utf8.allSatisfy({ VariableName.holds($0) })
      else { return [] }
      let own =
        "UVICORN_" + option.dropFirst(2).uppercased().split(separator: "-").joined(separator: "_")
      if name == own { continue }
      guard step.before.scope.environmentValue(name).value?.isEmpty == false else { return [] }
      settings.append("\(own)=\(value)")
    }
    guard !kept.contains(where: { $0.contains("$") }) else { return [] }
    var edits = [
      TextEdit(first.range.union(last.range), kept.map(JSONText.string).joined(separator: ", "))
    ]
    if !settings.isEmpty {
      edits.append(
        .insert(
          "ENV " + settings.joined(separator: " ") + subject.source.lineEnding,
          at: step.instruction.range.lowerBound))
    }
    return [
      Fix(
        "Let uvicorn read its own variables", .unsafe, edits,
        risk: "A container that is given the other variable has to be given that of uvicorn.")
    ]
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-")...UInt8(ascii: "/"),
      UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "%"),
      UInt8(ascii: "+"), UInt8(ascii: ","):
      true
    default: false
    }
  }
}
