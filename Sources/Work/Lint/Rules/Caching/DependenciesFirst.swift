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
      areHarmless(stage.steps[(step.index + 1)..<use.step]),
      let edits = takesAll(source, step, subject)
        ? split(transfer, source, step, use, stage, subject)
        : move(step, use, stage, subject)
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

  private static func takesAll(_ source: Argument, _ step: Step, _ subject: Subject) -> Bool {
    step.before.scope.expand(source, escape: subject.facts.syntax.escape).value.value.map {
      FilePaths.clean("/" + $0) == "/"
    } ?? false
  }

  /// `COPY . /app` becomes `COPY list /app/` there and `COPY . /app` after the installation.
  private static func split(
    _ transfer: Transfer, _ source: Argument, _ step: Step, _ use: CommandUse, _ stage: StageFacts,
    _ subject: Subject
  ) -> [TextEdit]? {
    let scope = step.before.scope
    guard let files = DependencyManifest.files(of: use, subject),
      let target = scope.expand(transfer.destination, escape: subject.facts.syntax.escape).value
        .value, let folder = step.before.workingDirectory.value,
      let directory = use.directory.value
    else { return nil }
    let destination = FilePaths.absolute(target, in: folder)
    // The list must lie where the installation looks for it.
    var sources: [String] = []
    for file in files {
      let path = FilePaths.absolute(file, in: directory)
      guard FilePaths.isWithin(path, destination) else { return nil }
      let below = String(path.dropFirst(destination == "/" ? 1 : destination.utf8.count + 1))
      if below.isEmpty || below.contains("/") && files.count > 1 { return nil }
      let name = below.hasSuffix("*") ? String(below.dropLast()) : below
      if let context = subject.context {
        if context.kind(of: name) == .file { sources.append(name) }
      } else {
        sources.append(below)
      }
    }
    guard !sources.isEmpty else { return nil }
    // A file in a folder keeps its folder.
    let inner = sources.count == 1 ? FilePaths.parent("/" + sources[0]) : "/"
    let written = subject.text(transfer.destination.range)
    let base = written.hasSuffix("/") ? written : written + "/"
    let place = inner == "/" ? base : base + inner.dropFirst() + "/"
    let again = subject.text(step.instruction.range)
    return [
      TextEdit(source.range, sources.joined(separator: " ")),
      TextEdit(transfer.destination.range, place),
      .insert(subject.source.lineEnding + again, at: end(of: use, stage)),
    ]
  }

  /// A folder of sources goes behind the installation as it is.
  private static func move(
    _ step: Step, _ use: CommandUse, _ stage: StageFacts, _ subject: Subject
  ) -> [TextEdit]? {
    let instruction = step.instruction
    guard instruction.comments.isEmpty, DependencyManifest.files(of: use, subject) != nil else {
      return nil
    }
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
