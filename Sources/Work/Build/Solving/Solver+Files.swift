import Archive
import Host
import Layers
import OCI
import Snapshots
import Source
import Store

extension Solver {
  /// A layer as a tree can be made of it, on any thread.
  private enum Part: Sendable {
    case set(FileSet)
    case folder(String)
    case archives([LayerBlob])
  }

  /// Opens the files of a result, for one thread at a time.
  func tree(of result: StepResult?) throws(Failure)
    -> @Sendable () throws(Failure) -> any FileSource
  {
    var parts: [Part] = []
    var rest: StepResult? = result
    while let current = rest {
      let state = current.current
      if case .image(let image) = current.kind {
        let blobs = try image.layerBlobs()
        if canUnpack, let snapshots = workshop.snapshots {
          parts += try snapshots.unpack(blobs).reversed().map { .folder($0) }
        } else {
          parts.append(.archives(blobs))
        }
      } else if let set = state.set {
        parts.append(.set(set))
      } else if canUnpack {
        parts.append(.folder(try folders(of: current).last ?? ""))
      } else {
        // Layers that hide something mean nothing without those below, so all are read together.
        var blobs: [LayerBlob] = []
        for one in current.chain { blobs += try storedBlobs(of: one) }
        parts.append(.archives(blobs))
        break
      }
      rest = current.base
    }
    let list = parts
    return { () throws(Failure) -> any FileSource in
      var layers: [any StackLayer] = []
      for part in list {
        switch part {
        case .set(let set): layers.append(FileSetLayer(set))
        case .folder(let path): layers.append(try FolderLayer(path))
        case .archives(let blobs): layers.append(try ArchiveLayers(blobs))
        }
      }
      return StackTree(layers, label: "the image")
    }
  }

  /// Whether layers are unpacked into folders here: where containers can be run, or none is needed and
  /// owners can be kept.
  var canUnpack: Bool { workshop.snapshots != nil && System.isSuperuser }

  private func storedBlobs(of result: StepResult) throws(Failure) -> [LayerBlob] {
    if case .image(let image) = result.kind { return try image.layerBlobs() }
    return [layer(try blob(of: result))]
  }

  /// The folders of a result, the lowest first; those that are missing are made.
  func folders(of result: StepResult?) throws(Failure) -> [String] {
    guard let snapshots = workshop.snapshots else {
      throw Failure("cannot unpack the layers of the image")
    }
    guard let result else { return [] }
    if case .image(let image) = result.kind { return try snapshots.unpack(image.layerBlobs()) }
    let lower = try folders(of: result.base)
    let own = try result.update { state throws(Failure) -> String in
      if let folder = state.folder { return folder }
      let folder = try makeFolder(result, &state, on: lower, snapshots)
      state.folder = folder
      return folder
    }
    return lower + [own]
  }

  private func makeFolder(
    _ result: StepResult, _ state: inout StepResult.State, on lower: [String],
    _ snapshots: SnapshotStore
  ) throws(Failure) -> String {
    if state.set == nil {
      for name in LayerForm.sourcesOfFiles(in: state.record.stored.keys) {
        guard let stored = state.record.stored[name], isAtHand(stored.descriptor) else { continue }
        do throws(Failure) {
          return try snapshots.unpack(layer(stored), as: result.key, on: lower)
        } catch {
          // A layer that cannot be unpacked costs the time of its step.
          observe(.warning(error.what + error.because.map { ": \($0)" }.joined()))
          state.record.stored[name] = nil
        }
      }
      try redo(result, &state)
      if let folder = state.folder { return folder }
    }
    guard let set = state.set else { throw gone }
    return try snapshots.make(result.key, on: lower) { () throws(Failure) in set.steps() }
  }

  private func redo(_ result: StepResult, _ state: inout StepResult.State) throws(Failure) {
    guard case .step(let index) = result.kind else { throw gone }
    state = try again(index, result.key)
  }

  private var gone: Failure {
    Failure(
      "cannot find the layer of an earlier build",
      because: ["it was removed while this build went on"], hint: "Build again")
  }

  private func layer(_ stored: StepRecord.Stored) -> LayerBlob {
    let store = workshop.store
    return LayerBlob(stored.descriptor, diffID: stored.diffID, isVerified: true) {
      () throws(Failure) in try store.open(stored.descriptor)
    }
  }

  /// Whether the store has a blob, or it could be fetched from a cache of another machine.
  func isAtHand(_ blob: Descriptor) -> Bool {
    if workshop.store.contains(blob) { return true }
    for cache in imports where cache.index.names(blob.digest) {
      do throws(Failure) {
        try cache.fetch(blob)
        return true
      } catch {
        observe(.warning("\(cache.name): \(error.what)"))
      }
    }
    return false
  }

  /// The layer of a step as it goes into the image; made where it is missing.
  func blob(of result: StepResult) throws(Failure) -> StepRecord.Stored {
    guard let stored = try blob(of: result, as: settings.form, doesAgain: true) else { throw gone }
    return stored
  }

  /// The layer of a step in a form; made where it is missing.
  /// - Parameter doesAgain: Whether the step is done again where its files are nowhere.
  /// - Returns: The blob, which the store has; nil where it cannot be made without doing the step.
  func blob(
    of result: StepResult, as form: LayerForm, doesAgain: Bool
  ) throws(Failure) -> StepRecord.Stored? {
    let base = result.base
    let before = result.current.record.stored[form.name]
    let stored = try result.update { state throws(Failure) -> StepRecord.Stored? in
      if let known = state.record.stored[form.name], isAtHand(known.descriptor) { return known }
      if state.set == nil, state.folder == nil {
        if let stored = try rewritten(&state, form) { return stored }
        if !doesAgain { return nil }
        try redo(result, &state)
        if let known = state.record.stored[form.name], isAtHand(known.descriptor) { return known }
      }
      let writer = try workshop.store.writer()
      let layer = try LayerWriter(into: writer, form.compression, level: form.level)
      if let set = state.set {
        try layer.write(set.steps(), form.times)
      } else if let folder = state.folder {
        let lower = try folders(of: base)
        let changes = try workshop.changes(in: folder, over: lower)
        try changes.write(to: layer.archive) { entry in
          entry.modified = form.times.applied(to: entry.modified)
        }
      } else {
        throw gone
      }
      return try finished(layer, writer, &state, form)
    }
    if stored != nil, stored != before {
      workshop.cache.save(result.current.record, result.key)
    }
    return stored
  }

  private func finished(
    _ layer: LayerWriter, _ writer: BlobWriter, _ state: inout StepResult.State, _ form: LayerForm
  ) throws(Failure) -> StepRecord.Stored {
    let made = try layer.finish()
    try writer.commit()
    let stored = StepRecord.Stored(descriptor: made.descriptor, diffID: made.diffID)
    state.record.stored[form.name] = stored
    return stored
  }

  /// A layer in one form made of another that is stored, without unpacking it.
  private func rewritten(
    _ state: inout StepResult.State, _ form: LayerForm
  ) throws(Failure) -> StepRecord.Stored? {
    for name in form.sources(in: state.record.stored.keys) where name != form.name {
      guard let source = state.record.stored[name], isAtHand(source.descriptor) else { continue }
      do throws(Failure) {
        let reader = try LayerReader(layer(source), checksDiffID: true, isAhead: true)
        let writer = try workshop.store.writer()
        let layer = try LayerWriter(into: writer, form.compression, level: form.level)
        try layer.write(reader, form.times)
        return try finished(layer, writer, &state, form)
      } catch {
        observe(.warning(error.what + error.because.map { ": \($0)" }.joined()))
        state.record.stored[name] = nil
      }
    }
    return nil
  }
}

extension StoredImage {
  /// The layers, the lowest first.
  func layerBlobs() throws(Failure) -> [LayerBlob] {
    var blobs: [LayerBlob] = []
    for (descriptor, diffID) in zip(manifest.layers, config.diffIDs) {
      let store = store
      blobs.append(
        LayerBlob(descriptor, diffID: diffID, isVerified: true) { () throws(Failure) in
          try store.open(descriptor)
        })
    }
    return blobs
  }
}
