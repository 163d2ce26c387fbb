import Frontend
import Host
import OCI
import Source
import Store

extension Solver {
  /// What other machines need to find the steps of this build done.
  ///
  /// Steps whose files are nowhere are told of without a layer, so that those who stand on them are
  /// found: whoever needs their files after all does them. So are steps of other stages whose files hold
  /// a secret, with a warning: what stays on this machine may hold it, and what leaves it may not.
  /// - Parameter leaks: What no layer may hold.
  /// - Throws: `Failure` when a layer of the image cannot be written.
  func exportedCache(
    _ mode: CacheIndex.Mode, _ result: StepResult?, without leaks: LeakSearch
  ) throws(Failure) -> CacheIndex {
    let own = Set((result?.chain ?? []).map(\.key))
    let (results, selections) = made
    let steps = results.filter { if case .step = $0.kind { true } else { false } }
    let outcomes = Parallel.map(steps) { step -> Result<StepRecord, Failure> in
      do throws(Failure) {
        var record = StepRecord()
        if own.contains(step.key) {
          record.stored[self.settings.form.name] = try self.blob(of: step, without: leaks)
        }
        if mode == .max {
          let exact = self.layer(of: step, as: .exact, without: leaks)
          record.stored[LayerForm.exact.name] = exact
          if record.stored.isEmpty {
            record.stored[self.settings.form.name] = self.layer(
              of: step, as: self.settings.form, without: leaks)
          }
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
    if mode == .max { index.mounts = CacheMounts(self).exported(without: leaks) }
    return index
  }

  /// The layer of a step for other machines; nil, with a warning, where it cannot be written or holds
  /// what it may not.
  private func layer(
    of step: StepResult, as form: LayerForm, without leaks: LeakSearch
  ) -> StepRecord.Stored? {
    do throws(Failure) {
      return try blob(of: step, as: form, doesAgain: false, without: leaks)
    } catch {
      let title = step.operation.map { "`\(definition.operations[$0].title)`" } ?? "a step"
      observe(
        .warning("the layer of \(title) is not exported: \(error.because.first ?? error.what)"))
      return nil
    }
  }
}
