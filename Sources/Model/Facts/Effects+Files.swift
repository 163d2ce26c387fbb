import Shell
import Source

extension Effects {
  func makeDirectories(_ use: CommandUse, _ state: inout StageState) {
    let mode = use.value(of: "-m", "--mode")?.value.flatMap { Int($0, radix: 8) }
    for operand in use.operands(valued: ["-m", "--mode"]) {
      if operand.value == nil, operand.word?.hasBraceExpansion == true {
        if operand.text.contains("..") { state.files.isTainted = true }
        for path in Braces.expand(operand.text) where path.hasPrefix("/") {
          record(FilePaths.clean(path), .directory, use, &state, content: false)
        }
        continue
      }
      guard let path = absolute(operand, use) else {
        state.files.isTainted = true
        continue
      }
      record(path, .directory, use, &state, content: false, mode: mode)
    }
  }

  func copy(_ use: CommandUse, _ state: inout StageState) {
    let isInstall = use.program == "install"
    let valued: Set<String> =
      isInstall
      ? ["-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory", "-S"]
      : ["-t", "--target-directory", "-S"]
    let operands = use.operands(valued: valued)
    let target = use.value(of: "-t", "--target-directory")
    if isInstall, use.hasOption("-d", "--directory") {
      for operand in operands {
        guard let path = absolute(operand, use) else {
          state.files.isTainted = true
          continue
        }
        record(path, .directory, use, &state, content: false)
        own(path, use, &state)
      }
      return
    }
    guard let destination = target ?? operands.last, let path = absolute(destination, use) else {
      state.files.isTainted = true
      return
    }
    let sources = target == nil ? operands.dropLast() : operands[...]
    let isFolder =
      target != nil || destination.value?.hasSuffix("/") == true || sources.count > 1
      || state.files.entry(path)?.kind == .directory
    for source in sources {
      let name = source.value.map { FilePaths.name($0.hasSuffix("/") ? String($0.dropLast()) : $0) }
      let sourceEntry = absolute(source, use).flatMap { state.files.entry($0) }
      let place = isFolder ? name.map { FilePaths.absolute($0, in: path) } ?? path : path
      let isFile = sourceEntry?.kind == .file
      if isFolder { record(path, .directory, use, &state, content: name == nil || !isFile) }
      let keepsOwner =
        use.program == "mv" || !isInstall && use.hasOption("-a", "-p", "--archive", "--preserve")
      state.files.set(
        place, isFile ? .file : .unknown,
        owner: keepsOwner ? sourceEntry?.owner ?? .unknown : actor(use, state),
        unknownContent: !isFile,
        range: use.range, step: use.step,
        certain: use.isCertain && name?.contains(where: { "*?[".contains($0) }) != true)
      own(place, use, &state)
      if use.program == "mv", let from = absolute(source, use) {
        state.files.remove(from, certain: use.isCertain)
      }
    }
  }

  private func own(_ path: String, _ use: CommandUse, _ state: inout StageState) {
    let owner = use.value(of: "-o", "--owner")?.value
    let mode = use.value(of: "-m", "--mode")?.value.flatMap { Int($0, radix: 8) }
    guard use.program == "install", owner != nil || mode != nil else { return }
    state.files.change(
      path, recursive: false, owner: owner.map { Self.owner(named: $0) }, mode: mode,
      range: use.range, step: use.step)
  }

  func link(_ use: CommandUse, _ state: inout StageState) {
    let operands = use.operands(valued: ["-t", "--target-directory", "-S"])
    guard let last = operands.last else { return }
    if operands.count == 1, use.value(of: "-t", "--target-directory") == nil,
      let name = last.value.map({ FilePaths.name($0) }), let directory = use.directory.value
    {
      return record(FilePaths.absolute(name, in: directory), .link, use, &state, content: true)
    }
    guard operands.count >= 2, let path = absolute(last, use) else {
      state.files.isTainted = true
      return
    }
    if last.value?.hasSuffix("/") == true || state.files.entry(path)?.kind == .directory {
      for source in operands.dropLast() {
        guard let value = source.value else { continue }
        let place = FilePaths.absolute(FilePaths.name(value), in: path)
        record(place, .link, use, &state, content: true)
      }
    } else {
      record(path, .link, use, &state, content: true)
    }
  }

  /// chmod.
  func changeMode(_ use: CommandUse, _ state: inout StageState) {
    let change = PermissionChange(use)
    for operand in change.operands {
      guard let path = absolute(operand, use) else {
        openPattern(operand, use, &state)
        continue
      }
      guard use.isCertain else {
        state.files.open(path)
        continue
      }
      state.files.change(
        path, recursive: change.isRecursive, owner: nil, mode: change.mode,
        opensMode: change.mode == nil, range: use.range, step: use.step)
    }
  }

  /// chown.
  func changeOwner(_ use: CommandUse, _ state: inout StageState) {
    let change = PermissionChange(use)
    let owner = change.subject?.value.flatMap { Self.owner(named: $0) } ?? .unknown
    // A text such as `:group` leaves the owner alone.
    if change.subject?.value?.hasPrefix(":") == true { return }
    for operand in change.operands {
      guard let path = absolute(operand, use) else {
        openPattern(operand, use, &state)
        continue
      }
      guard use.isCertain, change.subject != nil else {
        state.files.open(path)
        continue
      }
      state.files.change(
        path, recursive: change.isRecursive, owner: owner, mode: nil, range: use.range,
        step: use.step)
    }
  }

  /// The owner that a text such as `app:app` names.
  static func owner(named text: String) -> FileTree.Owner {
    let name = text.prefix { $0 != ":" }
    return name == "root" || name == "0" ? .root : name.isEmpty ? .unknown : .user(String(name))
  }

  /// A change of what a pattern or a variable names may meet any known file below its folder.
  private func openPattern(
    _ operand: CommandUse.Argument, _ use: CommandUse, _ state: inout StageState
  ) {
    if let value = operand.value {
      let plain = value.prefix { !"*?[".contains($0) }
      let folder = plain.lastIndex(of: "/").map { String(plain[...$0]) } ?? "."
      if folder.hasPrefix("/") { return state.files.open(FilePaths.clean(folder)) }
      if let directory = use.directory.value {
        return state.files.open(FilePaths.absolute(folder, in: directory))
      }
    } else if operand.prefix.hasPrefix("/"), operand.prefix.utf8.count > 1,
      let slash = operand.prefix.lastIndex(of: "/"), slash != operand.prefix.startIndex
    {
      return state.files.open(FilePaths.clean(String(operand.prefix[..<slash])))
    }
    state.files.openAll()
  }

  /// Commands that run others on the files that they find.
  func openPaths(_ use: CommandUse, _ state: inout StageState) {
    let acts =
      use.program != "find"
      || use.arguments.contains { ["-exec", "-execdir", "-ok"].contains($0.best) }
    guard acts else { return }
    state.files.isTainted = true
    if use.program == "find" {
      for argument in use.arguments.prefix(while: { !$0.prefix.hasPrefix("-") }) {
        if let path = absolute(argument, use) {
          state.files.open(path)
        } else {
          state.files.openAll()
        }
      }
    } else {
      state.files.openAll()
    }
  }

  func download(_ use: CommandUse, _ state: inout StageState, _ output: CommandUse.Argument?) {
    if let output {
      if output.value != "-" { make(output, .file, use, &state) }
      return
    }
    let saves = use.program == "wget" || use.hasOption("-O", "--remote-name", "--remote-name-all")
    guard saves else { return }
    let goesElsewhere = use.hasOption(
      "-P", "--directory-prefix", "-i", "--input-file", "-r", "--recursive", "-J",
      "--remote-header-name", "--output-dir", "-K", "--config", "--content-disposition")
    guard let directory = use.directory.value, !goesElsewhere else {
      state.files.isTainted = true
      return
    }
    for operand in use.operands() {
      guard let url = operand.value else {
        // The name of the file is not known.
        state.files.isTainted = true
        continue
      }
      guard url.contains("/") else { continue }
      let name = FilePaths.name(String(url.prefix { $0 != "?" && $0 != "#" }))
      if name.isEmpty || url.contains("?") { state.files.isTainted = true }
      if !name.isEmpty {
        record(FilePaths.absolute(name, in: directory), .file, use, &state, content: false)
      }
    }
  }

  func git(_ use: CommandUse, _ state: inout StageState) {
    guard use.subcommand?.value == "clone" else { return }
    let operands = use.operands(valued: [
      "-b", "--branch", "--depth", "-c", "--config", "-o", "--origin", "-j", "--jobs",
      "--reference", "--shallow-since", "--filter", "-C",
    ]).dropFirst()
    if operands.count >= 2 {
      if let path = operands.last { make(path, .directory, use, &state, content: true) }
    } else if let url = operands.first?.value, let directory = use.directory.value {
      var name = FilePaths.name(url.hasSuffix("/") ? String(url.dropLast()) : url)
      if name.hasSuffix(".git") { name = String(name.dropLast(4)) }
      record(FilePaths.absolute(name, in: directory), .directory, use, &state, content: true)
    } else {
      state.files.isTainted = true
    }
  }

  func unpack(_ use: CommandUse, _ state: inout StageState) {
    let target = use.value(of: "-C", "--directory", "-d")?.value ?? use.directory.value
    guard let target else { return taint(&state) }
    let path =
      target.hasPrefix("/")
      ? FilePaths.clean(target)
      : use.directory.value.map { FilePaths.absolute(target, in: $0) }
    guard let path, path != "/" else { return taint(&state) }
    if var entry = state.files.entries[path] {
      entry.hasUnknownContent = true
      entry.contentOwner = .unknown
      state.files.entries[path] = entry
    } else {
      state.files.set(
        path, .directory, owner: .unknown, unknownContent: true, range: use.range, step: use.step,
        certain: use.isCertain)
    }
  }
}

/// Brace expansion of plain words, as bash does it.
enum Braces {
  /// The words that `a{b,c}d` stands for; the text itself where it has no such braces.
  static func expand(_ text: String) -> [String] {
    guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else {
      return [text]
    }
    let inner = text[text.index(after: open)..<close]
    guard inner.contains(","), !inner.contains("{"), !text.contains("$") else { return [text] }
    let rest = expand(String(text[text.index(after: close)...]))
    return inner.split(separator: ",", omittingEmptySubsequences: false).flatMap { part in
      rest.map { text[..<open] + part + $0 }
    }
  }
}
