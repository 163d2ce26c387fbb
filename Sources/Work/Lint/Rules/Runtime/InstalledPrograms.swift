import Dockerfile
import Facts
import Shell
import Source

/// Programs that a command puts into a folder outside of the usual PATH.
struct InstalledPrograms {
  /// The names; empty where they are not known.
  let programs: [String]
  /// The folder, absolute.
  let folder: String
  /// The command that installs.
  let use: CommandUse
  /// What the command is called in a message.
  let installer: String

  /// What a command of a RUN installs beside the PATH; nil where it is no such command.
  static func of(_ use: CommandUse, _ step: Step) -> InstalledPrograms? {
    switch use.program {
    case "curl", "wget": return script(use, step)
    case "pipx":
      return tool(use, step, verb: ["install"], variable: "PIPX_BIN_DIR", installer: "pipx install")
    case "uv":
      guard use.subcommand?.value == "tool" else { return nil }
      return tool(
        use, step, verb: ["tool", "install"], variable: "UV_TOOL_BIN_DIR",
        installer: "uv tool install")
    case "cargo":
      guard let base = variable("CARGO_HOME", use, step) ?? home(use, step).map({ $0 + "/.cargo" })
      else { return nil }
      guard use.subcommand?.value == "install", use.value(of: "--root") == nil else { return nil }
      return package(use, verb: ["install"], folder: base + "/bin", installer: "cargo install")
    default: return nil
    }
  }

  /// Where scripts from the network put their programs: below a variable or below HOME.
  private static let scripts:
    [(url: String, programs: [String], variable: String, below: String, home: String)] = [
      ("install.python-poetry.org", ["poetry"], "POETRY_HOME", "/bin", "/.local/bin"),
      ("astral.sh/uv", ["uv", "uvx"], "UV_INSTALL_DIR", "", "/.local/bin"),
      ("astral.sh/ruff", ["ruff"], "RUFF_INSTALL_DIR", "", "/.local/bin"),
      ("sh.rustup.rs", ["cargo", "rustc", "rustup"], "CARGO_HOME", "/bin", "/.cargo/bin"),
      ("bun.sh/install", ["bun", "bunx"], "BUN_INSTALL", "/bin", "/.bun/bin"),
      ("deno.land/install.sh", ["deno"], "DENO_INSTALL", "/bin", "/.deno/bin"),
      ("deno.land/x/install", ["deno"], "DENO_INSTALL", "/bin", "/.deno/bin"),
    ]

  private static func script(_ use: CommandUse, _ step: Step) -> InstalledPrograms? {
    guard use.context?.output == .piped, use.isCertain else { return nil }
    for argument in use.arguments {
      guard let url = argument.value, url.hasPrefix("http") else { continue }
      guard let row = scripts.first(where: { url.contains($0.url) }) else { continue }
      if row.variable == "UV_INSTALL_DIR", variable("XDG_BIN_HOME", use, step) != nil { return nil }
      // A variable for the shell behind the pipe moves the folder.
      for other in step.commands where other.script == use.script {
        for assignment in other.command?.assignments ?? []
        where assignment.name == row.variable || assignment.name == "HOME" {
          return nil
        }
        if other.arguments.contains(where: {
          ($0.value ?? "").contains("--install-dir")
            || ($0.value ?? "").contains("no-modify-path") && row.programs.contains("uv")
        }) {
          return nil
        }
        if other.wrappers.contains("env"), other.context?.pipelineIndex ?? 0 > 0 { return nil }
      }
      let folder: String
      if let value = variable(row.variable, use, step) {
        folder = value + row.below
      } else {
        guard isUnset(row.variable, use, step), let home = home(use, step) else { return nil }
        folder = home + row.home
      }
      return InstalledPrograms(
        programs: row.programs, folder: FilePaths.clean(folder), use: use,
        installer: "the script of \(row.url)")
    }
    return nil
  }

  private static func tool(
    _ use: CommandUse, _ step: Step, verb: [String], variable name: String, installer: String
  ) -> InstalledPrograms? {
    if use.hasOption("--global") { return nil }
    guard isUnset("XDG_BIN_HOME", use, step) else { return nil }
    let folder: String
    if let value = variable(name, use, step) {
      folder = value
    } else {
      guard isUnset(name, use, step), let home = home(use, step) else { return nil }
      folder = home + "/.local/bin"
    }
    return package(use, verb: verb, folder: folder, installer: installer)
  }

  private static func package(
    _ use: CommandUse, verb: [String], folder: String, installer: String
  ) -> InstalledPrograms? {
    let operands = use.operands(valued: [
      "--version", "--python", "-p", "--with", "--git", "--features", "--branch", "--tag", "--rev",
      "--suffix", "--pip-args", "--index-url",
    ])
    guard operands.count > verb.count,
      zip(operands, verb).allSatisfy({ $0.value == $1 }), use.isCertain
    else { return nil }
    let names = operands.dropFirst(verb.count).compactMap { operand -> String? in
      guard let value = operand.value, !value.contains("/") else { return nil }
      return String(value.prefix { !"=<>!~[@ ".contains($0) })
    }
    return InstalledPrograms(
      programs: names, folder: FilePaths.clean(folder), use: use, installer: installer)
  }

  /// The home directory of who runs a command; nil where it is not known.
  static func home(_ use: CommandUse, _ step: Step) -> String? {
    if let local = use.locals["HOME"] { return local.value }
    switch step.before.scope.environmentValue("HOME") {
    case .known(let home): return home
    case .unknown where step.before.scope.environment["HOME"] != nil: return nil
    default: return use.isWrapped(by: "sudo") ? nil : step.before.user.home
    }
  }

  private static func variable(_ name: String, _ use: CommandUse, _ step: Step) -> String? {
    if let local = use.locals[name] { return local.value }
    guard let value = step.before.scope.value(name).value, !value.isEmpty else { return nil }
    return value
  }

  private static func isUnset(_ name: String, _ use: CommandUse, _ step: Step) -> Bool {
    use.locals[name] == nil && step.before.scope.value(name).isAbsent
  }
}
