import Documents
public import Frontend
import Host
import Layers
import OCI
import Snapshots
public import Source
import Store
import Synchronization

/// Carries a definition out and makes the image.
public struct Builder: Sendable {
  private let workshop: Workshop
  private let settings: BuildSettings
  private let control: BuildControl
  private let observe: BuildObserver

  /// A builder.
  /// - Parameters:
  ///   - workshop: Where it works.
  ///   - settings: How.
  ///   - control: By what it is stopped.
  ///   - observe: Told of what happens, on any thread.
  public init(
    _ workshop: Workshop, _ settings: BuildSettings, control: BuildControl = BuildControl(),
    observe: @escaping BuildObserver = { _ in }
  ) {
    self.workshop = workshop
    self.settings = settings
    self.control = control
    self.observe = observe
  }

  /// Builds an image into the store. Whoever calls it must hold a lease of the store.
  /// - Parameters:
  ///   - definition: What is to be done.
  ///   - inputs: What it is done with.
  ///   - annotations: What the manifest says of the image.
  /// - Throws: `Failure` where a step fails; what other steps have done stays for the next build.
  public func build(
    _ definition: BuildDefinition, _ inputs: BuildInputs, annotations: [String: String] = [:]
  ) throws(Failure) -> BuiltImage {
    let started = System.secondsSince1970
    let lease = try workshop.snapshots.lease()
    defer { withExtendedLifetime(lease) {} }
    let solver = Solver(
      definition, inputs, settings, workshop, control: control, observe: observe)
    let result = try solver.solve()
    try control.check()
    let leaks = try LeakSearch(solver)
    for note in leaks.notes { observe(.warning(note)) }
    observe(.exporting("layers"))
    var layers: [BuiltImage.Layer] = []
    var descriptors: [Descriptor] = []
    var diffIDs: [Digest] = []
    let chain = result?.chain ?? []
    if case .image(let image) = chain.first?.kind {
      descriptors = image.manifest.layers
      diffIDs = image.config.diffIDs
    }
    let steps = chain.filter { $0.operation != nil }
    let own = steps.compactMap { step in step.operation.map { ($0, step.isCached) } }
    // Layers do not wait for each other to be written.
    let stored = Parallel.map(steps, threads: System.processorCount) {
      one -> Result<StepRecord.Stored, Failure> in
      do throws(Failure) {
        return .success(try solver.blob(of: one, without: leaks))
      } catch {
        return .failure(error)
      }
    }
    for (index, outcome) in stored.enumerated() {
      let layer = try outcome.get()
      descriptors.append(layer.descriptor)
      diffIDs.append(layer.diffID)
      let (operation, isCached) = own[index]
      if !isCached { observe(.stored(operation, layer.descriptor.size)) }
      layers.append(
        .init(
          operation: operation, descriptor: layer.descriptor, diffID: layer.diffID,
          isCached: isCached))
    }
    let created = Timestamp.text(settings.created ?? BuildSettings.constantTime)
    let history = definition.history.map { step in
      ImageConfig.History(
        created: step.created ?? created, createdBy: leaks.hidden(step.createdBy),
        comment: step.comment,
        author: step.author, isEmptyLayer: step.isEmptyLayer)
    }
    let config = ImageConfig(
      platform: definition.platform, runtime: definition.runtime, diffIDs: diffIDs,
      history: history, created: created, author: definition.author)
    try leaks.require(config)
    let store = workshop.store
    let configDescriptor = try store.put(config.bytes, .config)
    let manifest = Manifest(
      config: configDescriptor, layers: descriptors, annotations: annotations
    ).replacingLayers(descriptors)
    _ = try store.put(manifest.bytes, .manifest)
    observe(.exporting("manifest \(manifest.digest.short)"))
    let provenance = Provenance(
      definition: definition, inputs: inputs, settings: settings,
      ledger: solver.ledger.withLock { $0 },
      hiddenArguments: Set(leaks.hiddenArguments.map(\.name)), started: started,
      finished: System.secondsSince1970,
      invocation: Files.freshName)
    let statement = provenance.statement(.max, of: manifest.descriptor).bytes()
    try leaks.require(statement, "the provenance of the image")
    if settings.recordsProvenance { try record(statement, of: manifest.descriptor) }
    var cache: CacheIndex?
    if let mode = settings.exportedCache {
      observe(.exporting("cache"))
      cache = try solver.exportedCache(mode, result, without: leaks)
    }
    return BuiltImage(
      manifest: manifest.descriptor.with(platform: definition.platform), config: config,
      layers: layers, provenance: provenance, definition: definition, cache: cache)
  }

  /// Keeps where an image came from beside it, as an artifact that refers to it.
  private func record(_ statement: [UInt8], of image: Descriptor) throws(Failure) {
    let store = workshop.store
    let statement = try store.put(statement, Provenance.mediaType, isDurable: false)
      .with(annotations: ["in-toto.io/predicate-type": Provenance.predicateType])
    let empty = try store.put(Array("{}".utf8), .empty, isDurable: false)
    _ = try store.putReferrer(
      Manifest(
        config: empty, layers: [statement], artifactType: Provenance.mediaType.rawValue,
        subject: image))
  }
}
