import Archive
import Dockerfile
import Frontend
import Host
import Layers
public import Source

extension BuildInputs {
  /// The same inputs with contexts that are copies at other paths, whose files have other times: what a
  /// second build must not hang on.
  /// - Parameter folder: A folder that is empty.
  /// - Throws: `Failure` when a context cannot be copied.
  public func copied(to folder: String) throws(Failure) -> BuildInputs {
    var inputs = self
    for (number, name) in contexts.keys.sorted().enumerated() {
      guard let root = contexts[name] else { continue }
      let place = Paths.join(folder, "\(number)")
      try Files.makeFolder(place)
      var placement = CopyPlacement(
        onto: StackTree([], label: root.label), owner: nil, mode: nil, now: 0)
      let open = { @Sendable () throws(Failure) -> any FileSource in try root.tree() }
      let tree = placement.add(tree: open)
      let operation = CopyOperation(all: "/", of: .context(name.isEmpty ? nil : name))
      for match in try CopySelector(operation, from: root.tree()).matches("/") {
        try placement.put(match, tree: tree, at: "/", copiesContents: true)
      }
      var options = UnpackOptions()
      options.keepsOwners = false
      let unpacker = try Unpacker(into: OpenFolder(place), options)
      try unpacker.apply(LaterSteps(placement.finished().steps()))
      inputs.contexts[name] = ContextRoot(
        path: Files.realPath(place) ?? place, ignore: IgnoreFile(patterns: []), label: root.label,
        isPassing: true)
    }
    return inputs
  }
}

/// Steps whose files have later times than they had.
private final class LaterSteps: LayerSteps {
  private let steps: any LayerSteps

  init(_ steps: any LayerSteps) { self.steps = steps }

  func next() throws(Failure) -> LayerReader.Step? {
    guard let step = try steps.next() else { return nil }
    guard case .put(var entry) = step.action else { return step }
    entry.modified.seconds = max(0, entry.modified.seconds) &+ 1_000_003
    return step.replacing(.put(entry))
  }

  func read() throws(Failure) -> ArraySlice<UInt8>? { try steps.read() }
}
