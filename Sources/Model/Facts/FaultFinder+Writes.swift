import Shell
import Source

extension FaultFinder {
  /// Paths that a command writes to, and what the user in force may not.
  mutating func writes(_ use: CommandUse, _ state: StageState) {
    guard state.user.isRoot == false, !Self.isElevated(use) else { return }
    for redirect in use.command?.redirects ?? [] {
      if let path = effects.written(redirect, use, state), let target = redirect.target {
        file(path, at: target.range, state)
      }
    }
    switch use.program {
    case "mkdir":
      let makesParents = use.hasOption("-p", "--parents")
      for operand in use.operands(valued: ["-m", "--mode"]) {
        guard let path = effects.absolute(operand, use) else { continue }
        if makesParents, state.files.exists(path) != false { continue }
        create(path, at: operand.range, state)
      }
    case "touch", "tee", "truncate":
      for operand in use.operands(valued: ["-t", "-r", "-d", "-s"]) {
        if let path = effects.absolute(operand, use) { file(path, at: operand.range, state) }
      }
    case "rm", "rmdir", "unlink":
      for operand in use.operands() {
        if let path = effects.absolute(operand, use) { remove(path, at: operand.range, state) }
      }
    case "cp", "mv", "ln", "install": target(use, state)
    case "git":
      if use.subcommand?.value == "clone", let last = use.operands().dropFirst().last,
        last.value?.contains(":") == false, let path = effects.absolute(last, use),
        use.operands().count > 2
      {
        create(path, at: last.range, state)
      }
    case "curl":
      if let output = use.value(of: "-o", "--output"), output.value != "-",
        let path = effects.absolute(output, use)
      {
        file(path, at: output.range, state)
      }
    case "wget":
      if let output = use.value(of: "-O", "--output-document"), output.value != "-",
        let path = effects.absolute(output, use)
      {
        file(path, at: output.range, state)
      }
    case "npm", "yarn", "pnpm": modules(use, state)
    default: break
    }
  }

  /// node_modules in the folder of the project, or below `/usr/local` with `-g`.
  private mutating func modules(_ use: CommandUse, _ state: StageState) {
    if use.program == "npm", use.hasOption("-g", "--global") { return globalModules(use, state) }
    guard let package = PackageCommand(use), package.verb == .install,
      !use.hasOption("-g", "--global", "--prefix", "--location"),
      use.subcommand?.value != "global", let directory = use.directory.value
    else { return }
    let path = FilePaths.absolute("node_modules", in: directory)
    if use.subcommand?.value == "ci", state.files.exists(path) == nil,
      state.mayChange(folder: directory, as: state.user) == false
    {
      // `npm ci` removes what is there and makes it anew.
      deny(path, directory, at: use.range, state)
    } else if state.files.exists(path) == false {
      create(path, at: use.range, state)
    }
  }

  /// Where the official images of Node.js put what `npm install -g` brings.
  private mutating func globalModules(_ use: CommandUse, _ state: StageState) {
    let folder = "/usr/local/lib"
    guard state.hasNodeInUsrLocal, let package = PackageCommand(use), package.verb == .install,
      !use.hasOption("--prefix", "--location"), !package.packages.isEmpty,
      state.scope.environment.keys.allSatisfy({ $0.lowercased() != "npm_config_prefix" }),
      use.command?.assignments.isEmpty == true,
      state.files.entry("/usr/local/lib/node_modules") == nil,
      !state.hasNpmSettings, !state.files.entries.keys.contains(where: { $0.hasSuffix("npmrc") }),
      state.mayChange(folder: folder, as: state.user) == false
    else { return }
    deny(folder + "/node_modules", folder, at: use.range, state)
  }

  private mutating func target(_ use: CommandUse, _ state: StageState) {
    let isFolderInstall = use.program == "install" && use.hasOption("-d", "--directory")
    let operands = use.operands(valued: [
      "-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory", "-S",
    ])
    if isFolderInstall { return }
    let given = use.value(of: "-t", "--target-directory")
    guard let last = given ?? (operands.count > 1 ? operands.last : nil),
      let path = effects.absolute(last, use)
    else { return }
    let isFolder =
      given != nil || operands.count > 2 || last.value?.hasSuffix("/") == true
      || state.files.entry(path)?.kind == .directory
    if isFolder {
      guard state.mayChange(folder: path, as: state.user) == false else { return }
      deny(path, path, at: last.range, state)
    } else if state.files.exists(path) == false {
      create(path, at: last.range, state)
    }
  }

  /// A file that is opened to be written, and made where it is not there.
  private mutating func file(_ path: String, at range: SourceRange, _ state: StageState) {
    switch state.files.exists(path) {
    case true?:
      if state.files.entry(path)?.kind == .file,
        state.mayWrite(file: path, as: state.user) == false
      {
        deny(path, path, at: range, state)
      }
    case false?: create(path, at: range, state)
    case nil:
      // In a folder of the system the file is either not there, or root's as well.
      let folder = FilePaths.parent(path)
      if state.files.isUntouchedSystemFolder(folder), state.files.entry(path) == nil,
        state.mayChange(folder: folder, as: state.user) == false
      {
        deny(path, folder, at: range, state)
      }
    }
  }

  /// A path that is made in the nearest folder that is there.
  private mutating func create(_ path: String, at range: SourceRange, _ state: StageState) {
    if state.files.exists(path) == true { return }
    var folder = FilePaths.parent(path)
    while folder != "/", state.files.exists(folder) == false { folder = FilePaths.parent(folder) }
    guard folder == "/" || state.files.exists(folder) == true,
      state.mayChange(folder: folder, as: state.user) == false
    else { return }
    deny(path, folder, at: range, state)
  }

  /// A path that is taken out of its folder.
  private mutating func remove(_ path: String, at range: SourceRange, _ state: StageState) {
    let folder = FilePaths.parent(path)
    guard path != "/", state.files.exists(path) == true,
      state.mayChange(folder: folder, as: state.user) == false
    else { return }
    deny(path, folder, at: range, state)
  }

  private mutating func deny(
    _ path: String, _ folder: String, at range: SourceRange, _ state: StageState
  ) {
    add(
      .writeDenied(path: path, folder: folder), at: range, user: state.user,
      origin: state.files.entry(folder)?.range)
  }
}
