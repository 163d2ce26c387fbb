import BaseImages
import Dockerfile
import Facts
import Shell
import Source

/// The second stage of a split: what a container needs of the first one's instructions, on a base that
/// only runs.
struct RuntimeStage {
  /// The file that is split.
  let split: StageSplit
  /// The last step that builds.
  let cut: Int
  /// The base as the file will name it.
  let base: String
  /// What is known of that base.
  let image: BaseImageFacts
  /// The files and folders that are taken from the first stage, absolute.
  let copied: [String]
  /// How the names of variables begin that only the build reads.
  let buildVariables: [String]
  /// The lines that the first stage ends with.
  var ending: [String] = []

  /// The last step that builds: a RUN that does more than make accounts and folders.
  static func cut(_ stage: StageFacts) -> Int? {
    stage.steps.lastIndex { $0.kind == .run && !isPreparation($0) }
  }

  /// Whether a RUN makes accounts, folders and permissions only, and so belongs to the container.
  static func isPreparation(_ step: Step) -> Bool {
    guard step.kind == .run, case .run(let run)? = step.instruction.body, run.mounts.isEmpty,
      !step.commands.isEmpty
    else { return false }
    return step.commands.allSatisfy { use in
      use.wrappers.isEmpty && preparing.contains(use.program ?? "")
        && use.command?.redirects.isEmpty != false
    }
  }

  private static let accounts: Set<String> = [
    "useradd", "adduser", "groupadd", "addgroup",
  ]
  private static let preparing = accounts.union(["mkdir", "chown", "chmod"])

  /// The edits that make the second stage; nil where an instruction cannot be told to work there.
  func edits() -> [TextEdit]? {
    let stage = split.stage
    guard copied.allSatisfy(Self.isPlain), usersExist, programsExist, preparationsFindFiles,
      variablesExist
    else { return nil }
    var lines = ["", split.second(base)]
    var edits = [split.named]
    for step in stage.steps[...cut] {
      let text = split.subject.text(step.instruction.range)
      switch step.kind {
      case .expose, .label, .volume, .stopsignal, .cmd, .entrypoint, .healthcheck, .maintainer:
        lines += take(step, &edits)
      case .env:
        let names = step.instruction.pairs.map(\.key.value)
        if names.allSatisfy({ name in buildVariables.contains { name.hasPrefix($0) } }) { continue }
        lines.append(text)
      case .arg:
        if step.instruction.pairs.contains(where: { usedNames.contains($0.key.value) }) {
          lines.append(text)
        }
      case .workdir:
        let isLast = !stage.steps[(step.index + 1)...cut].contains { $0.kind == .workdir }
        if !isLast { continue }
        guard let folder = stage.steps[step.index + 1].before.workingDirectory.value,
          Self.isPlain(folder)
        else { return nil }
        lines.append("WORKDIR \(folder)")
      case .user: lines.append(text)
      case .run where Self.isPreparation(step):
        lines += buildersNeed(step) ? [text] : take(step, &edits)
      case .run, .copy, .add: continue
      case .shell, .onbuild, .from, nil: return nil
      }
    }
    let owner = owner.map { "--chown=\($0) " } ?? ""
    lines += copied.map { "COPY --from=builder \(owner)\($0) \($0)" }
    let end = stage.steps[cut].instruction.range.upperBound
    edits.append(
      .insert((ending + lines).map { split.newline + $0 }.joined(), at: end))
    return edits
  }

  /// Moves an instruction with the comments above it.
  private func take(_ step: Step, _ edits: inout [TextEdit]) -> [String] {
    let source = split.subject.source
    let whole = step.instruction.wholeLines(of: source)
    let first = step.instruction.comments.first?.lowerBound ?? step.instruction.range.lowerBound
    edits.append(TextEdit(SourceRange(min(first, whole.lowerBound), whole.upperBound), ""))
    return [source.text(SourceRange(first, step.instruction.range.upperBound))]
  }

  /// The user that built, whom what is copied belongs to; nil for root.
  private var owner: String? {
    let user = split.stage.steps[cut].before.user
    guard user.range != nil, user.isRoot != true else { return nil }
    return user.text.value
  }

  /// Whether the first stage cannot do without an account or a folder that a step makes.
  private func buildersNeed(_ step: Step) -> Bool {
    !step.commands.allSatisfy { Self.accounts.contains($0.program ?? "") }
      || split.stage.steps[...cut].contains {
        $0.kind == .user || $0.transfer?.chown != nil
      }
  }

  private static func isPlain(_ path: String) -> Bool {
    path.utf8.allSatisfy {
      ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 >= 0x2D && $0 <= 0x39 || $0 == 0x5F
        || $0 == 0x2B
    }
  }

  /// The steps of the second stage.
  private var kept: [Step] {
    split.stage.steps.filter { step in
      if step.index > cut { return true }
      switch step.kind {
      case .run: return Self.isPreparation(step)
      case .copy, .add, .arg, .workdir: return false
      default: return true
      }
    }
  }

  /// Whether every user that is named is an account of the second stage, and one that is not named is
  /// the same in both.
  private var usersExist: Bool {
    let stage = split.stage
    if stage.end.user.range == nil,
      stage.end.user.name ?? "root" != image.defaultUser?.name ?? "root"
    {
      return false
    }
    var made: Set<String> = ["root", "0"]
    for step in kept {
      for use in step.commands where step.kind == .run && Self.accounts.contains(use.program ?? "")
      {
        if let creation = UserCreation(use, family: image.family) {
          made.insert(creation.name)
          if creation.makesGroup { made.insert(creation.name) }
        }
        made.formUnion(use.operands().compactMap(\.value))
      }
      var named: [String] = []
      if step.kind == .user {
        guard let text = step.instruction.arguments.first?.value else { return false }
        named = text.split(separator: ":").map(String.init)
      } else if let chown = step.transfer?.chown?.value {
        named = chown.split(separator: ":").map(String.init)
      }
      for name in named where !made.contains(name) && !name.allSatisfy(\.isNumber) {
        if name.contains("$") || image.hasAccount(name) != true { return false }
      }
    }
    return true
  }

  private static let builtins: Set<String> = [
    "exit", "echo", "test", "[", "true", "false", ":", "exec", "cd", "set", "export", "printf",
  ]

  /// Whether the programs of preparations and of the health check are certain to be there.
  private var programsExist: Bool {
    for step in kept where step.kind == .run || step.kind == .healthcheck {
      if step.index > cut, step.kind == .run, !Self.isPreparation(step) { return false }
      for use in step.commands {
        guard let program = use.program else { return false }
        let path = use.path?.value ?? program
        let isKnown =
          Self.builtins.contains(program) || image.hasTool(program) == true
          || step.kind == .run && Self.accounts.contains(program)
            && split.stage.baseFacts?.family == image.family && image.hasTool(program) != false
          || step.kind == .run && ["mkdir", "chown", "chmod"].contains(program)
        if !isKnown || path.contains("/") && !path.hasSuffix("bin/\(program)") { return false }
      }
    }
    return !split.stage.steps[(cut + 1)...].contains {
      [.shell, .onbuild, .from, nil].contains($0.kind) || $0.transfer?.from?.value == "builder"
    }
  }

  /// Whether what preparations change is in the second stage.
  private var preparationsFindFiles: Bool {
    var made = copied
    for step in split.stage.steps {
      if let folder = step.before.workingDirectory.value { made.append(folder) }
    }
    if let folder = split.stage.end.workingDirectory.value { made.append(folder) }
    for step in kept {
      if step.kind == .copy || step.kind == .add, let folder = step.before.workingDirectory.value,
        let destination = step.transfer?.destination.value
      {
        made.append(FilePaths.absolute(destination, in: folder))
      }
      for use in step.commands where step.kind == .run {
        if let creation = UserCreation(use, family: image.family), let home = creation.home,
          Self.accounts.contains(use.program ?? "")
        {
          made.append(home)
        }
        guard let folder = use.directory.value else { return false }
        if use.program == "mkdir" {
          made += use.operands(valued: ["-m", "--mode"]).compactMap(\.value).map {
            FilePaths.absolute($0, in: folder)
          }
        } else if use.program == "chown" || use.program == "chmod" {
          // What is copied comes after the preparations of the first stage.
          let there = step.index > cut ? made : made.filter { !copied.contains($0) }
          for operand in PermissionChange(use).operands {
            guard let value = operand.value else { return false }
            let path = FilePaths.absolute(value, in: folder)
            guard there.contains(where: { FilePaths.isWithin($0, path) }) else { return false }
          }
        }
      }
    }
    return true
  }

  /// The names behind `$` in the instructions that the second stage has.
  private var usedNames: Set<String> {
    var names: Set<String> = []
    for step in kept { names.formUnion(Self.names(in: split.subject.text(step.instruction.range))) }
    return names
  }

  private static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    for part in text.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
      let rest = part.hasPrefix("{") ? part.dropFirst() : part
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if !name.isEmpty { names.insert(String(name)) }
    }
    return names
  }

  /// Whether no variable is used that only the first base sets, or that only the build is told.
  private var variablesExist: Bool {
    let before = split.stage.baseFacts?.environment ?? [:]
    var dropped: Set<String> = []
    for step in split.stage.steps where step.kind == .env {
      for pair in step.instruction.pairs
      where buildVariables.contains(where: { pair.key.value.hasPrefix($0) }) {
        dropped.insert(pair.key.value)
      }
    }
    return usedNames.allSatisfy { name in
      if dropped.contains(name) { return false }
      return name == "PATH" || before[name] == nil || image.environment[name] != nil
    }
  }
}
