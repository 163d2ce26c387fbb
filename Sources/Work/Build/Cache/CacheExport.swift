import Host
import OCI
import Source
import Store

extension Solver {
  /// What other machines need to find the steps of this build done.
  ///
  /// Steps whose files are nowhere are told of without a layer, so that those who stand on them are
  /// found: whoever needs their files after all does them.
  /// - Throws: `Failure` when a layer of the image cannot be written.
  func exportedCache(_ mode: CacheIndex.Mode, _ result: StepResult?) throws(Failure) -> CacheIndex {
    let own = Set((result?.chain ?? []).map(\.key))
    let (results, selections) = made
    let steps = results.filter { if case .step = $0.kind { true } else { false } }
    let outcomes = Parallel.map(steps) { step -> Result<StepRecord, Failure> in
      do throws(Failure) {
        var record = StepRecord()
        if own.contains(step.key) {
          record.stored[self.settings.form.name] = try self.blob(of: step)
        }
        if mode == .max {
          record.stored[LayerForm.exact.name] = try self.blob(
            of: step, as: .exact, doesAgain: false)
        }
        if mode == .max, record.stored.isEmpty {
          record.stored[self.settings.form.name] = try self.blob(
            of: step, as: self.settings.form, doesAgain: false)
        }
        record.milliseconds = step.current.record.milliseconds
        return .success(record)
      } catch {
        return .failure(error)
      }
    }
    var index = CacheIndex()
    index.selections = selections
    for (step, outcome) in zip(steps, outcomes) { index.steps[step.key] = try outcome.get() }
    if mode == .max { index.mounts = CacheMounts(self).exported() }
    return index
  }
}
