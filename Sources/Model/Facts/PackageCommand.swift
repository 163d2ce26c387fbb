/// A command of a package manager: what it does, and to which packages.
public struct PackageCommand: Sendable {
  /// What the command does.
  public enum Verb: Hashable, Sendable {
    /// Installs the packages named, or those of a lock or requirements file.
    case install
    /// Fetches the package index.
    case update
    /// Brings installed packages to newer versions.
    case upgrade
    /// Removes packages.
    case remove
    /// Empties caches.
    case clean
    /// Does something else.
    case other
  }

  /// The manager.
  public let manager: Installations.Manager
  /// The program as called, such as `apt-get`, `microdnf` or `pip3`.
  public let program: String
  /// What it does.
  public let verb: Verb
  /// The word that says so, such as `install`.
  public let verbArgument: CommandUse.Argument?
  /// The arguments after the verb that are neither options nor their values.
  public let operands: [CommandUse.Argument]
  /// The packages it names.
  public let packages: [Installations.Package]
  /// Whether it also takes packages that are not named in the file: a variable, a requirements or a lock file.
  public let hasUnnamed: Bool
  /// The command.
  public let use: CommandUse

  /// What a command does as a package manager; nil where it is none.
  public init?(_ use: CommandUse) {
    guard let program = use.program, let grammar = Grammar.of(program, use) else { return nil }
    self.use = use
    self.program = program
    manager = grammar.manager
    let operands = Grammar.operands(of: use, grammar)
    var rest = operands.dropFirst(grammar.skipped)
    if grammar.manager == .pacman {
      let operation = use.arguments.first { $0.best.hasPrefix("-") && !$0.best.hasPrefix("--") }
      let letters = operation?.best ?? ""
      verbArgument = operation
      verb =
        letters.hasPrefix("-S")
        ? operands.isEmpty
          ? (letters.contains("u") ? .upgrade : letters.contains("c") ? .clean : .update) : .install
        : letters.hasPrefix("-R") ? .remove : .other
    } else if grammar.manager == .dnf, let verb = Self.groupVerb(rest) {
      // `dnf group install` and `dnf module install` name no packages, but install some.
      verbArgument = rest.dropFirst().first
      self.verb = verb
      rest = []
    } else if let word = rest.first {
      verbArgument = word
      verb = grammar.verbs[word.best] ?? .other
      rest = rest.dropFirst()
    } else {
      verbArgument = nil
      verb = grammar.bare
    }
    var packages: [Installations.Package] = []
    var hasUnnamed = false
    if verb == .install || verb == .remove || verb == .upgrade {
      for operand in rest {
        guard let text = operand.value else {
          hasUnnamed = true
          continue
        }
        // One argument holds several packages where a variable brought them; a blank that is quoted
        // belongs to a version, as in `'flask >= 3'`.
        let words =
          operand.text.contains("$")
          ? text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) : [text[...]]
        for word in words {
          guard let (name, version) = grammar.split(String(word)) else {
            hasUnnamed = true
            continue
          }
          packages.append(
            Installations.Package(
              manager: grammar.manager, name: name.lowercased(), version: version,
              range: operand.range, commandRange: use.range, step: use.step,
              isCertain: use.isCertain))
        }
      }
      if packages.isEmpty || grammar.takesFiles.contains(where: { use.hasOption($0) }) {
        hasUnnamed = true
      }
    }
    self.operands = Array(rest)
    self.packages = packages
    self.hasUnnamed = hasUnnamed
  }

  /// What `group install` and the like do; nil for another command.
  private static func groupVerb(_ words: ArraySlice<CommandUse.Argument>) -> Verb? {
    guard let first = words.first?.best, ["group", "groups", "module"].contains(first),
      let second = words.dropFirst().first?.best
    else { return nil }
    switch second {
    case "install": return .install
    case "upgrade", "update": return .upgrade
    case "remove": return .remove
    default: return nil
    }
  }
}
