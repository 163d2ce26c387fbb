import Dockerfile
import Facts
import Source

/// The repair that makes two stages of a file with one: the first builds, the second takes the result.
struct StageSplit {
  let subject: Subject
  let stage: StageFacts
  let from: From
  let instruction: Instruction
  /// The first step of what only a container needs: everything after the last RUN, COPY and ADD.
  let tail: Int

  init?(_ subject: Subject) {
    guard subject.stages.count(where: { $0.from != nil }) == 1,
      let stage = subject.facts.finalStage, let from = stage.from, from.name == nil,
      let instruction = stage.fromInstruction,
      let last = stage.steps.lastIndex(where: { [.run, .copy, .add].contains($0.kind) })
    else { return nil }
    self.subject = subject
    self.stage = stage
    self.from = from
    self.instruction = instruction
    tail = last + 1
  }

  /// The repair for programs that are one file: what `go build` and `cargo build` make.
  var forPrograms: Fix? {
    guard let start = stage.startCommand, start.isCertain, start.wrappers.isEmpty,
      let program = start.program, program.command == nil, let path = program.path?.value,
      start.words.allSatisfy({ !$0.range.isEmpty }), let made = artifact,
      let folder = stage.end.workingDirectory.value,
      path.contains("/"), FilePaths.absolute(path, in: folder) == made.path,
      stage.end.user.isNumeric || stage.end.user.isRoot == true || stage.end.user.range == nil,
      onlyBuilds, namesNoFiles(program.arguments),
      let settings = settings(without: made.buildVariables)
    else { return nil }
    var lines = [second(made.base)]
    if stage.end.workingDirectoryRange != nil { lines.append("WORKDIR \(folder)") }
    lines.append("COPY --from=builder \(made.path) \(made.path)")
    lines += settings
    var edits = [named]
    if made.isGo, stage.end.scope.environmentValue("CGO_ENABLED").value != "0" {
      edits = [
        TextEdit.insert(
          " AS builder" + newline + "ENV CGO_ENABLED=0", at: instruction.range.upperBound)
      ]
    }
    edits.append(.insert(lines.joined(separator: newline) + newline, at: place))
    return Fix(
      "Build in a stage of its own, and ship the program alone", .unsafe, edits,
      risk:
        "Files that the program reads when it runs, and C libraries beyond the system's own, are no longer in the image."
    )
  }

  /// The repair for Python: packages go to a virtual environment, which the second stage takes.
  var forPython: Fix? {
    guard
      let install = stage.steps.lastIndex(where: { step in
        step.packages.contains { $0.manager == .pip && $0.verb == .install }
      }), stage.steps[...install].allSatisfy(isPythonBuild), removesNothingNeeded,
      let first = stage.steps.first, let settings = settings(upTo: install),
      stage.end.scope.environment["VIRTUAL_ENV"] == nil
    else { return nil }
    let environment = "ENV PATH=\"/opt/venv/bin:$PATH\""
    let base = subject.text(from.base.range)
    var lines = ["", second(base), "COPY --from=builder /opt/venv /opt/venv", environment]
    let after = stage.steps[install].instruction
    if let range = workdir(upTo: install) { lines.append(subject.text(range)) }
    lines += settings
    let begin = first.instruction.comments.first?.lowerBound ?? first.instruction.range.lowerBound
    return Fix(
      "Install into a virtual environment in a stage of its own, and ship that", .unsafe,
      [
        named,
        .insert("RUN python -m venv /opt/venv" + newline + environment + newline, at: begin),
        .insert(newline + lines.joined(separator: newline), at: after.range.upperBound),
      ],
      risk:
        "Shared libraries that a package was compiled against must be installed in the second stage too."
    )
  }

  /// Whether no RUN puts files or accounts in place besides what it builds.
  private var onlyBuilds: Bool {
    stage.steps.allSatisfy { step in
      step.kind != .run || step.commands.allSatisfy { !Self.placing.contains($0.program ?? "") }
    }
  }

  private static let placing: Set<String> = [
    "cp", "mv", "install", "ln", "mkdir", "touch", "tee", "rsync", "useradd", "adduser", "usermod",
    "groupadd", "addgroup", "groupmod", "tar", "unzip", "curl", "wget", "update-ca-certificates",
  ]

  var newline: String { subject.source.lineEnding }

  var named: TextEdit { .insert(" AS builder", at: instruction.range.upperBound) }

  /// The line that begins the second stage, for the platform of the first where that is no builder's.
  func second(_ base: String) -> String {
    guard let platform = from.platform?.value, !platform.contains("BUILDPLATFORM") else {
      return "FROM \(base)"
    }
    return "FROM --platform=\(platform) \(base)"
  }

  /// Whether no argument looks like a file, which the second stage would lack.
  func namesNoFiles(_ arguments: some Sequence<CommandUse.Argument>) -> Bool {
    arguments.allSatisfy { !$0.best.contains("/") && !FilePath.looksLikeFile($0.best) }
  }

  /// Whether nothing stands in front of the program that the second stage might lack: the entry points
  /// of official images run whatever they are given, and both stages have theirs.
  func handsOn(_ start: StartCommand) -> Bool {
    start.wrappers.allSatisfy { name in
      name == "exec" || start.entrypoint?.range == nil && name.contains("entrypoint")
    }
  }

  /// Where the second stage begins: at the first line of the tail, comments above it included.
  private var place: Int {
    guard tail < stage.steps.count else { return subject.source.bytes.count }
    let next = stage.steps[tail].instruction
    return next.comments.first?.lowerBound ?? next.range.lowerBound
  }

  private struct Artifact {
    let path: String
    let base: String
    let buildVariables: [String]
    let isGo: Bool
  }

  /// The one program that the stage makes.
  private var artifact: Artifact? {
    var found: [Artifact] = []
    for step in stage.steps {
      for use in step.commands where use.kind == .run && use.isCertain {
        if use.program == "go", use.subcommand?.value == "build" {
          guard let output = value(of: "-o", in: use), let folder = use.directory.value,
            !output.hasSuffix("/")
          else { return nil }
          found.append(
            Artifact(
              path: FilePaths.absolute(output, in: folder),
              base: "gcr.io/distroless/static-debian13:nonroot",
              buildVariables: ["GO", "CGO"], isGo: true))
        } else if use.program == "cargo", use.subcommand?.value == "build",
          use.hasOption("--release"), !use.hasOption("--target"), let folder = use.directory.value,
          let path = stage.startCommand?.program?.path?.value,
          let end = stage.end.workingDirectory.value
        {
          let program = FilePaths.absolute(path, in: end)
          let output = FilePaths.absolute("target/release", in: folder)
          guard FilePaths.parent(program) == output else { return nil }
          found.append(
            Artifact(
              path: program, base: "gcr.io/distroless/cc-debian13:nonroot",
              buildVariables: ["CARGO", "RUST"], isGo: false))
        }
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  private func value(of option: String, in use: CommandUse) -> String? {
    guard let index = use.arguments.firstIndex(where: { $0.value == option }),
      index + 1 < use.arguments.count
    else { return nil }
    return use.arguments[index + 1].value
  }

  /// The instructions before the tail that say something about the container, as they are written; nil
  /// where one of them cannot stand in another stage.
  private func settings(without prefixes: [String]) -> [String]? {
    var lines: [String] = []
    for step in stage.steps[..<tail] {
      switch step.kind {
      case .env:
        let names = step.instruction.pairs.map(\.key.value)
        if names.allSatisfy({ name in isForBuilding(name, prefixes) }) { continue }
        if subject.text(step.instruction.range).contains("$") { return nil }
        lines.append(subject.text(step.instruction.range))
      case .expose, .label, .volume, .stopsignal, .cmd, .entrypoint:
        lines.append(subject.text(step.instruction.range))
      case .user where stage.end.user.isRoot != true: return nil
      case .healthcheck, .shell, .onbuild: return nil
      default: continue
      }
    }
    let hasCheck = stage.steps[tail...].contains { $0.kind == .healthcheck || $0.kind == .shell }
    return hasCheck ? nil : lines
  }

  private func isForBuilding(_ name: String, _ prefixes: [String]) -> Bool {
    name == "PATH" || name.hasPrefix("DEBIAN_") || prefixes.contains { name.hasPrefix($0) }
  }

  /// Instructions up to a step that the second stage needs as well.
  private func settings(upTo step: Int) -> [String]? {
    var lines: [String] = []
    for step in stage.steps[...step] {
      switch step.kind {
      case .env:
        let names = step.instruction.pairs.map(\.key.value)
        if names.allSatisfy({ $0.hasPrefix("PIP_") || $0.hasPrefix("DEBIAN_") }) { continue }
        if subject.text(step.instruction.range).contains("$") { return nil }
        lines.append(subject.text(step.instruction.range))
      case .label, .expose, .stopsignal, .volume: lines.append(subject.text(step.instruction.range))
      case .arg, .run, .copy, .workdir, nil: continue
      default: return nil
      }
    }
    return lines
  }

  private func workdir(upTo step: Int) -> SourceRange? {
    stage.steps[...step].last { $0.kind == .workdir }?.instruction.range
  }

  /// Whether a step belongs to the installation of packages and to nothing else.
  private func isPythonBuild(_ step: Step) -> Bool {
    switch step.kind {
    case .run:
      return !step.commands.isEmpty
        && step.commands.allSatisfy { use in
          if use.program == "rm" || use.program == "apt-get" && use.subcommand?.value == "clean" {
            return true
          }
          guard let package = step.packages.first(where: { $0.use.range == use.range }) else {
            return false
          }
          if package.manager == .pip {
            return use.wrappers.isEmpty
              && !use.hasOption(
                "--user", "--target", "-t", "--prefix", "--root", "-e", "--editable")
          }
          return package.verb == .update || package.verb == .clean || package.verb == .install
        }
    case .copy:
      // The whole project would have to be copied again.
      return step.transfer?.from == nil
        && step.transfer?.paths.contains { FilePaths.clean("/" + $0.value) == "/" } == false
    case .env, .arg, .label, .expose, .workdir, .stopsignal, .volume: return true
    default: return false
    }
  }

  /// Whether what the system's package manager installs is for building only.
  private var removesNothingNeeded: Bool {
    stage.steps.allSatisfy { step in
      step.packages.allSatisfy { package in
        guard package.manager.isSystem, package.verb == .install else { return true }
        return !package.hasUnnamed
          && package.packages.allSatisfy {
            PackagePurpose($0) == .compiler || PackagePurpose($0) == .headers
          }
      }
    }
  }
}
