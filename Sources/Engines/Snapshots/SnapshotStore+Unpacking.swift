import Host
public import Layers
public import OCI
public import Source

extension SnapshotStore {
  /// Unpacks the layers of an image that are not there yet, several at once.
  ///
  /// Whoever calls it must hold a lease.
  /// - Parameters:
  ///   - layers: The layers, the lowest first, each with its `diffID`.
  ///   - limits: How much they may ask for.
  /// - Returns: The folders, the lowest first.
  /// - Throws: `Failure` when a layer is damaged or hostile, or a file cannot be made.
  public func unpack(
    _ layers: [LayerBlob], limits: LayerLimits = LayerLimits()
  ) throws(Failure) -> [String] {
    var folders: [String] = []
    var chain: Digest?
    for layer in layers {
      guard let diffID = layer.diffID else {
        throw Failure(
          "cannot unpack \(layer.name)",
          because: ["the configuration of its image does not name it"])
      }
      let next = SnapshotStore.chain(diffID, on: chain)
      folders.append(try unpack(layer, as: next, on: folders, limits: limits))
      chain = next
    }
    return folders
  }

  /// Unpacks one layer, unless it is there.
  /// - Parameters:
  ///   - layer: The layer.
  ///   - chain: The chain that ends with it.
  ///   - lower: The folders below it, the lowest first.
  ///   - limits: How much it may ask for.
  /// - Returns: Its folder.
  /// - Throws: `Failure` when it is damaged or hostile, or a file cannot be made.
  public func unpack(
    _ layer: LayerBlob, as chain: Digest, on lower: [String], limits: LayerLimits = LayerLimits()
  ) throws(Failure) -> String {
    try make(chain, on: lower, limits: limits) { () throws(Failure) in
      try LayerReader(layer, checksDiffID: true, isAhead: true, limits: limits)
    }
  }

  /// Makes a snapshot of the steps of a layer, unless it is there.
  /// - Parameters:
  ///   - chain: What names it: any digest that means its files and those below.
  ///   - lower: The folders below it, the lowest first.
  ///   - limits: How much the steps may ask for.
  ///   - open: Gives the steps.
  /// - Returns: Its folder.
  /// - Throws: `Failure` when a step cannot be had, or a file cannot be made.
  public func make(
    _ chain: Digest, on lower: [String], limits: LayerLimits = LayerLimits(),
    _ open: () throws(Failure) -> any LayerSteps
  ) throws(Failure) -> String {
    if let folder = folder(of: chain) { return folder }
    // Others that want the same layer wait here, and find it afterwards.
    let lock = try FileLock.wait(path("used/\(chain.hex)"), .exclusive)
    defer { withExtendedLifetime(lock) {} }
    if let folder = folder(of: chain) { return folder }
    let draft = try draft()
    var options = UnpackOptions()
    let mapping = UserNamespace.mapping
    options.devices = System.isSuperuser && mapping == .all ? .made : .skipped
    options.keepsOwners = System.isSuperuser && mapping != .single
    options.marks = .kept(usesUserAttributes: !System.isFirstUserNamespace)
    let folder = try OpenFolder(draft.upper)
    var below: [OpenFolder] = []
    for path in lower.reversed() { below.append(try OpenFolder(path)) }
    let unpacker = try Unpacker(into: folder, options, lower: below, limits: limits)
    try unpacker.apply(open())
    return try draft.commit(as: chain)
  }
}
