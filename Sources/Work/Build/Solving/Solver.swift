import Containers
import Crypto
import Dockerfile
import Documents
import Frontend
import Host
import Layers
import OCI
import Snapshots
import Source
import Store
import Synchronization

/// Carries out the operations of a build, as far as a target needs them: from the cache where they were
/// done before, else by doing them, those that do not wait for each other at the same time.
final class Solver: Sendable {
  let definition: BuildDefinition
  let inputs: BuildInputs
  let settings: BuildSettings
  let workshop: Workshop
  let observe: BuildObserver
  /// The digests of the files of contexts.
  let hashes: [String: ContentHashes]
  let control: BuildControl
  /// What is noted for the provenance of the image.
  let ledger = Mutex(BuildLedger())
  private let slots: [Mutex<Result<StepResult, Failure>?>.Box]
  /// The caches of other machines.
  let imports: [ImportedCache]
  /// What copies between stages came to, as far as this build asked.
  private let selections = Mutex<[Digest: String]>([:])

  init(
    _ definition: BuildDefinition, _ inputs: BuildInputs, _ settings: BuildSettings,
    _ workshop: Workshop, control: BuildControl, observe: @escaping BuildObserver
  ) {
    self.definition = definition
    self.inputs = inputs
    self.settings = settings
    self.workshop = workshop
    self.control = control
    self.observe = observe
    slots = definition.operations.map { _ in .init() }
    hashes = inputs.contexts.mapValues { workshop.cache.hashes(of: $0) }
    imports = inputs.caches
  }

  /// The files that the target leaves; nil for none.
  func solve() throws(Failure) -> StepResult? {
    defer { for hashes in hashes.values { hashes.save() } }
    guard let result = definition.result else { return nil }
    do throws(Failure) {
      return try self.result(result)
    } catch {
      // What failed first is the reason; the others were stopped for it.
      throw control.failure ?? error
    }
  }

  /// The files after an operation, done once whoever asks.
  func result(_ index: Int) throws(Failure) -> StepResult {
    let outcome = slots[index].value.withLock { known -> Result<StepResult, Failure> in
      if let known { return known }
      let outcome: Result<StepResult, Failure>
      do throws(Failure) {
        outcome = .success(try make(index))
      } catch {
        outcome = .failure(error)
      }
      known = outcome
      return outcome
    }
    return try outcome.get()
  }

  /// The files after several operations, worked on at the same time.
  func results(_ indexes: [Int]) throws(Failure) -> [Int: StepResult] {
    let wanted = Array(Set(indexes)).sorted()
    let outcomes = Parallel.map(wanted, threads: min(wanted.count, 64)) {
      index -> Result<StepResult, Failure> in
      do throws(Failure) {
        return .success(try self.result(index))
      } catch {
        return .failure(error)
      }
    }
    var results: [Int: StepResult] = [:]
    for (index, outcome) in zip(wanted, outcomes) { results[index] = try outcome.get() }
    return results
  }

  private func make(_ index: Int) throws(Failure) -> StepResult {
    try control.check()
    let operation = definition.operations[index]
    switch operation.kind {
    case .image(let number):
      let started = System.monotonicNanoseconds
      observe(.began(index))
      let image = inputs.images[number]
      var key = StepKey()
      key.add("image", image.config.diffIDs.map(\.description))
      let result = StepResult(key.digest, on: nil, .image(image), isCached: true, .init())
      observe(.finished(index, .cached, milliseconds: elapsed(since: started)))
      return result
    case .context, .copy, .makeDirectory, .run:
      return try step(index, operation)
    }
  }

  /// Looks at a step, once what it needs is there; what fails in it stops the build.
  private func looking<Result>(
    at index: Int,
    _ body: (
      _ work: StepWork, _ base: StepResult?, _ known: [Int: StepResult], _ key: StepKey,
      _ started: UInt64
    ) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let operation = definition.operations[index]
    let work = try StepWork(operation, index, self)
    let known = try results(work.inputs)
    let base = operation.base.flatMap { known[$0] }
    let started = System.monotonicNanoseconds
    observe(.began(index))
    do throws(Failure) {
      return try body(work, base, known, try work.key(on: base, known), started)
    } catch {
      observe(.finished(index, .failed, milliseconds: elapsed(since: started)))
      let failure = placed(error, operation)
      control.fail(failure)
      throw failure
    }
  }

  /// Does a step, or finds that it was done.
  private func step(_ index: Int, _ operation: BuildOperation) throws(Failure) -> StepResult {
    try looking(at: index) { work, base, known, key, started throws(Failure) in
      let digest = key.digest
      ledger.withLock { $0.note(work, key) }
      if !operation.ignoresCache, let record = record(digest) {
        var state = StepResult.State(record: record)
        state.snapshot = record.snapshot
        state.folder = workshop.snapshots.folder(of: record.snapshot ?? digest)
        let result = StepResult(digest, on: base, .step(index), isCached: true, state)
        note(index, digest, isCached: true, elapsed(since: started))
        observe(.finished(index, .cached, milliseconds: elapsed(since: started)))
        return result
      }
      let state = try perform(work, on: base, known, key, started: started)
      return StepResult(digest, on: base, .step(index), isCached: false, state)
    }
  }

  /// A failure with the place of its instruction.
  private func placed(_ failure: Failure, _ operation: BuildOperation) -> Failure {
    guard failure.place == nil, let range = operation.range, let source = settings.dockerfile,
      !control.isStopped
    else { return failure }
    return Failure(
      failure.what, in: source, at: range.lowerBound, because: failure.because,
      hint: failure.hint)
  }

  private func note(_ index: Int, _ key: Digest, isCached: Bool, _ milliseconds: Int) {
    ledger.withLock {
      $0.note(index, .init(key: key, isCached: isCached, milliseconds: milliseconds))
    }
  }

  /// What names the folder of a step that is done now: its key, or where that is taken by what was done
  /// before, a name that nobody has.
  private func snapshotName(_ key: Digest) -> Digest {
    guard workshop.snapshots.folder(of: key) != nil else { return key }
    return Digest(of: Array("\(key) \(UInt64.random(in: 0...UInt64.max))".utf8))
  }

  /// Does a step and notes what came of it.
  private func perform(
    _ work: StepWork, on base: StepResult?, _ known: [Int: StepResult], _ key: StepKey,
    started: UInt64
  ) throws(Failure) -> StepResult.State {
    let digest = key.digest
    try explain(work.index, key, work)
    let snapshot = snapshotName(digest)
    var state = try work.carryOut(on: base, known, snapshot)
    state.snapshot = snapshot
    state.record.snapshot = snapshot == digest ? nil : snapshot
    state.record.parts = key.parts
    state.record.files = work.files
    state.record.milliseconds = elapsed(since: started)
    workshop.cache.save(state.record, digest)
    remember(work.index, state.record)
    note(work.index, digest, isCached: false, state.record.milliseconds)
    observe(.finished(work.index, .done, milliseconds: state.record.milliseconds))
    return state
  }

  /// Does a step whose files are needed after all and are nowhere any more: a record says that it was
  /// done, and its layer was collected, or cannot be had from where it was to come.
  func again(_ index: Int, _ digest: Digest) throws(Failure) -> StepResult.State {
    try control.check()
    return try looking(at: index) { work, base, known, key, started throws(Failure) in
      guard key.digest == digest else {
        throw Failure(
          "cannot do `\(definition.operations[index].title)` again",
          because: ["what it takes has changed while this build went on"], hint: "Build again")
      }
      return try perform(work, on: base, known, key, started: started)
    }
  }

  /// What is known of a step that was done, here or elsewhere.
  private func record(_ key: Digest) -> StepRecord? {
    var record = workshop.cache.record(key)
    let had = record?.stored.count ?? -1
    for cache in imports {
      guard let other = cache.index.steps[key] else { continue }
      record = record?.adding(other.stored) ?? other
    }
    if let record, record.stored.count > had { workshop.cache.save(record, key) }
    return record
  }

  // MARK: Selections

  /// What the files that a step takes of another came to, by what that hangs on.
  func selection(_ key: Digest) -> Digest? {
    var text = workshop.cache.text("selections", key)
    if text == nil {
      text = imports.lazy.compactMap { $0.index.selections[key] }.first
      if let text { workshop.cache.save(text, "selections", key) }
    }
    guard let text, let digest = Digest(text) else { return nil }
    selections.withLock { $0[key] = text }
    return digest
  }

  /// Notes what the files that a step takes of another came to.
  func note(selection digest: Digest, _ key: Digest) {
    selections.withLock { $0[key] = digest.description }
    workshop.cache.save(digest.description, "selections", key)
  }

  /// The results that there are by now, and what copies between stages came to.
  var made: (results: [StepResult], selections: [Digest: String]) {
    let results = slots.compactMap { slot in slot.value.withLock { try? $0?.get() } }
    return (results, selections.withLock { $0 })
  }

  func elapsed(since started: UInt64) -> Int {
    Int((System.monotonicNanoseconds &- started) / 1_000_000)
  }

  // MARK: Why

  /// What names a step from one build to the next, whatever it hangs on.
  private func place(_ index: Int) -> Digest {
    let operation = definition.operations[index]
    let number = operation.step.map { "\($0.number)" } ?? ""
    return Digest(
      of: Array(
        "\(workshop.project)\n\(operation.stageName)\n\(number)\n\(operation.platform)".utf8))
  }

  private func remember(_ index: Int, _ record: StepRecord) {
    workshop.cache.save(
      String(decoding: record.json.bytes(), as: UTF8.self), "last", place(index))
  }

  private func explain(_ index: Int, _ key: StepKey, _ work: StepWork) throws(Failure) {
    guard workshop.explains else { return }
    if definition.operations[index].ignoresCache {
      observe(.explained(index, "not looked for in the cache, as `--no-cache` asks"))
      return
    }
    guard let text = workshop.cache.text("last", place(index)),
      let last = StepRecord(Array(text.utf8))
    else {
      observe(.explained(index, "done for the first time"))
      return
    }
    observe(.explained(index, MissReason.text(last, key, files: work.files)))
  }
}

extension Mutex {
  /// A lock in a class, so that an array can hold it.
  final class Box: Sendable where Value: Sendable & ExpressibleByNilLiteral {
    let value = Mutex<Value>(nil)
  }
}
