import Facts
import Shell
import Source

/// Which variables of a text certainly hold neither blanks nor patterns, so that the shell makes one
/// word of them without quotes.
struct BlankFreeValues: ShellVisitor {
  private let scope: Scope
  private var assigned: [String: Bool] = [:]

  /// The variables that a text sets, and those of the file.
  init(_ text: ShellText) {
    scope = text.step.before.scope
    text.script.accept(&self)
  }

  /// Whether a variable certainly holds no blank and no pattern.
  func isBlankFree(_ name: String) -> Bool {
    if let known = assigned[name] { return known }
    if Self.numbersAndPaths.contains(name) { return true }
    if let binding = scope.binding(name) {
      if let value = binding.value.value { return Self.isBlankFree(value) }
      if binding.origin == .builder { return true }
    }
    return Self.namesOneWord(name)
  }

  /// Whether a text has no byte that splits words or begins a pattern.
  static func isBlankFree(_ text: String) -> Bool {
    text.utf8.allSatisfy {
      $0 > 0x20 && $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "[")
    }
  }

  /// Variables that hold numbers, or paths that nobody gives a blank.
  private static let numbersAndPaths: Set<String> = [
    "UID", "EUID", "PPID", "RANDOM", "SECONDS", "LINENO", "SHLVL", "HOME", "PWD", "OLDPWD", "USER",
    "LOGNAME", "SHELL", "HOSTNAME", "COLUMNS", "LINES", "OPTIND", "PATH", "TMPDIR",
  ]

  private static let oneWordEnds: Set<String> = [
    "VERSION", "VER", "ARCH", "SHA256", "SHA512", "SHA1", "SHA", "TAG", "UID", "GID", "PORT",
    "COMMIT", "REVISION", "HASH", "CHECKSUM", "DIGEST", "CODENAME", "RELEASE", "MAJOR", "MINOR",
    "MD5",
    "SUM", "REF", "BRANCH", "REV", "PLATFORM", "TARGETARCH", "TARGETOS", "TARGETPLATFORM",
    "BUILDARCH",
    "TARGETVARIANT", "USER", "USERNAME", "ID", "VARIANT", "TRIPLET", "DISTRO", "SUITE", "TRIPLE",
    "HOME", "URL",
    "GNUARCH", "URI", "KEY", "KEYS", "NUMBER", "BUILDPLATFORM", "EXT",
  ]

  /// Whether the last part of a name says that it holds one word, as `NODE_VERSION` does.
  private static func namesOneWord(_ name: String) -> Bool {
    let upper = name.uppercased()
    guard let last = upper.split(separator: "_").last else { return false }
    return oneWordEnds.contains(String(last))
      || ["ARCH", "VERSION"].contains { upper.hasSuffix($0) }
  }

  // MARK: What the text sets

  mutating func visit(_ command: Command, _ context: CommandContext) {
    switch command {
    case .for(let loop):
      note(loop.variable, (loop.words ?? []).allSatisfy(isOneWord) && loop.words != nil)
    case .simple(let simple):
      for assignment in simple.assignments {
        note(
          assignment.name,
          assignment.elements == nil && (assignment.value.map(isOneWord) ?? true))
      }
      switch simple.name?.text {
      case "export", "local", "readonly", "declare", "typeset":
        for word in simple.arguments {
          guard let name = word.assignmentName else { continue }
          note(name, word.assignmentValue.map(isOneWord) ?? true)
        }
      case "read":
        for word in simple.arguments where !word.text.hasPrefix("-") { note(word.text, false) }
      default: break
      }
    default: break
    }
  }

  private mutating func note(_ name: String, _ isFree: Bool) {
    assigned[name] = (assigned[name] ?? true) && isFree
  }

  private func isOneWord(_ word: Word) -> Bool {
    if let literal = word.literal { return Self.isBlankFree(literal) }
    return !word.hasUnquotedGlob && isOneWord(word.parts)
  }

  private func isOneWord(_ parts: [WordPart]) -> Bool {
    parts.allSatisfy { part in
      switch part.kind {
      case .literal(let text), .escaped(let text), .glob(let text), .singleQuoted(let text),
        .ansiQuoted(let text):
        return Self.isBlankFree(text)
      case .doubleQuoted(let inner), .localeQuoted(let inner): return isOneWord(inner)
      case .tilde, .arithmetic: return true
      case .parameter(let parameter): return isOneWord(parameter)
      case .commandSubstitution(let substitution): return Self.printsOneWord(substitution.script)
      case .processSubstitution, .array: return false
      }
    }
  }

  /// Whether a parameter certainly makes one word.
  func isOneWord(_ parameter: ParameterExpansion) -> Bool {
    if parameter.isLength { return true }
    if parameter.isSpecial { return ["?", "#", "$", "!", "-", "0"].contains(parameter.name) }
    if parameter.isIndirect || parameter.index != nil { return false }
    let isFree = isBlankFree(parameter.name)
    switch parameter.operator {
    case .alternativeIfSet, .alternativeIfNotEmpty: return true
    case .defaultIfEmpty, .defaultIfUnset, .assignIfEmpty, .assignIfUnset:
      return isFree && (parameter.argument.map(isOneWord) ?? true)
    default: return isFree
    }
  }

  /// Whether a command prints one word: a number, an architecture, a made name.
  static func printsOneWord(_ script: ShellScript) -> Bool {
    guard let last = script.statements.last?.list.pipelines.last?.commands.last?.simple else {
      return false
    }
    let invocation = last.invocation
    let first = invocation.arguments.first?.text
    switch invocation.program {
    case "nproc", "mktemp", "arch", "getconf", "pwd", "whoami", "hostname", "sha256sum", "md5sum",
      "wc", "basename", "dirname", "which", "realpath", "readlink", "cut", "tr", "expr", "seq",
      "xcode-select", "awk", "sed":
      return invocation.program != "seq" && invocation.program != "awk"
        && invocation.program != "sed"
    case "uname": return first != "-a" && first != "--all"
    case "dpkg": return first == "--print-architecture" || first == "--print-foreign-architectures"
    case "dpkg-architecture": return true
    case "apk": return first == "--print-arch"
    case "rpm": return first == "--eval" || first == "-E"
    case "id": return invocation.hasFlag(short: "u") || invocation.hasFlag(short: "g")
    case "lsb_release": return invocation.arguments.contains { $0.text.contains("s") }
    case "date": return invocation.arguments.contains { $0.text.hasPrefix("+") && !$0.hasQuotes }
    case "git": return first == "rev-parse" || first == "describe"
    case "command", "go", "npm", "python3", "python", "brew", "ruby", "php", "gcc", "pg_config",
      "gem", "php-config":
      return
        invocation.arguments.count == 1 || first == "env" || first == "-v" || first == "-c"
    default: return false
    }
  }
}
