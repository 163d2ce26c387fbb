import Shell
import Source

/// What the pipelines of a shell text would do once `pipefail` is on, and once bash reads the text
/// that `sh` read before.
struct PipelineEnds: ShellVisitor {
  /// A pipeline that fails with `pipefail` though nothing in it went wrong.
  struct CutShort {
    /// The command that stops reading, or the one that never stops writing.
    let name: String
    /// From the first command of the pipeline that was seen up to its last.
    let range: SourceRange
  }

  /// The pipelines that fail since a reader stops early and its writer is killed for it.
  private(set) var cutShort: [CutShort] = []
  /// The commands before a pipe whose status tells something else than a failure, such as `grep`.
  private(set) var answering: Set<String> = []
  /// Whether `echo` certainly prints something else in bash than in a POSIX shell.
  private(set) var echoesEscapes = false
  /// Whether `echo` prints what the text alone does not tell.
  private(set) var echoesVariables = false
  /// Whether any pipeline stands in the text.
  private(set) var hasPipeline = false

  /// A child shell has options of its own.
  var entersNestedScripts: Bool { false }

  private var open: [Int: [Command]] = [:]

  /// What there is in a text.
  init(_ script: ShellScript) { script.accept(&self) }

  mutating func visit(_ command: Command, _ context: CommandContext) {
    if let simple = command.simple, simple.invocation.program == "echo" { look(atEcho: simple) }
    guard context.pipelineCount > 1 else { return }
    hasPipeline = true
    if context.pipelineIndex == 0 { open[context.depth] = [] }
    open[context.depth, default: []].append(command)
    if context.isLastInPipeline { close(open.removeValue(forKey: context.depth) ?? []) }
  }

  private mutating func look(atEcho command: SimpleCommand) {
    for word in command.arguments {
      if word.text.contains("\\") || word.text == "-e" || word.text == "-E" { echoesEscapes = true }
      if word.containsExpansion { echoesVariables = true }
    }
  }

  private mutating func close(_ commands: [Command]) {
    guard let first = commands.first, let last = commands.last else { return }
    let range = first.range.union(last.range)
    for command in commands.dropLast() {
      guard let name = command.simple?.invocation.program else { continue }
      if Self.answers.contains(name) { answering.insert(name) }
    }
    if let endless = commands.dropLast().first(where: Self.neverEnds) {
      cutShort.append(CutShort(name: endless.simple?.invocation.program ?? "a loop", range: range))
      return
    }
    // What a command writes at once is in the pipe before its reader can stop.
    if Self.writesOnce(first) { return }
    if let reader = commands.dropFirst().first(where: Self.stopsEarly) {
      let name = reader.simple?.invocation.program ?? "a loop"
      cutShort.append(CutShort(name: name, range: range))
    }
  }

  /// Programs whose status is an answer, or that fail over one of many inputs.
  private static let answers: Set<String> = [
    "grep", "egrep", "fgrep", "zgrep", "pgrep", "diff", "cmp", "xargs", "ldd", "dpkg-query", "dpkg",
    "rpm", "which", "type", "find", "test", "[", "expr",
  ]

  private static func neverEnds(_ command: Command) -> Bool {
    switch command {
    case .simple(let simple):
      if simple.invocation.program == "yes" { return true }
      return simple.invocation.program == "cat"
        && simple.invocation.arguments.contains {
          ["/dev/zero", "/dev/urandom", "/dev/random"].contains($0.text)
        }
    case .while(let loop):
      let condition = loop.condition.last?.list.first.commands.last?.simple
      return ["true", ":", "false"].contains(condition?.invocation.program)
    default: return false
    }
  }

  private static func writesOnce(_ command: Command) -> Bool {
    guard let simple = command.simple else { return false }
    switch simple.invocation.program {
    case "echo", "printf":
      return simple.invocation.arguments.allSatisfy {
        !$0.containsExpansion && !$0.text.contains("\\n") && !$0.text.contains("\n")
      }
    case "uname", "id", "nproc", "arch", "hostname", "date", "whoami", "pwd", "basename", "dirname":
      return true
    default: return false
    }
  }

  /// Whether a command may stop before the end of its input.
  static func stopsEarly(_ command: Command) -> Bool {
    switch command {
    case .simple(let simple): return stopsEarly(simple)
    case .while, .for, .group, .subshell, .if:
      var leaves = false
      ShellScript.forEachCommand(in: command) { simple in
        if ["break", "exit", "return"].contains(simple.name?.text) { leaves = true }
      }
      return leaves
    default: return false
    }
  }

  private static func stopsEarly(_ command: SimpleCommand) -> Bool {
    let invocation = command.invocation
    let texts = invocation.arguments.map(\.unquotedText)
    switch invocation.program {
    case "head", "read", "true", ":", "cmp": return true
    case "grep", "egrep", "fgrep", "zgrep":
      return invocation.hasFlag(short: "q", long: "quiet", takingValue: "efm")
        || invocation.hasFlag(long: "silent") || invocation.hasFlag(short: "m", takingValue: "ef")
        || texts.contains { $0.hasPrefix("--max-count") }
        || invocation.hasFlag(short: "l", long: "files-with-matches", takingValue: "efm")
    case "sed", "gsed": return texts.contains(where: quits)
    case "awk", "gawk", "mawk", "nawk", "perl", "python", "python3", "ruby":
      return texts.contains { $0.contains("exit") || $0.contains("last") }
    case "dd": return texts.contains { $0.hasPrefix("count=") }
    default: return false
    }
  }

  /// Whether a word is a program of sed with the command `q` or `Q` in it.
  private static func quits(_ text: String) -> Bool {
    var before: Character = ";"
    var isWithinRegex = false
    for character in text {
      if character == "/" { isWithinRegex.toggle() }
      let isCommand = before.isNumber || "/;{} \n$!".contains(before)
      if !isWithinRegex, isCommand, character == "q" || character == "Q" { return true }
      before = character
    }
    return false
  }
}

extension ShellScript {
  /// Calls `body` with every simple command in a command.
  fileprivate static func forEachCommand(in command: Command, _ body: (SimpleCommand) -> Void) {
    func go(_ statements: [Statement]) {
      for statement in statements {
        for pipeline in statement.list.pipelines {
          for command in pipeline.commands { go(command) }
        }
      }
    }
    func go(_ command: Command) {
      switch command {
      case .simple(let simple): body(simple)
      case .subshell(let group), .group(let group): go(group.body)
      case .if(let command):
        for branch in command.branches {
          go(branch.condition)
          go(branch.body)
        }
        go(command.elseBody ?? [])
      case .for(let loop): go(loop.body)
      case .while(let loop):
        go(loop.condition)
        go(loop.body)
      case .case(let command): for clause in command.clauses { go(clause.body) }
      default: break
      }
    }
    go(command)
  }
}
