import Facts

extension Subject {
  /// The indexes of the stage that is built and of the stages that it is built on; files of other
  /// stages reach the image only where COPY takes them.
  var finalStages: Set<Int> {
    var result: Set<Int> = []
    var next = stages.lastIndex { $0.isFinal }
    while let index = next, result.insert(index).inserted {
      if case .stage(let earlier) = stages[index].base, earlier < index {
        next = earlier
      } else {
        next = nil
      }
    }
    return result
  }
}
