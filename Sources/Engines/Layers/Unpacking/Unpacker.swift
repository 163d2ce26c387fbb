import Archive
public import Host
public import Source
import Streams

/// Makes the files of layers below a folder, one layer after the other.
///
/// Whatever an archive holds, nothing outside of the folder is read, written or linked to: each name is
/// reached from the folder before it, which is held open, and no link is followed but as text.
public final class Unpacker {
  let root: OpenFolder
  let options: UnpackOptions
  let limits: LayerLimits
  private(set) var bytesWritten: Int64 = 0
  /// What the current layer has put somewhere, and the folders above it.
  private var touched: Set<LayerPath> = []
  /// Whether lower layers can have left anything that a mark can hide.
  private var isLowest: Bool
  /// What folders get when their layer is complete, because a folder that may not be written takes no
  /// files and its time changes with each.
  private var later: [LayerPath: FolderProperties] = [:]
  /// The open folders on the way to the last entry.
  private var way: [(name: RawName, folder: OpenFolder)] = []
  private let isSuperuser: Bool
  /// The folders that this one is laid on, the highest first.
  private let lower: [OpenFolder]

  private struct FolderProperties {
    var mode: UInt32
    var seconds: Int64
    var nanoseconds: Int32
  }

  /// How many devices were left out so far.
  public private(set) var skippedDevices = 0

  /// An unpacker into a folder.
  /// - Parameters:
  ///   - folder: The folder; what is in it counts as a lower layer.
  ///   - options: How files are made.
  ///   - lower: Where marks are kept, the folders that this one will be laid on, the highest first.
  ///   - limits: How deep links and folders may go.
  public init(
    into folder: OpenFolder, _ options: UnpackOptions = UnpackOptions(), lower: [OpenFolder] = [],
    limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    root = folder
    self.options = options
    self.limits = limits
    isLowest = try folder.names(limit: .max).isEmpty
    isSuperuser = System.isSuperuser
    self.lower = lower
  }

  /// Makes a folder and the files of an image in it.
  /// - Parameters:
  ///   - layers: The layers, the lowest first.
  ///   - path: The folder, which must not be there or be empty.
  ///   - options: How files are made.
  ///   - limits: How much the layers may ask for.
  /// - Throws: `Failure` when a layer is damaged or hostile, or a file cannot be made; nothing is left
  ///   then.
  public static func unpack(
    _ layers: [LayerBlob], into path: String, _ options: UnpackOptions = UnpackOptions(),
    limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    let wasThere = Files.statusOfLink(path) != nil
    if !wasThere { try Files.makeFolder(path) }
    let folder = try OpenFolder(path)
    if try !folder.names(limit: .max).isEmpty {
      throw Failure(
        "cannot unpack into `\(path)`", because: ["the folder is not empty"],
        hint: "name a folder that is not there yet")
    }
    do throws(Failure) {
      let unpacker = try Unpacker(into: folder, options, limits: limits)
      for layer in layers { try unpacker.apply(LayerReader(layer, limits: limits)) }
    } catch {
      // Why it failed matters more than why the rest could not be removed.
      for name in (try? folder.names(limit: .max)) ?? [] { try? folder.remove(name) }
      if !wasThere { try? Files.removeEmptyFolder(path) }
      throw error
    }
  }

  /// Makes the files of a layer on top of what is there.
  /// - Throws: `Failure` when the layer is damaged or hostile, or a file cannot be made; what was made
  ///   before stays.
  public func apply(_ layer: any LayerSteps) throws(Failure) {
    touched = []
    while let step = try layer.next() {
      switch step.action {
      case .hide: try hide(step.path, includingItself: true)
      case .empty: try hide(step.path, includingItself: false)
      case .put(let entry): try put(entry, at: step.path, layer)
      }
    }
    try finishFolders()
    isLowest = false
  }

  // MARK: Files

  private func put(_ entry: TarEntry, at path: LayerPath, _ layer: any LayerSteps) throws(Failure) {
    guard let name = path.last else {
      try setFolder(entry, root, path)
      return
    }
    let (folder, parent) = try open(path.names.dropLast(), isMaking: true)!
    let place = parent.appending(name)
    if entry.kind == .folder {
      let inner = try makeOrKeepFolder(name, in: folder, place)
      try setFolder(entry, inner, place)
      touch(place)
      return
    }
    if entry.kind == .characterDevice || entry.kind == .blockDevice {
      guard try takesDevice(entry, place) else { return }
    }
    if entry.kind == .hardLink {
      try makeHardLink(entry, name, in: folder, place)
      touch(place)
      return
    }
    try remove(name, in: folder, place)
    switch entry.kind {
    case .file:
      let file = try folder.makeFile(name)
      while let piece = try layer.read() {
        bytesWritten += Int64(piece.count)
        if bytesWritten > options.maximumBytes {
          throw LayerPath.refusal(
            entry.path, "the files have more than \(options.maximumBytes >> 20) MiB in all")
        }
        try file.write(piece)
      }
      try setProperties(entry, of: file)
      try file.setTime(
        seconds: entry.modified.seconds, nanoseconds: entry.modified.nanoseconds)
    case .symbolicLink:
      try folder.makeLink(name, to: entry.link.bytes)
      try setOthers(entry, name, in: folder, setsMode: false)
    case .pipe:
      try folder.makePipe(name)
      try setOthers(entry, name, in: folder, setsMode: true)
    case .characterDevice, .blockDevice:
      try folder.makeDevice(
        name, isBlock: entry.kind == .blockDevice, major: entry.deviceMajor,
        minor: entry.deviceMinor)
      try setOthers(entry, name, in: folder, setsMode: true)
    case .folder, .hardLink, .other: break
    }
    touch(place)
  }

  private func takesDevice(_ entry: TarEntry, _ place: LayerPath) throws(Failure) -> Bool {
    switch options.devices {
    case .skipped:
      skippedDevices += 1
      return false
    case .refused: throw LayerPath.refusal(place.raw, "it is a device")
    case .made:
      // Overlay file systems take this device for the mark of a deletion.
      if entry.kind == .characterDevice, entry.deviceMajor == 0, entry.deviceMinor == 0 {
        throw LayerPath.refusal(place.raw, "it is the device 0:0")
      }
      return true
    }
  }

  private func makeHardLink(
    _ entry: TarEntry, _ name: RawName, in folder: OpenFolder, _ place: LayerPath
  ) throws(Failure) {
    let target: LayerPath
    do throws(Failure) {
      target = try LayerPath(entry.link, limits: limits)
    } catch {
      throw LayerPath.refusal(place.raw, "as a hard link it leads out of the image")
    }
    guard let last = target.last, let (other, otherPath) = try open(target.names.dropLast()),
      let status = try other.status(last)
    else {
      if let (below, _) = try below(target), try copyUp(target, from: below) {
        return try makeHardLink(entry, name, in: folder, place)
      }
      // A device that was left out has no second name either.
      if options.devices == .skipped, skippedDevices > 0 { return }
      throw LayerPath.refusal(
        place.raw, "as a hard link it leads to `\(target)`, which is not there")
    }
    if status.kind == .folder {
      throw LayerPath.refusal(place.raw, "as a hard link it leads to a folder")
    }
    if otherPath.appending(last) == place {
      throw LayerPath.refusal(place.raw, "as a hard link it leads to itself")
    }
    try remove(name, in: folder, place)
    try folder.makeHardLink(name, to: last, in: other)
  }

  // MARK: Properties

  private func setFolder(
    _ entry: TarEntry, _ folder: OpenFolder, _ place: LayerPath
  ) throws(Failure) {
    try setProperties(entry, of: folder.itself, setsMode: false)
    later[place] = FolderProperties(
      mode: mode(entry), seconds: entry.modified.seconds, nanoseconds: entry.modified.nanoseconds)
  }

  /// Sets the owner first, because it takes away privileges, and privileges last.
  private func setProperties(
    _ entry: TarEntry, of file: OpenFile, setsMode: Bool = true
  ) throws(Failure) {
    if options.keepsOwners { try file.setOwner(entry.owner, group: entry.group) }
    if setsMode { try file.setMode(mode(entry)) }
    for attribute in entry.attributes where isKept(attribute.key) {
      // What this file system or this user cannot have is left out, as Docker does.
      _ = try file.setAttribute(attribute.key, attribute.value)
    }
  }

  private func setOthers(
    _ entry: TarEntry, _ name: RawName, in folder: OpenFolder, setsMode: Bool
  ) throws(Failure) {
    if options.keepsOwners {
      try folder.setOwner(name, owner: entry.owner, group: entry.group)
    }
    if setsMode { try folder.setMode(name, mode(entry)) }
    try folder.setTime(
      name, seconds: entry.modified.seconds, nanoseconds: entry.modified.nanoseconds)
  }

  private func mode(_ entry: TarEntry) -> UInt32 {
    options.keepsPrivileges ? entry.mode : entry.mode & 0o1777
  }

  private func isKept(_ attribute: String) -> Bool {
    // With these a layer could tell an overlay file system to look elsewhere.
    if attribute.hasPrefix("trusted.overlay.") || attribute.hasPrefix("user.overlay.") {
      return false
    }
    return options.keepsPrivileges || !attribute.hasPrefix("security.")
  }

  private func finishFolders() throws(Failure) {
    way = []
    for (path, properties) in later.sorted(by: { $1.key < $0.key }) {
      guard let (folder, found) = try open(path.names[...]), found == path else { continue }
      let file = folder.itself
      try file.setMode(properties.mode)
      try file.setTime(seconds: properties.seconds, nanoseconds: properties.nanoseconds)
      way = []
    }
    later = [:]
  }

  // MARK: Folders

  private func makeOrKeepFolder(
    _ name: RawName, in folder: OpenFolder, _ place: LayerPath
  ) throws(Failure) -> OpenFolder {
    if let existing = try folder.folder(name) { return existing }
    if options.links == .followed, try folder.status(name)?.kind == .link,
      let (linked, _) = try? open(place.names[...])
    {
      return linked
    }
    let wasHidden = try isKept(mark: name, in: folder)
    try remove(name, in: folder, place)
    let made = try folder.makeFolder(name)
    try made.itself.setMode(0o755)
    // What lies below was deleted before the folder was made anew.
    if wasHidden { try close(made) } else { try adopt(made, place) }
    return made
  }

  /// Opens the folder of a path, and says where links led to.
  /// - Returns: nil when it is not there and shall not be made.
  private func open(
    _ names: ArraySlice<RawName>, isMaking: Bool = false
  ) throws(Failure) -> (OpenFolder, LayerPath)? {
    var depth = 0
    while depth < way.count, depth < names.count,
      way[depth].name == names[names.startIndex + depth]
    {
      depth += 1
    }
    way.removeSubrange(depth...)
    var rest: [ArraySlice<UInt8>] = names.dropFirst(depth).reversed().map { $0.bytes[...] }
    var links = 0
    while let part = rest.popLast() {
      if part.elementsEqual([46, 46]) {
        _ = way.popLast()
        continue
      }
      guard let name = RawName(part) else { return nil }
      let folder = way.last?.folder ?? root
      if let inner = try folder.folder(name) {
        try unlock(inner, way.map(\.name) + [name])
        way.append((name, inner))
        continue
      }
      if options.links == .followed, try folder.status(name)?.kind == .link {
        links += 1
        let target = RawPath(try folder.linkTarget(name))
        if links > limits.links || rest.count + target.parts.count > limits.depth * 2 {
          throw LayerPath.refusal(LayerPath(Array(names)).raw, "its links lead in a loop")
        }
        if target.isAbsolute { way = [] }
        rest += target.parts.reversed()
        continue
      }
      guard isMaking else { return nil }
      let place = LayerPath(way.map(\.name) + [name])
      way.append((name, try makeOrKeepFolder(name, in: folder, place)))
      touch(place)
    }
    return (way.last?.folder ?? root, LayerPath(way.map(\.name)))
  }

  /// Lets this process into a folder of its own that says otherwise, until its layer is complete.
  private func unlock(_ folder: OpenFolder, _ names: @autoclosure () -> [RawName]) throws(Failure) {
    if isSuperuser { return }
    let status = try folder.status()
    if status.mode & 0o700 == 0o700 { return }
    let place = LayerPath(names())
    if later[place] == nil {
      later[place] = FolderProperties(
        mode: status.mode, seconds: status.modified,
        nanoseconds: status.modifiedNanoseconds)
    }
    try folder.itself.setMode(status.mode | 0o700)
  }

  private func remove(
    _ name: RawName, in folder: OpenFolder, _ place: LayerPath
  ) throws(Failure) {
    try folder.remove(name)
    forget(place)
  }

  /// Drops what is known of a place that is removed.
  private func forget(_ place: LayerPath) {
    later[place] = nil
    let depth = place.names.count
    if way.count >= depth, way.prefix(depth).map(\.name) == place.names {
      way.removeSubrange((depth - 1)...)
    }
  }

  // MARK: Marks of deletion that are kept

  private func isKept(mark name: RawName, in folder: OpenFolder) throws(Failure) -> Bool {
    if case .obeyed = options.marks { return false }
    return try folder.status(name)?.isOverlayMark ?? false
  }

  /// Hides all that lower folders have in a folder.
  private func close(_ folder: OpenFolder) throws(Failure) {
    guard case .kept(let usesUserAttributes) = options.marks else { return }
    let attribute = (usesUserAttributes ? "user" : "trusted") + ".overlay.opaque"
    if try !folder.itself.setAttribute(attribute, [UInt8(ascii: "y")]) {
      throw Failure(
        "cannot hide what lies below `\(folder.label)`",
        because: ["the file system takes no attribute `\(attribute)`"],
        hint: "keep the store on ext4, xfs or btrfs")
    }
  }

  /// Gives a folder that the layer does not tell of the properties that it has below.
  private func adopt(_ folder: OpenFolder, _ place: LayerPath) throws(Failure) {
    guard let (below, name) = try below(place), let status = try below.status(name),
      let inner = try below.folder(name)
    else { return }
    let file = folder.itself
    if options.keepsOwners { try file.setOwner(status.owner, group: status.group) }
    for (name, value) in try inner.itself.attributes() where isKept(name) {
      _ = try file.setAttribute(name, value)
    }
    later[place] = FolderProperties(
      mode: status.mode, seconds: status.modified, nanoseconds: status.modifiedNanoseconds)
  }

  /// The folder below that holds what a path names there, as overlayfs shows it; nil for nothing.
  private func below(_ place: LayerPath) throws(Failure) -> (OpenFolder, RawName)? {
    next: for root in lower {
      var folder = root
      var isClosed = try folder.isOverlayOpaque()
      for name in place.names.dropLast() {
        guard let inner = try folder.folder(name) else {
          // Something else in the way, or a mark, hides what is further down.
          if isClosed { return nil }
          if try folder.status(name) != nil { return nil }
          continue next
        }
        folder = inner
        if !isClosed { isClosed = try folder.isOverlayOpaque() }
      }
      guard let last = place.last else { return nil }
      if let status = try folder.status(last) {
        return status.isOverlayMark ? nil : (folder, last)
      }
      if isClosed { return nil }
    }
    return nil
  }

  /// Copies a file from below to its place here, so that it can get a second name.
  private func copyUp(_ place: LayerPath, from below: OpenFolder) throws(Failure) -> Bool {
    guard let name = place.last, let status = try below.status(name) else { return false }
    let (folder, _) = try open(place.names.dropLast(), isMaking: true)!
    if status.kind == .link {
      try folder.makeLink(name, to: try below.linkTarget(name))
    } else if let source = try below.file(name) {
      let copy = try folder.makeFile(name)
      bytesWritten += try source.copy(to: copy)
      if options.keepsOwners { try copy.setOwner(status.owner, group: status.group) }
      try copy.setMode(status.mode)
      for (name, value) in try source.attributes() where isKept(name) {
        _ = try copy.setAttribute(name, value)
      }
    } else {
      return false
    }
    if options.keepsOwners, status.kind == .link {
      try folder.setOwner(name, owner: status.owner, group: status.group)
    }
    try folder.setTime(
      name, seconds: status.modified, nanoseconds: status.modifiedNanoseconds)
    return true
  }

  private func keep(mark path: LayerPath, includingItself: Bool) throws(Failure) {
    guard let name = path.last else { return try close(root) }
    // overlayfs shows a mark in a folder that is not below too, so none is made for nothing.
    if try below(path) == nil { return }
    let (folder, parent) = try open(path.names.dropLast(), isMaking: true)!
    let place = parent.appending(name)
    if !includingItself {
      return try close(try makeOrKeepFolder(name, in: folder, place))
    }
    if let inner = try folder.folder(name) {
      try close(inner)
    } else if try folder.status(name) == nil {
      try folder.makeDevice(name, isBlock: false, major: 0, minor: 0)
    }
  }

  // MARK: Marks of deletion

  private func touch(_ place: LayerPath) {
    // The lowest layer has nothing below it to hide.
    if isLowest { return }
    var place = place
    while touched.insert(place).inserted, !place.names.isEmpty { place = place.parent }
  }

  private func hide(_ path: LayerPath, includingItself: Bool) throws(Failure) {
    if options.marks != .obeyed {
      if !lower.isEmpty { try keep(mark: path, includingItself: includingItself) }
      return
    }
    if isLowest { return }
    guard let name = path.last else {
      for inner in try root.names() { try clear(inner, in: root, LayerPath([inner])) }
      return
    }
    guard let (folder, parent) = try open(path.names.dropLast()) else { return }
    let place = parent.appending(name)
    if includingItself {
      try clear(name, in: folder, place)
    } else if let inner = try folder.folder(name) {
      for child in try inner.names() { try clear(child, in: inner, place.appending(child)) }
    }
  }

  /// Removes what lower layers left; folders stay while something of this layer is in them.
  private func clear(
    _ name: RawName, in folder: OpenFolder, _ place: LayerPath
  ) throws(Failure) {
    if !touched.contains(place) {
      try remove(name, in: folder, place)
    } else if let inner = try folder.folder(name) {
      for child in try inner.names() { try clear(child, in: inner, place.appending(child)) }
    }
  }
}
