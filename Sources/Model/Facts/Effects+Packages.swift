import Source

extension Effects {
  func install(_ command: PackageCommand, _ state: inout StageState) {
    switch command.verb {
    case .install:
      state.installations.packages.append(contentsOf: command.packages)
      if command.hasUnnamed { state.installations.hasUnnamed = true }
      if command.manager.isSystem,
        command.hasUnnamed
          || command.packages.contains(where: { !Installations.plain.contains($0.name) })
      {
        state.accounts.isComplete = false
        state.files.hasForeignPackages = true
      }
      installedFiles(command, &state)
    case .remove:
      let names = Set(command.packages.map(\.name))
      state.installations.packages.removeAll {
        names.contains($0.name) && $0.manager == command.manager
      }
    case .upgrade: if command.manager.isSystem { state.accounts.isComplete = false }
    case .update, .clean: break
    case .other:
      // `npm run build`, `go build`, `cargo build` and their kin write where the project says.
      if !command.manager.isSystem { taint(&state) }
    }
  }

  private func installedFiles(_ command: PackageCommand, _ state: inout StageState) {
    openNamedPlaces(command, &state)
    let folder: String
    switch command.manager {
    case .npm, .yarn, .pnpm: folder = "node_modules"
    case .uv: folder = ".venv"
    case .go, .cargo, .gem, .pipx, .conda:
      // Each has a folder of its own for programs, which variables and base images move about.
      state.files.isTainted = true
      return
    default: return
    }
    guard let directory = command.use.directory.value else { return }
    if command.use.hasOption("-g", "--global") { return }
    if command.manager == .uv, !["sync", "add"].contains(command.verbArgument?.value ?? "") {
      return
    }
    state.files.set(
      FilePaths.absolute(folder, in: directory), .directory, owner: actor(command.use, state),
      unknownContent: true, range: command.use.range, step: command.use.step,
      certain: command.use.isCertain)
    // Install scripts may write into the project.
    if state.files.entries[directory] != nil {
      state.files.set(
        directory, .directory, owner: actor(command.use, state), unknownContent: true,
        range: command.use.range, step: command.use.step)
    }
  }

  /// The places that options and variables name, where a package manager may put what it installs.
  private func openNamedPlaces(_ command: PackageCommand, _ state: inout StageState) {
    for argument in command.use.arguments {
      let text = argument.value ?? argument.text
      let value = text.hasPrefix("-") ? text.drop { $0 != "=" && $0 != "/" } : text[...]
      let path = value.first == "=" ? value.dropFirst() : value
      if path.hasPrefix("/") || path.hasPrefix("./") || path.hasPrefix("../") {
        if let place = argument.value == nil
          ? nil
          : path.hasPrefix("/")
            ? FilePaths.clean(String(path))
            : command.use.directory.value.map({ FilePaths.absolute(String(path), in: $0) })
        {
          state.files.maybe(place)
        } else {
          state.files.isTainted = true
        }
      } else if argument.value == nil, !argument.prefix.hasPrefix("-"), argument.prefix.isEmpty,
        text.hasPrefix("$") || text.hasPrefix("\"$")
      {
        continue
      } else if ["--prefix", "--target", "-t", "--root", "-d", "--dest", "-o", "--installroot"]
        .contains(text)
      {
        openRelative(after: argument, command, &state)
      }
    }
    if command.manager.isSystem { return }
    if command.manager == .go { state.files.maybe("/go") }
    for binding in state.scope.environment.values {
      if let value = binding.value.value {
        if value.hasPrefix("/"), !value.contains(":") { state.files.maybe(FilePaths.clean(value)) }
      }
    }
  }

  private func openRelative(
    after option: CommandUse.Argument, _ command: PackageCommand, _ state: inout StageState
  ) {
    let arguments = command.use.arguments
    guard let index = arguments.firstIndex(where: { $0.range == option.range }),
      index + 1 < arguments.count
    else { return }
    guard let value = arguments[index + 1].value, let directory = command.use.directory.value else {
      state.files.isTainted = true
      return
    }
    state.files.maybe(FilePaths.absolute(value, in: directory))
  }
}
