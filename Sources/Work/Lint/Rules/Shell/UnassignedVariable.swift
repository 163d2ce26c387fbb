import Dockerfile
import Evidence
import Facts
import Shell
import Source

extension Rule {
  static let unassignedVariable = Rule(
    "unassigned-variable", .shell, .warning, aliases: ["SC2154", "SC2153"],
    summary: "Shell text reads a variable that nothing sets.",
    why: """
      The shell puts nothing in the place of a variable that is not set, without a word. The rule \
      speaks only where everything that could set it is known: the ENV and ARG of the file, the \
      environment of the base, and the text itself. An ARG that stands before the first FROM and \
      is not repeated in the stage is told by another rule.
      """,
    references: ["https://www.shellcheck.net/wiki/SC2154"],
    examples: [
      .flags(
        """
        FROM alpine:3.22
        ENV APP_HOME=/app
        RUN mkdir -p ‹$APP_HME› && adduser -D "‹${app_user}›"
        """),
      .accepts(
        """
        ARG TAG=1
        FROM alpine:3.22
        ARG USER_NAME
        ENV APP_HOME=/app
        RUN mkdir -p $APP_HOME "$USER_NAME" "${x:-a}" $TAG $HOME $PWD $HOSTNAME $SOURCE_DATE_EPOCH
        RUN . /etc/os-release && echo "$FOO"
        RUN for i in a; do echo $i; done; read -r line; echo "$line" '$quoted' "$1"
        RUN [ -n "$CI" ] && echo ci; awk '{print $x}' /etc/passwd
        """),
      .accepts(
        """
        FROM ghcr.io/example/unknown:1.0
        RUN echo "$FROM_THE_BASE"
        """),
    ],
    check: { subject, findings in
      for text in subject.shellTexts() {
        let scope = text.step.before.scope
        guard scope.environmentIsComplete, text.script.problems.isEmpty, text.hasExpansion
        else { continue }
        check(text, scope, subject, &findings)
      }
    })

  private static func check(
    _ text: ShellText, _ scope: Scope, _ subject: Subject, _ findings: inout Findings
  ) {
    var visitor = Variables()
    text.script.accept(&visitor)
    if visitor.mayBeSetElsewhere { return }
    for parameter in visitor.read {
      let name = parameter.name
      if visitor.set.contains(name) || visitor.tested.contains(name) || builtin.contains(name)
        || name.hasPrefix("BASH") || scope.binding(name) != nil
        || subject.facts.globalScope.binding(name) != nil
        || PredefinedArguments.proxies.contains(name) || PredefinedArguments.controls.contains(name)
        || PredefinedArguments.platforms.contains(name)
      {
        continue
      }
      if case .run(let run)? = text.step.instruction.body,
        run.mounts.contains(where: { $0.value("env") == name })
      {
        continue
      }
      findings.report(
        parameter.range, "nothing sets `\(name)`, so that the shell puts nothing in its place",
        help: "Declare it with ARG or ENV, or write `${\(name):-}` where that is meant",
        cause: "\(text.stage.index) \(name)")
    }
  }

  /// What shells and builders set by themselves.
  private static let builtin: Set<String> = [
    "HOME", "PWD", "OLDPWD", "PATH", "HOSTNAME", "USER", "LOGNAME", "SHELL", "TERM", "IFS", "PS1",
    "PS2", "PS4", "UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO", "OPTARG", "OPTIND", "SHLVL",
    "REPLY", "PIPESTATUS", "FUNCNAME", "GROUPS", "HOSTTYPE", "MACHTYPE", "OSTYPE", "LANG", "LC_ALL",
    "TZ", "TMPDIR", "COLUMNS", "LINES", "EPOCHSECONDS", "EPOCHREALTIME", "MAIL", "_",
  ]

  private struct Variables: ShellVisitor {
    var read: [ParameterExpansion] = []
    var set: Set<String> = []
    var tested: Set<String> = []
    /// Whether a file or a computed text is run that may set anything.
    var mayBeSetElsewhere = false
    var entersNestedScripts: Bool { true }
    private var isTest = false

    mutating func visit(_ command: Command, _ context: CommandContext) {
      switch command {
      case .for(let loop): set.insert(loop.variable)
      case .arithmetic, .arithmeticFor, .coprocess: mayBeSetElsewhere = true
      case .conditional: isTest = true
      case .simple(let simple):
        for assignment in simple.assignments { set.insert(assignment.name) }
        let name = simple.invocation.program
        isTest = name == "[" || name == "test"
        switch name {
        case ".", "source", "eval", "let", "getopts", "sudo", "su", "envsubst", "nvm", "declare",
          "typeset":
          mayBeSetElsewhere = true
        case "export", "local", "readonly", "read", "mapfile", "readarray", "printf", "unset",
          "env":
          for word in simple.arguments {
            if word.containsExpansion, word.assignmentName == nil, name == "export" {
              mayBeSetElsewhere = true
            }
            set.insert(word.assignmentName ?? word.literalPrefix)
          }
        default: break
        }
      default: isTest = false
      }
    }

    mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {
      if parameter.isSpecial || parameter.name.isEmpty { return }
      if context.isInHeredoc || context.isInArithmetic
        || context.command.surroundings.contains(.nestedScript)
      {
        return
      }
      if parameter.hasDefault || parameter.operator == .errorIfEmpty
        || parameter.operator == .errorIfUnset
        || isTest || parameter.isIndirect
      {
        tested.insert(parameter.name)
        if parameter.operator == .assignIfEmpty || parameter.operator == .assignIfUnset {
          set.insert(parameter.name)
        }
        return
      }
      read.append(parameter)
    }
  }
}
