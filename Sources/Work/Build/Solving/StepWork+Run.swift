import Containers
import Frontend
import Host
import Layers
import OCI
import Snapshots
import Source
import Store

extension StepWork {
  func key(
    _ key: inout StepKey, _ run: RunOperation, on base: StepResult?, _ known: [Int: StepResult]
  ) throws(Failure) {
    key.add("base", base?.key.description ?? "")
    key.add("command", run.arguments)
    key.add("environment", run.environment)
    key.add("folder", run.directory)
    key.add("user", run.user)
    key.add("network", run.network)
    key.add("security", run.isInsecure ? "insecure" : "")
    if !run.devices.isEmpty { key.add("devices", run.devices) }
    for (place, mount) in run.mounts.enumerated() {
      var text =
        "\(mount.target) \(mount.isReadOnly) \(mount.mode.map { "\($0)" } ?? "") "
        + "\(mount.owner.map { "\($0)" } ?? "") \(mount.group.map { "\($0)" } ?? "") "
        + "\(mount.variable ?? "") \(mount.isRequired)"
      switch mount.kind {
      case .bind(let origin, let path):
        text += " bind \(path) \(try mark(of: origin, path, known, place))"
      case .cache(let id, let sharing, let seed, let path):
        text += " cache \(id) \(sharing.rawValue) \(path)"
        if let seed { text += " \(try mark(of: seed, path, known, place))" }
      case .tmpfs(let size): text += " tmpfs \(size.map { "\($0)" } ?? "")"
      case .secret(let id): text += " secret \(id)"
      case .ssh(let id): text += " ssh \(id)"
      case .file(let bytes): text += " file \(Digest(of: bytes))"
      }
      key.add("mount \(place + 1)", text)
    }
    if !solver.settings.hosts.isEmpty {
      key.add("hosts", solver.settings.hosts.map { "\($0.name) \($0.address)" })
    }
    if !solver.settings.limits.isEmpty {
      key.add("limits", solver.settings.limits.map { "\($0.name)=\($0.soft):\($0.hard)" })
    }
    if let size = solver.settings.sharedMemory { key.add("shared memory", "\(size)") }
  }

  /// What names the files that a mount shows.
  private func mark(
    of origin: FileOrigin, _ path: String, _ known: [Int: StepResult], _ place: Int
  ) throws(Failure) -> String {
    if case .operation(let index) = origin {
      // All files of a result are what its key says.
      if path == "/" { return index.flatMap { known[$0]?.key.description } ?? "" }
      var key = StepKey()
      key.add("from", index.flatMap { known[$0]?.key.description } ?? "")
      key.add("mount", path)
      if let text = solver.selection(key.digest) { return text.description }
      let digest = try MountFiles(origin, path, self, known).digest(nil)
      solver.note(selection: digest.digest, key.digest)
      return digest.digest.description
    }
    var hashes: ContentHashes?
    if case .context(let name) = origin { hashes = solver.hashes[name ?? ""] }
    let shown = try MountFiles(origin, path, self, known)
    let digest = try shown.digest(hashes)
    mounted[place] = (shown, digest.digest)
    taken.append(digest)
    return digest.digest.description
  }

  func carryOut(
    _ run: RunOperation, on base: StepResult?, _ known: [Int: StepResult], _ key: Digest
  ) throws(Failure) -> StepResult.State {
    let workshop = solver.workshop
    if run.isInsecure, !solver.settings.entitlements.contains("security.insecure") {
      throw Failure(
        "cannot run a step with all privileges",
        because: ["`--security=insecure` needs the consent of whoever builds"],
        hint: "Add `--allow security.insecure` if you trust the Dockerfile")
    }
    if !run.devices.isEmpty {
      throw Failure(
        "cannot give devices to a step", because: ["`--device` is not carried out yet"],
        hint: "Remove the flag, or build with `--engine docker`")
    }
    try ForeignPlatform.require(operation.platform)
    var lower = try solver.folders(of: base)
    if lower.isEmpty { lower = [try workshop.emptyFolder()] }
    let draft = try workshop.snapshots.draft()
    let ran = try execute(run, known, draft, lower)
    if !ran.outcome.succeeded {
      try solver.control.check()
      if solver.settings.opensShell { try openShell(run, known, draft, lower) }
      throw failure(ran.outcome, ran.tail)
    }
    try ran.stubs.remove(from: draft.upper, over: workshop.snapshots.view(of: lower))
    return StepResult.State(folder: try draft.commit(as: key))
  }

  /// What a command came to.
  private struct Ran {
    let outcome: ContainerRunner.Outcome
    /// The files that were made as places for mounts.
    let stubs: MountStubs
    let tail: OutputTail
  }

  /// Runs the command, or another in its place. Every mount is gone with the return, so that what was
  /// written can be worked on.
  private func execute(
    _ run: RunOperation, _ known: [Int: StepResult], _ draft: SnapshotDraft, _ lower: [String],
    shell: [String]? = nil
  ) throws(Failure) -> Ran {
    let runner = try solver.workshop.runner()
    let root = try DetachedMount.overlay(
      try draft.overlay(on: lower), place: solver.workshop.snapshots.place)
    var sandbox = try RunSandbox(run, self, known, root, runner)
    defer { sandbox.close() }
    var plan = try sandbox.plan()
    if let shell { plan.arguments = shell }
    let stubs = try MountStubs(plan.mounts.map(\.target), in: root.folder())
    let control = ProcessControl()
    solver.control.hold(control)
    defer { solver.control.release(control) }
    if shell == nil { try solver.control.check() }
    var tail = OutputTail()
    let outcome = try runner.run(
      plan, root: root, attached: sandbox.attached, files: sandbox.files,
      input: shell == nil ? .nothing : .inherited, control: control
    ) { _, bytes in
      tail.add(bytes)
      solver.observe(.output(index, Array(bytes)))
    }
    return Ran(outcome: outcome, stubs: stubs, tail: tail)
  }

  /// Opens a shell in what a failed command left, with all that the command had.
  private func openShell(
    _ run: RunOperation, _ known: [Int: StepResult], _ draft: SnapshotDraft, _ lower: [String]
  ) throws(Failure) {
    solver.observe(.shell(isOpen: true))
    defer { solver.observe(.shell(isOpen: false)) }
    let opening =
      "A shell in what `\(operation.title)` left. `exit` ends it and the build; nothing is kept.\n"
    solver.observe(.output(index, Array(opening.utf8)))
    let ran = try execute(run, known, draft, lower, shell: ["/bin/sh", "-i"])
    if case .notStarted(let problem) = ran.outcome.ending { throw problem.failure }
  }

  private func failure(_ outcome: ContainerRunner.Outcome, _ tail: OutputTail) -> Failure {
    var because: [String] = []
    switch outcome.ending {
    case .notStarted(let problem): return problem.failure
    case .exited(let status): because.append("the command ended with status \(status)")
    case .timedOut, .stopped: because.append("the command was stopped")
    }
    if let excerpt { because.append("the Dockerfile says there:\n\(excerpt)") }
    let lines = tail.lines
    if !lines.isEmpty { because.append("its last words were:\n" + lines.joined(separator: "\n")) }
    return Failure(
      "`\(operation.title)` failed", because: because,
      hint: "Look at the output above; `--shell-on-failure` opens a shell in what the step left")
  }
}

extension StepWork {
  /// The lines of the instruction with their numbers, at most twelve.
  private var excerpt: String? {
    guard let range = operation.range, let source = solver.settings.dockerfile,
      range.upperBound <= source.bytes.count
    else { return nil }
    let first = source.position(at: range.lowerBound).line
    let all = source.bytes[range.lowerBound..<range.upperBound].split(
      separator: 0x0A, omittingEmptySubsequences: false)
    var lines = all.enumerated().map { number, line in
      "\(first + number) | \(String(decoding: line, as: UTF8.self))"
    }
    while lines.last?.hasSuffix("| ") == true { lines.removeLast() }
    if lines.count > 12 { lines = Array(lines.prefix(11)) + ["… and \(lines.count - 11) more"] }
    return lines.joined(separator: "\n")
  }
}

/// The last lines of an output.
struct OutputTail {
  private var bytes: [UInt8] = []
  private static let limit = 8192

  mutating func add(_ more: ArraySlice<UInt8>) {
    bytes += more.suffix(Self.limit)
    if bytes.count > Self.limit * 2 { bytes.removeFirst(bytes.count - Self.limit) }
  }

  /// At most ten lines.
  var lines: [String] {
    bytes.split(separator: 0x0A).suffix(10).map { String(decoding: $0, as: UTF8.self) }
  }
}
