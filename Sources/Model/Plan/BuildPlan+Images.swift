extension BuildPlan {
  /// The names of the images that the stages take, as they come: the base of each stage, then those
  /// of its mounts and transfers.
  public var imageNames: [PlannedText] {
    var names: [PlannedText] = []
    func add(_ source: PlannedSource?) {
      if case .image(let name)? = source { names.append(name) }
    }
    for stage in stages {
      if case .image(let name) = stage.base.kind { names.append(name) }
      for operation in stage.operations {
        switch operation.kind {
        case .run(let run): for mount in run.mounts { add(mount.source) }
        case .transfer(let transfer): add(transfer.source)
        case .makeDirectory: break
        }
      }
    }
    return names
  }
}
