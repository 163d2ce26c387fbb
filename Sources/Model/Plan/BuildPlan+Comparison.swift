import Dockerfile
import Source

extension BuildPlan {
  /// How a plan differs from this one; empty where both ask for the same.
  ///
  /// Blanks and comments in shell text make no difference, nor does the order in which options are
  /// written, nor anything else that the builder does not see.
  public func differences(to other: BuildPlan) -> [PlanDifference] {
    guard stages.count == other.stages.count, target == other.target else {
      return [PlanDifference(.stages)]
    }
    var result: [PlanDifference] = []
    if other.problems.count > problems.count {
      result.append(PlanDifference(.problems))
    }
    for (before, after) in zip(stages, other.stages) {
      if before.name != after.name {
        result.append(PlanDifference(.stageName, stage: before.index, range: before.range))
      }
      if before.base != after.base {
        result.append(PlanDifference(.base, stage: before.index, range: before.range))
      }
      let comparison = OperationComparison(before, after)
      result.append(contentsOf: comparison.differences())
      result.append(
        contentsOf: before.settings.differences(to: after.settings).map {
          PlanDifference($0, stage: before.index)
        })
    }
    var seen: Set<PlanDifference> = []
    return result.filter { seen.insert($0).inserted }
  }

}

extension ImageSettings {
  func differences(to other: ImageSettings) -> [PlanDifference.Kind] {
    if self == other { return [] }
    var result: [PlanDifference.Kind] = []
    for name in environment.names(differingFrom: other.environment) {
      result.append(.variable(name))
    }
    for name in Set(labels.keys).union(other.labels.keys).sorted()
    where labels[name] != other.labels[name] {
      result.append(.label(name))
    }
    if author != other.author { result.append(.author) }
    if user != other.user { result.append(.user) }
    if directory != other.directory { result.append(.workingDirectory) }
    if ports != other.ports { result.append(.ports) }
    if volumes != other.volumes { result.append(.volumes) }
    if stopSignal != other.stopSignal { result.append(.stopSignal) }
    if shell != other.shell { result.append(.shell) }
    if entrypoint != other.entrypoint || command != other.command
      || clearsCommand != other.clearsCommand
    {
      result.append(.startCommand)
    }
    if healthcheck != other.healthcheck { result.append(.healthcheck) }
    if triggers != other.triggers { result.append(.triggers) }
    return result
  }
}
