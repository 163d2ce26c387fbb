import Facts

extension Subject {
  /// The stage that is built and the stages that it is built on, the last one first; files of other
  /// stages reach the image only where COPY takes them.
  var finalChain: [StageFacts] {
    var result: [StageFacts] = []
    var next = facts.finalStage
    while let stage = next, result.count <= stages.count {
      result.append(stage)
      if case .stage(let index) = stage.base, stages.indices.contains(index), index < stage.index {
        next = stages[index]
      } else {
        next = nil
      }
    }
    return result
  }
}
