import BaseImages
import Dockerfile
import OCI
import Source

extension Interpreter {
  /// COPY and ADD: what they put into the image, and which stage they need.
  mutating func transfer(
    _ transfer: Transfer, _ instruction: Instruction, _ state: inout StageState, _ step: inout Step,
    _ stage: inout StageFacts, isAdd: Bool
  ) {
    for argument in transfer.sources.map(\.argument) + [transfer.destination] {
      check(argument, in: state.scope)
    }
    for argument in [transfer.chown, transfer.chmod, transfer.checksum].compactMap(\.self) {
      check(argument, in: state.scope)
    }
    if let from = transfer.from, let index = stageIndex(from.value, before: stage.index) {
      stage.needs.append((index, from.range))
    }
    if let chown = transfer.chown, let text = state.scope.expand(chown, escape: escape).value.value
    {
      var finder = FaultFinder(effects: Effects(interpreter: self))
      finder.owner(text, at: chown.range, state: state)
      step.faults = finder.faults
    }
    let owner = transfer.chown.map { self.owner($0, in: state) } ?? .root
    let mode = transfer.chmod.flatMap { state.scope.expand($0, escape: escape).value.value }
      .flatMap { Int($0, radix: 8) }
    guard let target = state.scope.expand(transfer.destination, escape: escape).value.value,
      let destination = absolute(target, in: state)
    else {
      // Where it goes is not known, so it may be anywhere.
      state.files.isTainted = true
      state.accounts.isComplete = false
      return
    }
    if ["/", "/etc", "/etc/passwd", "/etc/group"].contains(destination) {
      takeAccounts(transfer, &state)
    }
    let isFolder =
      target.hasSuffix("/") || target == "." || target.hasSuffix("/.")
      || transfer.sources.count > 1 || state.files.entry(destination)?.kind == .directory
      || state.workingDirectory.value == destination
    for source in transfer.sources {
      switch source {
      case .heredoc(let heredoc, _):
        let path = isFolder ? FilePaths.absolute(heredoc.name, in: destination) : destination
        state.files.set(
          path, .file, owner: owner, mode: mode, unknownContent: false,
          range: instruction.header, step: step.index)
      case .path(let argument):
        put(
          state.scope.expand(argument, escape: escape), transfer, to: destination,
          isFolder: isFolder, owner: owner, mode: mode, instruction, &state, step, isAdd: isAdd)
      }
    }
  }

  private func put(
    _ source: Expansion, _ transfer: Transfer, to destination: String, isFolder: Bool,
    owner: FileTree.Owner, mode: Int?, _ instruction: Instruction, _ state: inout StageState,
    _ step: Step, isAdd: Bool
  ) {
    let text = source.value.value
    let isPattern = text?.contains { $0 == "*" || $0 == "?" || $0 == "[" } ?? true
    let name = text.map { FilePaths.name($0.hasSuffix("/") ? String($0.dropLast()) : $0) }
    let isWhole =
      text.map { [".", "./", "/", "..", "*"].contains($0) || $0.hasSuffix("/.") } ?? true
    let kind = sourceKind(source, transfer)
    func set(_ path: String, _ kind: FileTree.Kind, unknownContent: Bool) {
      state.files.set(
        path, kind, owner: owner, mode: mode, unknownContent: unknownContent,
        range: instruction.header, step: step.index)
    }
    if isAdd, text?.contains("://") ?? true {
      set(destination, .unknown, unknownContent: true)
    } else if isWhole || kind == .folder || isAdd && isArchive(name) {
      set(destination, .directory, unknownContent: true)
    } else if transfer.parents || isPattern {
      set(destination, isFolder ? .directory : .unknown, unknownContent: true)
    } else if isFolder, let name {
      if kind == .file || kind == nil && looksLikeFile(name) {
        set(FilePaths.absolute(name, in: destination), .file, unknownContent: false)
      } else {
        // A folder gives its content to the destination, a file would keep its name.
        set(destination, .directory, unknownContent: true)
      }
    } else if kind == .file || kind == nil && name.map(looksLikeFile) ?? false {
      let exists = state.files.exists(destination)
      set(destination, exists == nil ? .unknown : .file, unknownContent: exists == nil)
    } else {
      set(destination, .unknown, unknownContent: true)
    }
  }

  /// The accounts after files of `/etc` were copied.
  private func takeAccounts(_ transfer: Transfer, _ state: inout StageState) {
    if let from = transfer.from, let index = stageIndex(from.value, before: stages.count),
      index < stages.count
    {
      state.accounts.take(from: stages[index].end.accounts)
    } else if transfer.paths.contains(where: { !isPlainFile($0, state) }) || transfer.from != nil {
      state.accounts.isComplete = false
    }
  }

  /// Whether a source is one file that holds no accounts.
  private func isPlainFile(_ source: Argument, _ state: StageState) -> Bool {
    guard let path = state.scope.expand(source, escape: escape).value.value else { return false }
    let name = FilePaths.name(path)
    return looksLikeFile(name) && !isArchive(name) && !name.contains(where: { "*?[".contains($0) })
  }

  /// What a source is, where the context or an earlier stage tells.
  private func sourceKind(_ source: Expansion, _ transfer: Transfer) -> ContextEntryKind? {
    guard let path = source.value.value else { return nil }
    if let from = transfer.from {
      guard let index = stageIndex(from.value, before: stages.count),
        index < stages.count, let entry = stages[index].end.files.entry(FilePaths.clean("/" + path))
      else { return nil }
      switch entry.kind {
      case .file: return .file
      case .directory: return .folder
      default: return nil
      }
    }
    return context?.kind(of: String(FilePaths.clean("/" + path).dropFirst()))
  }

  private func looksLikeFile(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
    return true
  }

  private func isArchive(_ name: String?) -> Bool {
    guard let name = name?.lowercased() else { return false }
    return [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"]
      .contains { name.hasSuffix($0) }
  }

  /// The owner that `--chown` gives.
  func owner(_ argument: Argument, in state: StageState) -> FileTree.Owner {
    guard let text = state.scope.expand(argument, escape: escape).value.value else {
      return .unknown
    }
    let name = text.prefix { $0 != ":" }
    return name == "root" || name == "0" || name.isEmpty ? .root : .user(String(name))
  }

  func absolute(_ path: String, in state: StageState) -> String? {
    if path.hasPrefix("/") { return FilePaths.clean(path) }
    return state.workingDirectory.value.map { FilePaths.absolute(path, in: $0) }
  }

  /// The stage that `--from` names: by number, or by name in lower case; nil for an image.
  func stageIndex(_ text: String, before index: Int) -> Int? {
    if let number = Int(text) { return number >= 0 && number < stageCount ? number : nil }
    return stageIndexes[text.lowercased()]
  }

  /// What BuildKit refuses in the sources of COPY once all stages are known.
  mutating func planTransfers() {
    for stage in stages {
      for step in stage.steps {
        guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from else {
          continue
        }
        if let number = Int(from.value) {
          if number < 0 || number >= stageCount {
            problems.append(
              SyntaxProblem(
                .plan, .invalidStageIndex, "there is no stage number \(number)", at: from.range,
                help: "Name the stage with `FROM … AS name` and copy from that name"))
          }
        } else if stageIndexes[from.value.lowercased()] == nil,
          !options.namedContexts.contains(from.value.lowercased()),
          (try? ImageReference(parsing: from.value)) == nil
        {
          problems.append(
            SyntaxProblem(
              .plan, .invalidReference, "`\(from.value)` names neither a stage nor an image",
              at: from.range,
              help: from.value.contains("$")
                ? "Name a stage: `--from` takes no variables"
                : "Name a stage of this file, or an image"))
        }
      }
    }
    if let need = circularNeed() {
      problems.append(
        SyntaxProblem(
          .plan, .circularStage,
          need.isOwn
            ? "the stage copies from itself" : "the stage needs a stage that needs it in turn",
          at: need.range, help: "Copy from an earlier stage"))
    }
  }

  /// The first place at which a stage needs one that needs it, directly or through others.
  private func circularNeed() -> (range: SourceRange, isOwn: Bool)? {
    // A depth-first walk without recursion: 1 is being walked, 2 is done.
    var marks = [UInt8](repeating: 0, count: stages.count)
    for root in stages.indices where marks[root] == 0 {
      var path = [(stage: root, next: 0)]
      marks[root] = 1
      while let (stage, next) = path.last {
        guard next < stages[stage].needs.count else {
          marks[stage] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let need = stages[stage].needs[next]
        guard need.stage < stages.count else { continue }
        if marks[need.stage] == 1, let turn = path.first(where: { $0.stage == need.stage }) {
          return (stages[turn.stage].needs[turn.next - 1].range, need.stage == stage)
        }
        if marks[need.stage] == 0 {
          marks[need.stage] = 1
          path.append((need.stage, 0))
        }
      }
    }
    return nil
  }
}
