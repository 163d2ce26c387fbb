import BaseImages
import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let signalShellPid1 = Rule(
    "signal-shell-pid1", .runtime, .warning, fix: .safe,
    requirements: ["S3-CK-O4"],
    summary: "An exec form runs a shell that stays process 1 and keeps signals from the program.",
    why: """
      `docker stop` sends SIGTERM to process 1. dash, the `sh` of Debian and Ubuntu, starts a \
      command of `-c` as a child and waits for it; as process 1 it does not act on SIGTERM, so the \
      program never hears of it and is killed after ten seconds. `exec` puts the program in the \
      place of the shell. bash and the `sh` of BusyBox do so by themselves for a last command, and \
      no shell does for a pipeline.
      """,
    references: ["https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example"],
    examples: [
      .flags(
        """
        FROM python:3.13-slim
        CMD ["sh", "-c", "‹uvicorn› main:app --port ${PORT}"]
        """,
        fixed: """
          FROM python:3.13-slim
          CMD ["sh", "-c", "exec uvicorn main:app --port ${PORT}"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        CMD ["/bin/sh", "-c", "python manage.py migrate && LOG=1 ‹gunicorn› app:app"]
        """,
        fixed: """
          FROM python:3.13-slim
          CMD ["/bin/sh", "-c", "python manage.py migrate && LOG=1 exec gunicorn app:app"]
          """),
      .flags(
        """
        FROM node:22
        CMD ["sh", "-c", "node migrate.js; ‹node› server.js"]
        """,
        fixed: """
          FROM node:22
          CMD ["sh", "-c", "node migrate.js; exec node server.js"]
          """),
      .flags(
        """
        FROM alpine:3.20
        CMD ["sh", "-c", "‹serve› 2>&1 | tee /log"]
        """),
      .flags(
        """
        FROM debian:13
        CMD ["sh", "-c", ". /etc/app.sh; ‹serve› --port $PORT"]
        """, note: "The file that is read may define a function of that name."),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "run() { serve --port $PORT; }; run"]
        """, note: "`exec` runs no function."),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "serve & jobs; command -v serve"]
        """),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "command serve --port $PORT"]
        """, note: "`command` belongs to the shell, and `exec` finds no program of that name."),
      .accepts(
        """
        FROM python:3.13-alpine
        CMD ["sh", "-c", "uvicorn main:app"]
        """, note: "The shell of BusyBox runs a last command in its own place."),
      .accepts(
        """
        FROM debian:13
        CMD ["bash", "-c", "serve --port $PORT"]
        """, note: "bash does so too."),
      .accepts(
        """
        FROM debian:13
        CMD ["sh", "-c", "echo start; exec serve"]
        """),
      .accepts(
        """
        FROM debian:13
        ENTRYPOINT ["dumb-init", "--"]
        CMD ["sh", "-c", "serve --port $PORT"]
        """, note: "dumb-init sends signals to all of the group."),
    ],
    check: { subject, findings in
      for stage in subject.facts.startedStages {
        guard let start = stage.startCommand, start.isCertain, let script = start.script,
          start.words.last?.range.isEmpty == false, start.wrappers.allSatisfy(isReplaced),
          start.command?.isShellForm != true, start.entrypoint?.isShellForm != true,
          let shell = start.program?.program, let keeps = keepsChildren(shell, stage),
          let last = start.commands.last, !hasTrap(start.commands)
        else { continue }
        if let piped = pipeline(script, start.commands) {
          findings.report(
            piped.range,
            "`\(shell)` stays process 1 before a pipeline and does not pass SIGTERM on to `\(piped.name)`",
            help: "Run `\(piped.name)` by `exec` without the pipe; the runtime keeps its output")
          continue
        }
        guard keeps, let path = last.path, let name = last.program, isServed(last, name, script),
          !isDefined(name, in: script)
        else { continue }
        // A file that the script reads may define functions.
        let isSafe = path.best.contains("/") || !AssignedNames.isOpen(script)
        findings.report(
          path.range, "`\(shell)` stays process 1 and does not pass SIGTERM on to `\(name)`",
          help: "Write `exec \(name)`, so that it takes the place of the shell",
          fixes: [
            Fix(
              "Run it in the place of the shell", isSafe ? .safe : .unsafe,
              [.insert("exec ", at: last.command?.name?.range.lowerBound ?? path.range.lowerBound)],
              changes: isSafe ? [.startCommand] : [],
              risk: isSafe
                ? nil : "A function that the script reads from a file cannot be run by `exec`.")
          ])
      }
    })

  /// Whether a name is that of a function or an alias of a script.
  private static func isDefined(_ name: String, in script: ShellScript) -> Bool {
    var isDefined = false
    script.forEachNode { command, _ in
      switch command {
      case .function(let definition): if definition.name == name { isDefined = true }
      case .simple(let simple):
        guard simple.name?.literal == "alias" else { return }
        if simple.arguments.contains(where: { $0.text.contains("\(name)=") }) { isDefined = true }
      default: break
      }
    }
    return isDefined
  }

  /// Whether a wrapper runs what follows in its own place, as the entry points of official images do.
  private static func isReplaced(_ wrapper: String) -> Bool {
    replacing.contains(wrapper) || wrapper.contains("entrypoint")
  }

  private static let replacing: Set<String> = ["env", "gosu", "su-exec", "exec", "nice", "nohup"]

  /// Whether a shell starts a last command as a child; nil where that is not known.
  private static func keepsChildren(_ shell: String, _ stage: StageFacts) -> Bool? {
    switch shell {
    case "dash": return true
    case "bash", "ash", "busybox": return false
    case "sh":
      guard stage.end.files.entry("/bin/sh") == nil else { return nil }
      if case .fragment = stage.rootBase { return true }
      guard case .sh(let name, _)? = stage.baseFacts?.shell else { return nil }
      return name == "dash"
    default: return nil
    }
  }

  private static func hasTrap(_ commands: [CommandUse]) -> Bool {
    commands.contains { $0.program == "trap" || $0.program == "wait" }
  }

  /// The first command of a pipeline that ends the text.
  private static func pipeline(
    _ script: ShellScript, _ commands: [CommandUse]
  ) -> (range: SourceRange, name: String)? {
    guard let last = script.statements.last, !last.isBackground,
      let pipeline = last.list.pipelines.last, pipeline.commands.count > 1,
      let first = pipeline.commands.first?.simple,
      let use = commands.first(where: { $0.command == first }), let name = use.program,
      let path = use.path, !builtins.contains(name), use.isCertain
    else { return nil }
    return (path.range, name)
  }

  /// Whether a command is the last of the text, a program, and not already in the shell's place.
  private static func isServed(_ use: CommandUse, _ name: String, _ script: ShellScript) -> Bool {
    guard let end = script.statements.last, !end.isBackground, let context = use.context,
      context.depth == 0, context.isLastInPipeline, context.pipelineCount == 1,
      context.operatorAfter == nil, context.operatorBefore != .or, use.isCertain,
      !context.isNegated, use.command?.range.upperBound == end.range.upperBound
    else { return false }
    // What stands in front, such as `command`, may be of the shell as well.
    if let first = use.command?.name?.literal, builtins.contains(first) { return false }
    return !use.wrappers.contains("exec") && !builtins.contains(name) && !name.contains("$")
  }

  private static let builtins: Set<String> = [
    "exec", "exit", "cd", "echo", "printf", "true", "false", "test", "[", "[[", "set", "export",
    "unset", "read", "eval", ".", "source", "return", "wait", "trap", ":", "kill", "ulimit",
    "umask",
    "sleep", "cat", "command", "builtin", "alias", "unalias", "hash", "type", "let", "local",
    "shift", "times", "getopts", "jobs", "fg", "bg", "readonly", "break", "continue", "declare",
    "typeset", "pwd", "dirs", "pushd", "popd", "history", "logout", "mapfile", "readarray", "shopt",
    "caller", "enable", "help", "disown", "suspend", "chdir", "fc", "time", "compgen", "complete",
    "bind",
  ]
}
