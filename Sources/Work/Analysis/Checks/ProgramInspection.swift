import Archive
import Layers
import OCI
import Source

/// The check of the program of an image against its files.
struct ProgramInspection {
  let tree: FileTree
  let config: ImageConfig
  let user: UserCheck
  /// What is known of the content of a file.
  let facts: (FileEntry) -> ContentLook.Facts?
  private(set) var check = ProgramCheck()
  private var seen: Set<LayerPath> = []

  init(
    _ tree: FileTree, _ config: ImageConfig, _ user: UserCheck,
    facts: @escaping (FileEntry) -> ContentLook.Facts?
  ) {
    self.tree = tree
    self.config = config
    self.user = user
    self.facts = facts
  }

  /// The check.
  mutating func run() -> ProgramCheck {
    let arguments = (config.runtime.entrypoint ?? []) + (config.runtime.command ?? [])
    check.arguments = arguments
    guard let program = arguments.first, !program.isEmpty else {
      check.problems.append("the image has neither entrypoint nor command: set one of them")
      return check
    }
    guard let place = find(program) else { return check }
    check.path = tree.path(of: place)
    check.kind = inspect(place, depth: 0)
    return check
  }

  // MARK: Finding

  /// The file of a program, by its path or along PATH.
  private mutating func find(_ program: String) -> FileTree.Place? {
    if program.contains("/") {
      let folder = place("/" + config.runtime.workingDirectory)
      guard let place = place(program, from: program.hasPrefix("/") ? nil : folder) else {
        check.problems.append(
          "`\(program)` is not in the image: copy it there, or correct its path")
        return nil
      }
      return runnable(place, program) ? place : nil
    }
    let path =
      config.runtime.variable("PATH")
      ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    var refused: String?
    for folder in path.split(separator: ":") {
      guard let place = place("\(folder)/\(program)"), tree[place].kind == .file else { continue }
      if isExecutable(tree[place]) { return place }
      refused = "\(folder)/\(program)"
    }
    if let refused {
      check.problems.append("`\(refused)` may not be executed by \(who): set its mode to 0755")
    } else {
      check.problems.append(
        "`\(program)` is in no folder of PATH in the image: install it, or correct its name")
    }
    return nil
  }

  private func place(_ path: String, from folder: FileTree.Place? = nil) -> FileTree.Place? {
    // A loop of links leads nowhere.
    (try? tree.resolve(RawPath(path), from: folder)) ?? nil
  }

  private mutating func runnable(_ place: FileTree.Place, _ name: String) -> Bool {
    let file = tree[place]
    if file.kind != .file {
      check.problems.append("`\(name)` is a \(file.kind.rawValue) and no program: correct the path")
      return false
    }
    if !isExecutable(file) {
      check.problems.append("`\(name)` may not be executed by \(who): set its mode to 0755")
      return false
    }
    return true
  }

  private var who: String {
    user.isSuperuser ? "anyone" : "the user `\(user.text)`"
  }

  private func isExecutable(_ file: FileEntry) -> Bool {
    guard let number = user.user, number != 0 else { return file.mode & 0o111 != 0 }
    if number == file.owner { return file.mode & 0o100 != 0 }
    if user.group == file.group { return file.mode & 0o010 != 0 }
    return file.mode & 0o001 != 0
  }

  // MARK: Needs

  /// Looks at a program and what starts it; its kind in words.
  private mutating func inspect(_ place: FileTree.Place, depth: Int) -> String {
    let path = tree.path(of: place)
    guard let facts = facts(tree[place]) else {
      if tree[place].size == 0 {
        check.problems.append("`\(path)` is empty: copy the program there")
        return "empty"
      }
      check.problems.append(
        "`\(path)` is neither an ELF file nor a script with `#!`: start it with its interpreter")
      return "data"
    }
    if let script = facts.script {
      let words = script.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      guard let interpreter = words.first else {
        check.problems.append("`\(path)` names no interpreter after `#!`: name one")
        return "script"
      }
      if depth < 4 { inspectInterpreter(words, of: path, depth: depth) }
      return "script for \(interpreter)"
    }
    guard let elf = facts.elf else {
      check.problems.append(
        "`\(path)` is neither an ELF file nor a script with `#!`: start it with its interpreter")
      return "data"
    }
    if let machine = ELFFacts.machine(of: config.platform.architecture), machine != elf.machine {
      check.problems.append(
        "`\(path)` is built for \(elf.machineName) and the image for "
          + "\(config.platform.architecture): copy the file for the right platform")
    }
    var kind = "ELF \(elf.is64Bit ? 64 : 32)-bit \(elf.machineName)"
    if let interpreter = elf.interpreter {
      kind += ", dynamic"
      need(interpreter, of: path, what: "the loader")
      LibrarySearch(tree: tree, config: config, facts: self.facts).needs(
        of: place, elf, into: &check)
    } else {
      kind += ", static"
    }
    return kind
  }

  private mutating func inspectInterpreter(_ words: [String], of path: LayerPath, depth: Int) {
    guard let place = need(words[0], of: path, what: "the interpreter") else { return }
    _ = inspect(place, depth: depth + 1)
    // `env` starts the program that follows it and its options.
    if words[0].hasSuffix("/env"),
      let name = words.dropFirst().first(where: { !$0.hasPrefix("-") && !$0.contains("=") })
    {
      if let program = find(name) {
        check.needs.append(
          ProgramCheck.Need(name: name, path: tree.path(of: program), askedBy: path))
        _ = inspect(program, depth: depth + 1)
      }
    }
  }

  @discardableResult
  private mutating func need(
    _ name: String, of path: LayerPath, what: String
  ) -> FileTree.Place? {
    let place = place(name)
    check.needs.append(
      ProgramCheck.Need(name: name, path: place.map { tree.path(of: $0) }, askedBy: path))
    if place == nil {
      check.problems.append(
        "\(what) `\(name)` of `\(path)` is not in the image: "
          + "install it, or link the program statically")
    }
    return place
  }
}
