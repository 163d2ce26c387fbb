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
        let blobs = image.layerBlobs
        if canUnpack {
          parts += try workshop.snapshots.unpack(blobs).reversed().map { .folder($0) }
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
  var canUnpack: Bool { System.isSuperuser }

  private func storedBlobs(of result: StepResult) throws(Failure) -> [LayerBlob] {
    if case .image(let image) = result.kind { return image.layerBlobs }
    return [layer(try blob(of: result))]
  }

  /// The folders of a result, the lowest first; those that are missing are made.
  func folders(of result: StepResult?) throws(Failure) -> [String] {
    let snapshots = workshop.snapshots
    guard let result else { return [] }
    if case .image(let image) = result.kind { return try snapshots.unpack(image.layerBlobs) }
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
          return try snapshots.unpack(
            layer(stored), as: state.snapshot ?? result.key, on: lower)
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
    return try snapshots.make(state.snapshot ?? result.key, on: lower) { () throws(Failure) in
      set.steps()
    }
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
    workshop.store.layer(stored.descriptor, diffID: stored.diffID)
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
  /// - Parameter leaks: What it must not hold.
  /// - Throws: `Failure` when it cannot be made, or holds a secret; it counts as not made then.
  func blob(
    of result: StepResult, without leaks: LeakSearch = LeakSearch()
  ) throws(Failure) -> StepRecord.Stored {
    guard
      let stored = try blob(of: result, as: settings.form, doesAgain: true, without: leaks)
    else { throw gone }
    return stored
  }

  /// The layer of a step in a form; made where it is missing.
  /// - Parameters:
  ///   - form: How it is stored.
  ///   - doesAgain: Whether the step is done again where its files are nowhere.
  ///   - leaks: What it must not hold.
  /// - Returns: The blob, which the store has; nil where it cannot be made without doing the step.
  func blob(
    of result: StepResult, as form: LayerForm, doesAgain: Bool,
    without leaks: LeakSearch = LeakSearch()
  ) throws(Failure) -> StepRecord.Stored? {
    let base = result.base
    let before = result.current.record.stored[form.name]
    let stored = try result.update { state throws(Failure) -> StepRecord.Stored? in
      if let known = try searched(&state, form, result, leaks) { return known }
      if state.set == nil, state.folder == nil {
        if try rewritten(&state, form) != nil { return try searched(&state, form, result, leaks) }
        if !doesAgain { return nil }
        try redo(result, &state)
        if let known = try searched(&state, form, result, leaks) { return known }
      }
      let writer = try workshop.store.writer()
      let sink = leaks.isEmpty ? nil : LeakSearch.Sink(leaks)
      let content = try content(of: state, on: base)
      let layer = try LayerWriter(
        into: writer, form.compression, level: try form.level(for: content.bytes), plainCopy: sink)
      try write(content, to: layer, form.times)
      let made = try layer.finish()
      if sink?.found == true { try refuse(result, state, leaks) }
      return try finished(made, writer, &state, form, leaks.marks)
    }
    if stored != nil, stored != before {
      workshop.cache.save(result.current.record, result.key)
    }
    return stored
  }

  /// The stored layer, after it was searched for what it must not hold; nil where none is at hand.
  private func searched(
    _ state: inout StepResult.State, _ form: LayerForm, _ result: StepResult, _ leaks: LeakSearch
  ) throws(Failure) -> StepRecord.Stored? {
    guard var known = state.record.stored[form.name], isAtHand(known.descriptor) else { return nil }
    if leaks.marks.isSubset(of: known.searched) { return known }
    try require(result, known, without: leaks)
    known.searched.formUnion(leaks.marks)
    state.record.stored[form.name] = known
    return known
  }

  private func finished(
    _ made: LayerWriter.Result, _ writer: BlobWriter, _ state: inout StepResult.State,
    _ form: LayerForm, _ marks: Set<String> = []
  ) throws(Failure) -> StepRecord.Stored {
    _ = try writer.commit()
    let stored = StepRecord.Stored(
      descriptor: made.descriptor, diffID: made.diffID, searched: marks)
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
        let level = try form.level(for: contentBytes(of: source))
        let reader = try LayerReader(layer(source), checksDiffID: true, isAhead: true)
        let writer = try workshop.store.writer()
        let layer = try LayerWriter(into: writer, form.compression, level: level)
        try layer.write(reader, form.times)
        return try finished(try layer.finish(), writer, &state, form)
      } catch {
        observe(.warning(error.what + error.because.map { ": \($0)" }.joined()))
        state.record.stored[name] = nil
      }
    }
    return nil
  }

  /// The bytes of the contents of a stored layer.
  private func contentBytes(of source: StepRecord.Stored) throws(Failure) -> Int64 {
    var bytes: Int64 = 0
    let reader = try LayerReader(layer(source), isAhead: true)
    while let step = try reader.next() {
      if case .put(let entry) = step.action { bytes += entry.size }
    }
    return bytes
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
    throw gone
  }

  private func write(
    _ content: LayerContent, to layer: LayerWriter, _ times: LayerWriter.Times
  ) throws(Failure) {
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
    throw leak(try leaks.places(in: LayerReader(layer(stored))), result)
  }

  /// Says which files of a layer hold secrets. The layer is written once more for that, and not into
  /// the store.
  private func refuse(
    _ result: StepResult, _ state: StepResult.State, _ leaks: LeakSearch
  ) throws(Failure) {
    let file = try workshop.spool()
    let layer = try LayerWriter(into: file, .none)
    try write(content(of: state, on: result.base), to: layer, .kept)
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
