import Archive
import Docker
import Host
public import OCI
public import Source
import Store
public import Streams

extension Images {
  /// Reads an image of an archive into the store.
  func archive(
    _ file: String, _ name: String?, _ form: ArchiveIntake.Form
  ) throws(Failure) -> Found {
    let intake = try ArchiveIntake(try FileStream(file), name: file, into: store)
    let image = try intake.image(name, form: form)
    return Found(root: image.descriptor, name: nil, names: image.names)
  }

  func daemonImage(_ name: String) throws(Failure) -> Found {
    let daemon = try DockerDaemon(try DockerEndpoint(environment: environment), http)
    let stream = try daemon.save(name)
    let intake = try ArchiveIntake(stream, name: "docker-daemon:\(name)", into: store)
    guard let image = try intake.images().first else {
      throw Failure("cannot take `\(name)` from the Docker daemon", because: ["it sent no image"])
    }
    return Found(root: image.descriptor, name: nil, names: image.names)
  }

  /// Puts an image of the store where it is to go.
  /// - Parameters:
  ///   - found: The image.
  ///   - location: Where it goes; a bare name is one of the store.
  ///   - platform: Which image of an index goes to places that have no indexes.
  ///   - options: How it goes to a registry.
  /// - Returns: The descriptor of what is there now.
  /// - Throws: `Failure` when a blob is missing or altered, or the place does not take it.
  public func deliver(
    _ found: Found, to location: ImageLocation, _ platform: Platform,
    _ options: PushOptions = PushOptions()
  ) throws(Failure) -> Descriptor {
    var root = found.root
    if let compression = options.compression, options.recompresses {
      root = try store.recompressed(root, compression, onlyPlain: false, threads: threads)
    }
    switch location {
    case .bare(let name), .store(let name):
      try setName(try ImageLocation.reference(name), root, .made)
    case .registry(let reference): return try push(root, to: reference, options)
    case .layout(let folder, let name):
      try ImageLayout(folder).add(root, from: store, name: name, observe: observe)
    case .layoutArchive(let file, let name):
      let writing = ArchiveWriting(from: store)
      try write(file) { sink throws(Failure) in
        try writing.writeLayout(root, name: name, to: sink, observe: observe)
      }
    case .dockerArchive(let file, let name):
      let names = try name.map { text throws(Failure) in [try ImageLocation.reference(text)] }
      let item = ArchiveWriting.Item(root, names: names ?? Images.tags(found.name))
      try write(file) { sink throws(Failure) in
        try ArchiveWriting(from: store).writeDocker([item], platform, to: sink, observe: observe)
      }
    case .dockerDaemon(let name):
      let daemon = try DockerDaemon(try DockerEndpoint(environment: environment), http)
      let item = ArchiveWriting.Item(root, names: Images.tags(try ImageLocation.reference(name)))
      try give(item, to: daemon, platform)
    }
    return root
  }

  /// The daemon is told the length of nothing, so the archive is made in a file of the store first and
  /// never stands in memory.
  private func give(
    _ item: ArchiveWriting.Item, to daemon: DockerDaemon, _ platform: Platform
  ) throws(Failure) {
    let writer = try store.writer()
    try ArchiveWriting(from: store).writeDocker([item], platform, to: writer, observe: observe)
    let (digest, _) = try writer.commit()
    let path = store.path(of: digest)
    defer { try? Files.remove(path) }
    _ = try daemon.load { () throws(Failure) -> any ByteStream in try FileStream(path) }
  }

  /// A reference as Docker tags an image with it: a tag always, a digest never.
  static func tags(_ reference: ImageReference?) -> [ImageReference] {
    guard let reference else { return [] }
    return reference.digest != nil && reference.tag == nil
      ? [] : [reference.with(tag: reference.tag ?? "latest")]
  }

  /// Writes a file as a whole: its name appears when it is complete.
  public func write(
    _ file: String, _ fill: (any ByteSink) throws(Failure) -> Void
  ) throws(Failure) {
    if Files.isFolder(file) {
      throw Failure("cannot write `\(file)`", because: ["it is a folder"], hint: "name a file")
    }
    let random = Files.freshName
    let name = "\(file).\(random).tmp"
    let target = try WritableFile.create(name, isTemporary: true)
    try fill(target)
    try target.synchronize()
    try target.move(to: file, mode: 0o644)
  }

  /// Takes all images of an archive under the names that it gives them.
  /// - Parameters:
  ///   - stream: The archive.
  ///   - name: How messages name it.
  /// - Returns: The images and their names in the store.
  /// - Throws: `Failure` when the archive cannot be read; no name is set then.
  public func load(
    _ stream: some ByteStream, name: String
  ) throws(Failure) -> [(root: Descriptor, names: [String])] {
    let intake = try ArchiveIntake(stream, name: name, into: store)
    var loaded: [(root: Descriptor, names: [String])] = []
    for image in try intake.images() {
      let references = image.names.compactMap { Images.fullName($0) }
      loaded.append((image.descriptor, references.map(Images.key)))
    }
    for (root, names) in loaded {
      for name in names {
        try store.setName(
          ImageRecord(name: name, descriptor: root, origin: .imported, since: now()))
      }
    }
    return loaded
  }

  /// What an archive calls an image, where that is a whole name and not a bare tag.
  private static func fullName(_ text: String) -> ImageReference? {
    guard text.contains(":") || text.contains("/") else { return nil }
    return try? ImageReference(parsing: text)
  }
}
