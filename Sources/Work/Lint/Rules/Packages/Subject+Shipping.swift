import Dockerfile
import Facts
import Source

extension Subject {
  /// The stages whose layers are in the image: the last one and those it is built on.
  var shippedStages: Set<Int> {
    var result: Set<Int> = []
    var next = facts.finalStage?.index
    while let index = next, result.insert(index).inserted {
      if case .stage(let earlier) = stages[index].base { next = earlier } else { next = nil }
    }
    return result
  }

  /// How files of a stage come into the image.
  enum Shipment {
    /// The stage is itself in the image.
    case layers
    /// An instruction copies them, the last one on the way named.
    case copied(SourceRange)
  }

  /// How a path of a stage reaches the image; nil where it certainly or probably does not.
  func shipment(of path: String, in stage: Int) -> Shipment? {
    let shipped = shippedStages
    if shipped.contains(stage) { return .layers }
    var queue = [(stage: stage, path: path)]
    var seen: Set<String> = []
    while let (index, path) = queue.popLast() {
      guard seen.insert("\(index) \(path)").inserted, seen.count < 64 else { continue }
      for other in stages.indices {
        if other > index, case .stage(index) = stages[other].base {
          queue.append((other, path))
        }
        for (step, destination) in copies(of: path, from: index, in: other) {
          if shipped.contains(other) { return .copied(step.instruction.header) }
          queue.append((other, destination))
        }
      }
    }
    return nil
  }

  /// The instructions of a stage that copy a path of another one, with where it goes.
  private func copies(of path: String, from source: Int, in stage: Int) -> [(Step, String)] {
    var result: [(Step, String)] = []
    for step in stages[stage].steps where step.kind == .copy {
      guard case .copy(let transfer)? = step.instruction.body, let from = transfer.from,
        names(from.value, stage: source)
      else { continue }
      for argument in transfer.paths {
        let scope = step.before.scope
        guard
          let text = scope.expand(argument, escape: facts.syntax.escape).value.value,
          let target = scope.expand(transfer.destination, escape: facts.syntax.escape).value.value
        else { continue }
        let copied = FilePaths.clean("/" + text)
        guard FilePaths.isWithin(path, copied) else { continue }
        let destination = FilePaths.absolute(
          target, in: step.before.workingDirectory.value ?? "/")
        result.append(
          (step, FilePaths.clean(destination + path.dropFirst(copied == "/" ? 0 : copied.count))))
      }
    }
    return result
  }

  private func names(_ from: String, stage: Int) -> Bool {
    Int(from) == stage || stages[stage].name == from.lowercased()
  }
}
