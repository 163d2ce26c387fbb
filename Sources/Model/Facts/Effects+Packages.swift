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
    let folder: String
    switch command.manager {
    case .npm, .yarn, .pnpm: folder = "node_modules"
    case .uv: folder = ".venv"
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
}
