import Dockerfile
import Host
import Lint
import Repair
import Report
import Source

/// Brings repaired Dockerfiles to where they belong, together with the ignore files of their contexts.
///
/// Two files cannot be replaced at one moment, so they are written in the order in which a failure is
/// easiest to take back. First all of them are looked at; then the ignore file is written, whose new lines
/// can be taken off again; then the Dockerfiles. Where the ignore file cannot be written, its Dockerfiles
/// are not; where a Dockerfile cannot be, the lines that it asked for are taken off.
struct RepairDelivery {
  /// A Dockerfile with what became of it.
  struct Item {
    /// The path as the user gave it; `-` for the standard input.
    let file: String
    let outcome: RepairOutcome
  }

  private let delivery: Delivery
  private var failed: Set<String> = []
  private var written: Set<String> = []
  /// What was delivered, in the order given.
  private(set) var outcomes: [RepairOutcome] = []
  /// What ignore files got.
  private(set) var ignoreFiles: [IgnoreFileChange] = []
  /// Why some files could not be written.
  private(set) var failures: [Failure] = []

  init(_ delivery: Delivery) { self.delivery = delivery }

  private var session: Session { delivery.session }

  /// Delivers what became of Dockerfiles.
  mutating func deliver(_ items: [Item]) {
    for group in groups(of: items) {
      if delivery.isDiff {
        if let change = change(for: group.askers, in: group.all) { ignoreFiles.append(change) }
      } else {
        write(group.askers, in: group.all)
      }
    }
    for item in items where !failed.contains(item.file) {
      if written.contains(item.file) || deliver(item) { outcomes.append(item.outcome) }
    }
    if delivery.isDiff, !delivery.isSilent {
      for change in ignoreFiles { session.write(change.diff.text) }
    }
  }

  private mutating func deliver(_ item: Item) -> Bool {
    do throws(Failure) {
      try delivery.deliver(item.outcome.bytes, of: item.outcome.source, to: item.file)
      return true
    } catch {
      fail(item, error)
      return false
    }
  }

  private mutating func fail(_ item: Item, _ failure: Failure) {
    failures.append(failure)
    failed.insert(item.file)
  }

  // MARK: - Ignore files

  /// The Dockerfiles under one ignore file: those that ask for lines, and all that live with them.
  private func groups(of items: [Item]) -> [(askers: [Item], all: [Item])] {
    var order: [String] = []
    var members: [String: [Item]] = [:]
    for item in items {
      guard let path = item.outcome.ignorePath else { continue }
      let key = place(path)
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(item)
    }
    return order.compactMap { key in
      let all = members[key] ?? []
      let askers = all.filter { $0.outcome.amendment != nil }
      return askers.isEmpty ? nil : (askers, all)
    }
  }

  /// A path by which the same file has the same name, there or not.
  private func place(_ path: String) -> String {
    let full = session.path(path)
    let folder = Files.realPath(Paths.folder(of: full)) ?? Paths.folder(of: full)
    return Paths.join(folder, Paths.name(of: full))
  }

  /// What the ignore file of some Dockerfiles gets: the lines of all, each once, without those that leave
  /// out what another one names.
  private func change(for askers: [Item], in all: [Item]) -> IgnoreFileChange? {
    guard let first = askers.first?.outcome.amendment else { return nil }
    let lines = askers.flatMap { $0.outcome.amendment?.lines ?? [] }
    var amendment = IgnoreAmendment(of: first.path, before: first.before)
    amendment.addUncovered(lines)
    if all.count == 1 { return IgnoreFileChange(amendment: amendment) }
    let needs = all.compactMap { item in item.outcome.contextNeeds.map { (item, $0) } }
    var kept = IgnoreAmendment(of: first.path, before: first.before)
    var withheld: [IgnoreFileChange.Withheld] = []
    for line in amendment.lines {
      var trial = kept
      trial.add([line])
      let ignore = IgnoreFile.parse(source: SourceText(name: trial.path, bytes: trial.bytes))
      let loser = needs.lazy.compactMap { item, needs in
        needs.firstLost(under: ignore).map { (item.outcome.source.name, $0) }
      }.first
      if let (name, path) = loser {
        withheld.append(.init(pattern: line.pattern, needed: path, dockerfile: name))
      } else {
        kept = trial
      }
    }
    return IgnoreFileChange(amendment: kept, withheld: withheld)
  }

  /// Writes an ignore file and the Dockerfiles that ask for its lines.
  private mutating func write(_ askers: [Item], in all: [Item]) {
    var ready: [Item] = []
    for item in askers {
      do throws(Failure) {
        if item.outcome.isChanged { try delivery.requireUnchanged(item.outcome.source, item.file) }
        guard item.outcome.amendment?.before == askers[0].outcome.amendment?.before else {
          throw Self.meanwhile(askers[0].outcome.amendment?.path ?? item.file)
        }
        ready.append(item)
      } catch {
        fail(item, error)
      }
    }
    guard let change = change(for: ready, in: all) else { return }
    do throws(Failure) {
      try requireUnchanged(change.amendment)
      try put(change.amendment)
    } catch {
      failures.append(error)
      for item in ready {
        failed.insert(item.file)
        if item.outcome.isChanged {
          failures.append(
            Failure(
              "did not write `\(item.file)`",
              because: ["`\(change.amendment.path)`, which belongs to its repair, was not written"],
              hint: "Mend that and run it again"))
        }
      }
      return
    }
    let lost = ready.filter { !deliver($0) }
    if lost.isEmpty {
      ignoreFiles.append(change)
    } else {
      takeBack(change, keepingLinesOf: ready.filter { !failed.contains($0.file) }, in: all)
    }
    for item in ready where !failed.contains(item.file) { written.insert(item.file) }
  }

  /// Writes the ignore file once more, with the lines of those Dockerfiles only that were written.
  private mutating func takeBack(
    _ change: IgnoreFileChange, keepingLinesOf rest: [Item], in all: [Item]
  ) {
    let path = session.path(change.amendment.path)
    do throws(Failure) {
      guard try Files.read(path, limit: SourceReader.limit) == change.amendment.bytes else {
        throw Self.meanwhile(change.amendment.path)
      }
      if let smaller = self.change(for: rest, in: all) {
        try put(smaller.amendment)
        ignoreFiles.append(smaller)
      } else if let before = change.amendment.before {
        try Files.write(before.bytes, to: path)
      } else {
        try Files.remove(path)
      }
    } catch {
      failures.append(
        Failure(
          "the lines that were added to `\(change.amendment.path)` are still there",
          because: [error.what] + error.because,
          hint: "Take off those that you do not want"))
    }
  }

  private func put(_ amendment: IgnoreAmendment) throws(Failure) {
    if amendment.lines.isEmpty { return }
    try Files.write(amendment.bytes, to: session.path(amendment.path))
  }

  /// Makes sure that an ignore file is what it was when it was read, and may be written.
  private func requireUnchanged(_ amendment: IgnoreAmendment) throws(Failure) {
    if amendment.lines.isEmpty { return }
    let path = session.path(amendment.path)
    if let before = amendment.before {
      return try delivery.requireUnchanged(before, amendment.path)
    }
    if Files.statusOfLink(path) != nil {
      // It was not read before: it is new, may not be read, or is a link to nothing.
      _ = try Files.read(path, limit: SourceReader.limit)
      throw Self.meanwhile(amendment.path)
    }
    guard Files.isWritable(Paths.folder(of: path)) else {
      throw Failure(
        "did not write `\(amendment.path)`", because: ["its folder is read-only"],
        hint: "Allow yourself to write there, or print the change with `--diff`")
    }
  }

  private static func meanwhile(_ path: String) -> Failure {
    Failure("did not write `\(path)`", because: ["it was changed meanwhile"], hint: "Run it again")
  }
}
