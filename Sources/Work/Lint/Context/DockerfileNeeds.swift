import BaseImages
import Dockerfile
import Facts
import Source

/// What one Dockerfile takes from the build context, and what it makes itself.
struct DockerfileNeeds {
  /// The sources of COPY, ADD and bind mounts in all stages; a variable that is not certain is a `*`.
  private(set) var sources: Set<ContextPath> = []
  /// The names and paths in commands, variables and here-documents.
  private(set) var words: Set<String> = []
  /// The folders at the root that commands of the build make themselves.
  private(set) var made: Set<String> = []
  /// What a command asks of the history of the sources; nil where none does.
  private(set) var history: String?

  /// Whether the whole context is copied.
  var takesAll: Bool { sources.contains(where: \.isWhole) }

  init(_ facts: DockerfileFacts) {
    for stage in facts.stages {
      for step in stage.steps {
        addSources(of: step.instruction.executed, step, facts.syntax.escape)
        addWords(of: step, facts.source)
        if history == nil { history = Self.history(step, facts.source) }
      }
    }
    addMade(facts)
  }

  // MARK: - Sources

  private mutating func addSources(of instruction: Instruction, _ step: Step, _ escape: UInt8) {
    switch instruction.body {
    case .copy(let transfer)? where transfer.from == nil, .add(let transfer)?:
      for argument in transfer.paths {
        let expansion = step.before.scope.expand(argument, escape: escape)
        let text = expansion.value.value
        if let text, !FileNames.isRemote(text) { sources.insert(ContextPath(text)) }
        if text == nil || expansion.dependsOnArguments {
          sources.insert(Self.open(argument.value))
        }
      }
    case .run(let run)?:
      for mount in run.mounts where mount.type == "bind" && mount.from == nil {
        let text = mount.source ?? ""
        sources.insert(text.contains("$") ? Self.open(text) : ContextPath(text))
      }
    default: break
    }
  }

  /// A source whose variables may be anything within a name.
  private static func open(_ text: String) -> ContextPath {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "$" else {
        result.append(character)
        continue
      }
      if rest.first == "{" {
        rest = rest.drop { $0 != "}" }.dropFirst()
      } else {
        rest = rest.drop { $0.isLetter || $0.isNumber || $0 == "_" }
      }
      result += "*"
    }
    let path = FilePaths.clean("/" + result).dropFirst()
    // All of it may be any name of the root, which is not the same as all names.
    return path.allSatisfy { $0 == "*" || $0 == "/" } ? ContextPath("?*") : ContextPath(result)
  }

  // MARK: - Words

  private static let speaking: Set<InstructionKind> = [
    .run, .cmd, .entrypoint, .healthcheck, .env, .arg, .shell, .onbuild,
  ]

  private mutating func addWords(of step: Step, _ source: SourceText) {
    let instruction = step.instruction
    if let transfer = instruction.executed.transfer {
      for case .heredoc(let document, _) in transfer.sources { add(words: document.content.text) }
      return
    }
    guard let kind = step.kind, Self.speaking.contains(kind) else { return }
    var text = Array(source.bytes[instruction.range.offsets])
    // What is removed with force may be absent as well.
    for use in step.commands where use.program == "rm" && use.hasOption("-f", "--force") {
      let lower = use.range.lowerBound - instruction.range.lowerBound
      let upper = use.range.upperBound - instruction.range.lowerBound
      guard lower >= 0, lower < upper, upper <= text.count else { continue }
      for index in lower..<upper { text[index] = UInt8(ascii: " ") }
    }
    add(words: String(decoding: text, as: UTF8.self))
  }

  private mutating func add(words text: String) {
    for word in text.split(whereSeparator: { Self.separators.contains($0) }) {
      words.insert(String(word))
    }
  }

  private static let separators: Set<Character> = Set(" \t\n\r\r\n\"'`;|&(){}[]<>=:,$\\@!#")

  // MARK: - History

  /// What git does without the history of the sources.
  private static let free: Set<String> = [
    "clone", "init", "config", "lfs", "version", "ls-remote", "credential", "help",
  ]

  private static func history(_ step: Step, _ source: SourceText) -> String? {
    let text = step.instruction.rest.text
    if text.contains("safe.directory") { return "`safe.directory` is set for git" }
    if let place = text.firstRange(of: "-buildvcs") {
      let rest = text[place.upperBound...]
      if !rest.hasPrefix("=false"), !rest.hasPrefix("=auto") { return "`-buildvcs` is given to Go" }
    }
    let git = step.commands.filter { $0.program == "git" }
    // In a step that clones, the commands are about the clone.
    if git.contains(where: { ["clone", "init"].contains(verb($0)) }) { return nil }
    for use in git {
      if let verb = verb(use), !free.contains(verb) { return "`git \(verb)` is run" }
    }
    return nil
  }

  private static func verb(_ use: CommandUse) -> String? {
    use.operands(valued: ["-C", "-c", "--git-dir", "--work-tree"]).first?.best
  }

  // MARK: - What the build makes

  /// What makes a virtual environment of its own, and does not only install somewhere.
  private static let environmentMakers: Set<String> = ["poetry", "pdm", "pipenv", "virtualenv"]

  /// Options of the package managers of Node by which packages go to another folder.
  private static let elsewhere = ["-g", "--global", "--prefix", "-C", "--cwd", "--dir"]

  private mutating func addMade(_ facts: DockerfileFacts) {
    var installsPython = false
    var makesEnvironment = false
    for command in facts.packageCommands where command.verb == .install {
      switch command.manager {
      case .npm, .yarn, .pnpm:
        if command.operands.isEmpty, command.use.option(Self.elsewhere) == nil {
          made.insert("node_modules")
        }
      case .pip, .uv: installsPython = true
      default: break
      }
    }
    for (_, uses) in facts.commandsByProgram {
      for use in uses where use.kind == .run {
        let verb = use.subcommand?.best
        switch use.program {
        case "npm" where verb == "ci", "bun" where verb == "install", "bun" where verb == "i":
          if use.option(Self.elsewhere) == nil { made.insert("node_modules") }
        case "cargo" where ["build", "run", "test", "chef", "auditable"].contains(verb),
          "mvn", "mvnw":
          made.insert("target")
        case "gradle", "gradlew": made.insert(".gradle")
        case "uv" where verb == "sync" || verb == "venv": makesEnvironment = true
        case let program? where Self.environmentMakers.contains(program): makesEnvironment = true
        default: break
        }
        if use.arguments.contains(where: { $0.best == "venv" }),
          use.program?.hasPrefix("python") == true
        {
          makesEnvironment = true
        }
      }
    }
    for name in [".venv", "venv"] {
      let isNamed = words.contains { $0.split(separator: "/").contains { $0 == name } }
      if makesEnvironment || installsPython && !isNamed { made.insert(name) }
    }
  }
}
