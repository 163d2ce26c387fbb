import Archive
import Frontend
import Host
import Layers
import OCI
import Snapshots
import Source
import Store
import Streams

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
    let stored = try blob(of: result)
    let store = workshop.store
    return [
      LayerBlob(stored.descriptor, diffID: stored.diffID, isVerified: true) {
        () throws(Failure) in try store.open(stored.descriptor)
      }
    ]
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
      let folder: String
      if let set = state.set {
        folder = try snapshots.make(state.snapshot ?? result.key, on: lower) { () throws(Failure) in
          set.steps()
        }
      } else if let stored = state.record.stored.values.first(where: {
        workshop.store.contains($0.descriptor)
      }) {
        let store = workshop.store
        folder = try snapshots.unpack(
          LayerBlob(stored.descriptor, diffID: stored.diffID, isVerified: true) {
            () throws(Failure) in try store.open(stored.descriptor)
          }, as: state.snapshot ?? result.key, on: lower)
      } else {
        throw Failure(
          "cannot find the layer of an earlier build",
          because: ["it was removed while this build went on"], hint: "Build again")
      }
      state.folder = folder
      return folder
    }
    return lower + [own]
  }

  /// How much a layer is compressed. Large ones are compressed less where nobody says how much: a few
  /// percent more bytes in a third of the time. It is the content alone that decides.
  private func level(of content: LayerContent) -> Int? {
    if let level = settings.level { return level }
    return settings.compression == .gzip && content.bytes > 64 << 20 ? 1 : nil
  }

  /// The layer of a step as the store has it; made where it is missing.
  /// - Parameter leaks: What it must not hold.
  /// - Throws: `Failure` when it cannot be made, or holds a secret; it counts as not made then.
  func blob(
    of result: StepResult, without leaks: LeakSearch = LeakSearch()
  ) throws(Failure) -> StepRecord.Stored {
    let form = settings.form
    let base = result.base
    let stored = try result.update { state throws(Failure) -> (StepRecord.Stored, isNew: Bool) in
      if var known = state.record.stored[form], workshop.store.contains(known.descriptor) {
        if leaks.marks.isSubset(of: known.searched) { return (known, false) }
        try require(result, known, without: leaks)
        known.searched.formUnion(leaks.marks)
        state.record.stored[form] = known
        return (known, true)
      }
      let writer = try workshop.store.writer()
      let sink = leaks.isEmpty ? nil : LeakSearch.Sink(leaks)
      let content = try content(of: state, on: base)
      let layer = try LayerWriter(
        into: writer, settings.compression, level: level(of: content), plainCopy: sink)
      try write(content, to: layer)
      let made = try layer.finish()
      if sink?.found == true { try refuse(result, state, leaks) }
      _ = try writer.commit()
      let stored = StepRecord.Stored(
        descriptor: made.descriptor, diffID: made.diffID, searched: leaks.marks)
      state.record.stored[form] = stored
      return (stored, true)
    }
    if stored.isNew { workshop.cache.save(result.current.record, result.key) }
    return stored.0
  }

  /// The files of a layer, wherever they lie.
  private enum LayerContent {
    case set(FileSet)
    case changes(SnapshotChanges)

    var bytes: Int64 {
      switch self {
      case .set(let set): set.contentBytes
      case .changes(let changes): changes.entries.reduce(0) { $0 + $1.size }
      }
    }
  }

  private func content(
    of state: StepResult.State, on base: StepResult?
  ) throws(Failure) -> LayerContent {
    if let set = state.set { return .set(set) }
    if let folder = state.folder {
      return .changes(try workshop.changes(in: folder, over: try folders(of: base)))
    }
    throw Failure(
      "cannot find the layer of an earlier build",
      because: ["it was removed while this build went on"], hint: "Build again")
  }

  private func write(_ content: LayerContent, to layer: LayerWriter) throws(Failure) {
    let times = settings.times
    switch content {
    case .set(let set): try layer.write(set.steps(), times)
    case .changes(let changes):
      try changes.write(to: layer.archive) { entry in
        entry.modified = times.applied(to: entry.modified)
      }
    }
  }

  // MARK: Leaks

  /// Looks for secrets in a layer that was made before.
  private func require(
    _ result: StepResult, _ stored: StepRecord.Stored, without leaks: LeakSearch
  ) throws(Failure) {
    let sink = LeakSearch.Sink(leaks)
    try Decompressor(workshop.store.open(stored.descriptor), what: "the layer").copy(to: sink)
    guard sink.found else { return }
    let store = workshop.store
    let blob = LayerBlob(stored.descriptor, diffID: stored.diffID, isVerified: true) {
      () throws(Failure) in try store.open(stored.descriptor)
    }
    throw leak(try leaks.places(in: LayerReader(blob)), result)
  }

  /// Says which files of a layer hold secrets. The layer is written once more for that, and not into
  /// the store.
  private func refuse(
    _ result: StepResult, _ state: StepResult.State, _ leaks: LeakSearch
  ) throws(Failure) {
    let file = try workshop.spool()
    let layer = try LayerWriter(into: file, .none)
    try write(content(of: state, on: result.base), to: layer)
    _ = try layer.finish()
    let path = file.path
    let blob = LayerBlob(
      Descriptor(of: [], .layer), diffID: nil, isVerified: true
    ) { () throws(Failure) in try FileStream(path) }
    throw leak(try leaks.places(in: LayerReader(blob)), result)
  }

  private func leak(_ places: [LeakSearch.Place], _ result: StepResult) -> Failure {
    // A step that is found again would pass when only the secret is another.
    workshop.cache.forget(result.key)
    let operation = result.operation.map { definition.operations[$0] }
    var place: Failure.Place?
    if let range = operation?.range, let source = settings.dockerfile {
      place = .init(name: source.name, position: source.position(at: range.lowerBound))
    }
    let found =
      places.isEmpty
      ? [LeakSearch.Place(path: "the archive of the layer", owner: "a secret", encoding: nil)]
      : places
    return LeakSearch.failure(found, operation?.title, place: place)
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
