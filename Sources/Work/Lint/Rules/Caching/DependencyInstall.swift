import Dockerfile
import Facts
import Source

/// Commands that install what a manifest or a lock file of the project lists.
enum DependencyInstall {
  /// The commands of RUN instructions, in the order of the source.
  static func all(in subject: Subject) -> [CommandUse] {
    var result: [CommandUse] = []
    for (program, subcommands) in subcommands {
      for use in subject.facts.commands(program) where use.kind == .run {
        let operands = use.operands(valued: valued)
        let words = operands.prefix(2).compactMap(\.value)
        if subcommands.contains(where: { words.starts(with: $0) && operands.count == $0.count }) {
          result.append(use)
        }
      }
    }
    for package in subject.packageCommands
    where package.manager == .pip && package.verb == .install
      && package.use.hasOption("-r", "--requirement") && !takesProject(package.use)
    {
      result.append(package.use)
    }
    return result.sorted { $0.range < $1.range }
  }

  /// Whether a pip command also installs a folder, which needs its sources.
  private static func takesProject(_ use: CommandUse) -> Bool {
    use.arguments.contains { argument in
      guard let value = argument.value else { return false }
      return value == "." || value.hasPrefix("./") || value.hasPrefix(".[") || value == "-e"
        || value == "--editable"
    }
  }

  /// Options with a value of their own that stand among the words.
  private static let valued: Set<String> = [
    "--jobs", "-j", "--retry", "--without", "--with", "--only", "--extra", "--group", "--prefix",
    "--registry", "--cache", "-C", "--dir", "--network-timeout", "--cache-folder", "-p", "--python",
    "--cwd", "--omit", "--filter", "-r", "--runtime", "-f", "--file", "--working-dir", "-d",
  ]

  private static let subcommands: [(String, [[String]])] = [
    ("npm", [["ci"], ["install"], ["i"], ["clean-install"]]),
    ("yarn", [[], ["install"]]),
    ("pnpm", [["install"], ["i"], ["fetch"]]),
    ("bun", [["install"]]),
    ("poetry", [["install"]]),
    ("pipenv", [["install"], ["sync"]]),
    ("pdm", [["install"], ["sync"]]),
    ("uv", [["sync"]]),
    ("bundle", [["install"]]),
    ("composer", [["install"]]),
    ("go", [["mod", "download"]]),
    ("cargo", [["fetch"]]),
    ("mix", [["deps.get"]]),
    ("mvn", [["dependency:go-offline"], ["dependency:resolve"]]),
  ]
}
