import Facts
import Shell
import Source

/// The commands of a text whose failure nobody sees, since the shell goes on after them.
///
/// It looks at statements one after the other: without `set -e`, only the status of the last one is
/// the status of the whole.
struct UnseenFailures {
  /// A command that may fail unseen.
  struct Place {
    /// The command.
    let command: SimpleCommand
    /// The `;` behind its statement; nil where the line ends it.
    let terminator: SourceRange?
    /// Whether `&&` follows it, so that only what comes after its statement runs without it.
    let isFollowedByAnd: Bool
  }

  private(set) var places: [Place] = []

  /// The places of a text.
  init(_ text: ShellText) {
    walk(text.script.statements, isLast: true)
    if places.isEmpty { return }
    let options = text.options
    places.removeAll { options.errexit(at: $0.command.range.lowerBound) }
  }

  /// The places of a script that a shell without options reads.
  init(_ script: ShellScript) {
    walk(script.statements, isLast: true)
    if places.isEmpty { return }
    let options = ShellOptions(script)
    places.removeAll { options.errexit(at: $0.command.range.lowerBound) }
  }

  private mutating func walk(_ statements: [Statement], isLast: Bool) {
    for (index, statement) in statements.enumerated() {
      let decides = isLast && index + 1 == statements.count
      if statement.isBackground { continue }
      look(statement, decides: decides)
    }
  }

  private mutating func look(_ statement: Statement, decides: Bool) {
    let list = statement.list
    // After `||` somebody thought of the failure.
    if list.rest.contains(where: { $0.operator == .or }) { return }
    for pipeline in list.pipelines {
      guard let command = pipeline.commands.last, !pipeline.isNegated else { continue }
      let isFollowedByAnd = pipeline.range != list.pipelines.last?.range
      switch command {
      case .simple(let simple):
        if decides { continue }
        places.append(
          Place(
            command: simple, terminator: statement.terminator, isFollowedByAnd: isFollowedByAnd))
      case .group(let group): walk(group.body, isLast: decides || isFollowedByAnd)
      case .if(let condition):
        for branch in condition.branches { walk(branch.body, isLast: decides) }
        if let body = condition.elseBody { walk(body, isLast: decides) }
      case .for(let loop): walk(loop.body, isLast: false)
      case .while(let loop): walk(loop.body, isLast: false)
      default: break
      }
    }
  }
}

extension SimpleCommand {
  /// Whether it can hardly fail, or its status means nothing.
  var isHarmless: Bool {
    guard let name = invocation.program else { return words.isEmpty }
    switch name {
    case "echo", "printf", "true", ":", "false", "set", "shopt", "export", "readonly", "local",
      "declare", "unset", "umask", "exit", "return", "break", "continue", "exec", "test", "[",
      "trap", "alias", "sleep", "kill", "pkill", "killall", "wait", "ls", "pwd", "date", "whoami",
      "id", "env", "printenv", "uname", "which", "type", "hash", "shift", "ulimit", "popd", "grep",
      "history", "clear", "df", "du", "ps", "nproc", "lscpu", "diff", "cmp":
      return true
    case "rm": return invocation.hasFlag(short: "f", long: "force")
    case "mkdir": return invocation.hasFlag(short: "p", long: "parents")
    default: return false
    }
  }

  /// Whether what comes after it makes little sense when it failed: it installs, downloads,
  /// unpacks, builds or tests.
  var isEssential: Bool {
    guard let name = invocation.program else { return false }
    let first = invocation.arguments.first { !$0.text.hasPrefix("-") }?.text
    switch name {
    case "apt-get", "apt", "aptitude":
      return ["install", "update", "upgrade", "dist-upgrade", "build-dep"].contains(first)
    case "apk": return first == "add" || first == "update" || first == "upgrade"
    case "yum", "dnf", "microdnf", "tdnf", "zypper":
      return ["install", "update", "upgrade", "groupinstall", "in"].contains(first)
    case "pip", "pip3", "npm", "pnpm", "yarn", "gem", "bundle", "composer", "poetry", "conda",
      "mamba",
      "cargo", "go", "mvn", "gradle", "dotnet":
      return [
        "install", "ci", "add", "build", "test", "i", "publish", "sync", "package", "get", "mod",
      ]
      .contains(first)
    case "make", "gmake", "ninja", "cmake", "configure", "gcc", "g++", "cc", "clang", "rustc",
      "javac",
      "meson", "bazel", "pytest", "tox", "ctest", "curl", "wget", "tar", "unzip", "dpkg", "rpm",
      "patch", "easy_install", "gunzip", "cd":
      return true
    case "git": return ["clone", "checkout", "pull", "fetch", "submodule"].contains(first)
    default: return false
    }
  }
}
