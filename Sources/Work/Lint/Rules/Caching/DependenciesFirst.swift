import Dockerfile
import Facts
import Source

/// The repair that copies the list of dependencies, installs them, and copies the sources then.
enum DependenciesFirst {
  /// The repair of a COPY that stands before an installation; nil where it is not known what the
  /// installation reads, or where something between the two may need the sources.
  static func fix(
    copy step: Step, before use: CommandUse, in stage: StageFacts, _ subject: Subject
  ) -> Fix? {
    guard let transfer = step.transfer, case .copy = step.instruction.body,
      transfer.paths.count == transfer.sources.count, transfer.paths.count == 1,
      let source = transfer.paths.first, step.instruction.heredocs.isEmpty,
      step.instruction.innerComments.isEmpty, !step.instruction.isJSON,
      areHarmless(stage.steps[(step.index + 1)..<use.step]), onlyInstalls(stage.steps[use.step]),
      let path = step.before.scope.expand(source, escape: subject.facts.syntax.escape).value.value,
      let edits = edits(
        FilePaths.clean("/" + path), transfer, source, step, use, stage, subject)
    else { return nil }
    return Fix(
      "Copy the list of dependencies before `\(use.program ?? "")`, and the rest after it", .unsafe,
      edits, risk: "An installation that needs more of the project than the list will fail.")
  }

  /// Whether steps can stand between without looking at the sources.
  private static func areHarmless(_ steps: ArraySlice<Step>) -> Bool {
    steps.allSatisfy { step in
      switch step.kind {
      case .env, .arg, .label, .expose, .workdir, .copy, .add, .user: true
      case .run: !step.packages.isEmpty && step.packages.count == step.commands.count
      default: false
      }
    }
  }

  /// Whether the RUN of the installation does nothing besides, such as a build, that may need the sources.
  private static func onlyInstalls(_ step: Step) -> Bool {
    step.commands.allSatisfy { use in
      switch use.program {
      case "cd", "rm", "set", "echo", "true", "corepack", "mkdir": return true
      case "npm", "yarn", "pnpm", "bun", "bundle", "go", "mix", "mvn", "poetry", "pipenv", "pdm",
        "composer", "cargo":
        return use.operands().allSatisfy {
          !needsProject.contains($0.best) && !$0.best.hasPrefix("build")
        }
          || use.program == "npm" && use.subcommand?.best == "cache"
      default: return step.packages.contains { $0.use.range == use.range }
      }
    }
  }

  private static let needsProject: Set<String> = [
    "run", "build", "test", "compile", "exec", "package", "start", "lint", "verify", "generate",
  ]

  private static func edits(
    _ path: String, _ transfer: Transfer, _ source: Argument, _ step: Step, _ use: CommandUse,
    _ stage: StageFacts, _ subject: Subject
  ) -> [TextEdit]? {
    let folder = path == "/" ? "" : String(path.dropFirst()) + "/"
    if let edits = split(transfer, source, folder, step, use, stage, subject) { return edits }
    return path == "/" ? nil : move(transfer, step, use, stage, subject)
  }

  /// `COPY . /app` becomes `COPY list /app/` there and `COPY . /app` after the installation.
  private static func split(
    _ transfer: Transfer, _ source: Argument, _ prefix: String, _ step: Step, _ use: CommandUse,
    _ stage: StageFacts, _ subject: Subject
  ) -> [TextEdit]? {
    let scope = step.before.scope
    guard let files = DependencyManifest.files(of: use, subject),
      let target = scope.expand(transfer.destination, escape: subject.facts.syntax.escape).value
        .value, let folder = step.before.workingDirectory.value,
      var directory = use.directory.value
    else { return nil }
    let destination = FilePaths.absolute(target, in: folder)
    // Where no folder is set and nothing lies where the list is looked for, the build cannot do without
    // the folder of the sources.
    if !prefix.isEmpty, bringsList(files, directory, besides: step, use, stage, subject) {
      return nil
    }
    let lacksFolder = isMisplaced(files, directory, destination, use, stage)
    if lacksFolder { directory = destination }
    // The list must lie where the installation looks for it.
    var sources: [String] = []
    for file in files {
      let path = FilePaths.absolute(file, in: directory)
      guard FilePaths.isWithin(path, destination) else { return nil }
      let below = String(path.dropFirst(destination == "/" ? 1 : destination.utf8.count + 1))
      if below.isEmpty || below.contains("/") && files.count > 1 { return nil }
      let name = below.hasSuffix("*") ? String(below.dropLast()) : below
      if let context = subject.context {
        guard context.kind(of: prefix + name) == .file else { continue }
        // What the list names besides packages would not be there yet.
        if let bytes = context.contents(of: prefix + name, limit: 1 << 18),
          DependencyManifest.needsSources(name, String(decoding: bytes, as: UTF8.self))
        {
          return nil
        }
        sources.append(prefix + name)
      } else {
        sources.append(prefix + below)
      }
    }
    guard !sources.isEmpty else { return nil }
    // A file in a folder keeps its folder.
    let inner =
      sources.count == 1 ? FilePaths.parent("/" + sources[0].dropFirst(prefix.utf8.count)) : "/"
    let written = subject.text(transfer.destination.range)
    let base = written.hasSuffix("/") ? written : written + "/"
    let place = inner == "/" ? base : base + inner.dropFirst() + "/"
    let again = subject.text(step.instruction.range)
    let isLower = step.instruction.keyword.value.first?.isLowercase == true
    let line = "\(isLower ? "workdir" : "WORKDIR") \(destination)"
    let setting = lacksFolder ? [subject.inserting(lines: [line], above: step.instruction)] : []
    return setting + [
      TextEdit(source.range, sources.joined(separator: " ")),
      TextEdit(transfer.destination.range, place),
      .insert(subject.source.lineEnding + again, at: end(of: use, stage)),
    ]
  }

  /// Whether an installation in `/` certainly does not find its list, and would in the folder to which all
  /// sources go; no instruction may go by the folder that is set now.
  private static func isMisplaced(
    _ files: [String], _ directory: String, _ destination: String, _ use: CommandUse,
    _ stage: StageFacts
  ) -> Bool {
    let step = stage.steps[use.step]
    return directory == "/" && destination != "/" && step.before.workingDirectoryRange == nil
      && !destination.contains(where: { " $\"'\\".contains($0) })
      && stage.steps.allSatisfy { $0.kind != .workdir }
      && files.allSatisfy {
        !$0.hasPrefix("/") && step.before.files.entry(FilePaths.absolute($0, in: "/")) == nil
      }
      && stage.steps.allSatisfy { other in
        guard let transfer = other.transfer else { return true }
        return transfer.destination.value.hasPrefix("/")
          && FilePaths.clean(transfer.destination.value) != "/"
      }
  }

  /// Whether another COPY before the installation puts something where it looks for its list.
  private static func bringsList(
    _ files: [String], _ directory: String, besides step: Step, _ use: CommandUse,
    _ stage: StageFacts, _ subject: Subject
  ) -> Bool {
    let folders = files.map { FilePaths.parent(FilePaths.absolute($0, in: directory)) }
    return stage.steps[..<use.step].contains { other in
      guard other.index != step.index, let transfer = other.transfer else { return false }
      let target = other.before.scope.expand(
        transfer.destination, escape: subject.facts.syntax.escape
      ).value.value
      guard let target, let folder = other.before.workingDirectory.value else { return true }
      return folders.contains { FilePaths.isWithin($0, FilePaths.absolute(target, in: folder)) }
        || files.contains {
          FilePaths.absolute($0, in: directory) == FilePaths.absolute(target, in: folder)
        }
    }
  }

  /// A folder of sources goes behind the installation as it is.
  private static func move(
    _ transfer: Transfer, _ step: Step, _ use: CommandUse, _ stage: StageFacts, _ subject: Subject
  ) -> [TextEdit]? {
    let instruction = step.instruction
    guard instruction.comments.isEmpty, let files = DependencyManifest.files(of: use, subject),
      let directory = use.directory.value,
      let target = step.before.scope.expand(
        transfer.destination, escape: subject.facts.syntax.escape
      ).value.value, let folder = step.before.workingDirectory.value
    else { return nil }
    // What brings the list itself has to stay where it is.
    let destination = FilePaths.absolute(target, in: folder)
    let isNeeded = files.contains {
      FilePaths.isWithin(FilePaths.absolute($0, in: directory), destination)
    }
    if isNeeded, !bringsList(files, directory, besides: step, use, stage, subject) { return nil }
    let source = subject.source
    let first = source.line(at: instruction.range.lowerBound)
    let last = source.line(at: max(instruction.range.lowerBound, instruction.range.upperBound - 1))
    let lines = SourceRange(
      source.fullLineRange(first).lowerBound, source.fullLineRange(last).upperBound)
    return [
      TextEdit(lines, ""),
      .insert(source.lineEnding + subject.text(instruction.range), at: end(of: use, stage)),
    ]
  }

  private static func end(of use: CommandUse, _ stage: StageFacts) -> Int {
    stage.steps[use.step].instruction.range.upperBound
  }
}
