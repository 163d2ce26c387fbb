import Archive
import Arguments
import Build
import Documents
import Frontend
import Host
import Layers
import OCI
import Source
import Store
import Streams
import Terminal
import Transfer

/// Brings what was built where it is to go, its content first and its names last.
struct BuildDelivery {
  private let session: Session
  private let work: ImageSession
  private let request: BuildRequest
  private let arguments: ParsedArguments

  init(
    _ session: Session, _ work: ImageSession, _ request: BuildRequest,
    _ arguments: ParsedArguments
  ) {
    self.session = session
    self.work = work
    self.request = request
    self.arguments = arguments
  }

  func deliver(_ root: Descriptor, _ images: [BuiltImage]) throws(Failure) {
    var names = request.names
    if arguments.flag(BuildArguments.tagLocal) {
      let folder = Paths.name(
        of: session.path(arguments.argument(BuildArguments.context) ?? "."))
      let cleaned = folder.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "-" }
      names.append(try ImageLocation.reference("\(cleaned.isEmpty ? "image" : cleaned):local"))
    }
    for output in request.outputs {
      var targets = names
      for text in (output.fields["name"] ?? "").split(separator: ";") {
        targets.append(try ImageLocation.reference(String(text)))
      }
      try deliver(root, images, output, targets)
    }
    if let file = arguments.value(BuildArguments.imageIDFile) {
      // As buildx has it: what Docker knows the image by, which is its configuration.
      let digest = images.count == 1 ? images[0].configuration : root.digest
      try Files.write(Array("\(digest)".utf8), to: session.path(file))
    }
    if let file = arguments.value(BuildArguments.metadataFile) {
      try Files.write(metadata(root, images, names), to: session.path(file))
    }
  }

  private func deliver(
    _ root: Descriptor, _ images: [BuiltImage], _ output: BuildOutput, _ names: [ImageReference]
  ) throws(Failure) {
    var root = root
    if output.isOn("force-compression"), let wanted = try output.form().compression {
      // The layers of the base too.
      root = try work.images.store.recompressed(
        root, wanted, onlyPlain: false, threads: session.processors)
    }
    let found = Images.Found(root: root, name: names.first)
    func send(_ location: ImageLocation) throws(Failure) {
      _ = try work.images.deliver(found, to: location, request.platforms[0])
    }
    switch output.kind {
    case .image:
      for name in names { try send(.store(Images.key(name))) }
      if names.isEmpty { session.write("\(root.digest)\n") }
    case .registry:
      if names.isEmpty {
        throw Failure("cannot push an image without a name", hint: "Name it with `--tag`")
      }
      for name in names { try send(.registry(name)) }
    case .oci:
      let tag = names.first.map { Images.key($0) }
      guard let place = output.destination else { return }
      if place == "-" {
        try work.images.write(toOutputOf: session) { sink throws(Failure) in
          try ArchiveWriting(from: work.images.store).writeLayout(root, name: tag, to: sink)
        }
      } else {
        try send(
          output.isTar ? .layoutArchive(file: place, name: tag) : .layout(folder: place, name: tag))
      }
    case .docker:
      guard let place = output.destination else {
        guard let name = names.first else {
          throw Failure(
            "cannot give an image without a name to the Docker daemon",
            hint: "Name it with `--tag`")
        }
        try send(.dockerDaemon(Images.key(name)))
        return
      }
      if place == "-" {
        let item = ArchiveWriting.Item(root, names: names)
        try work.images.write(toOutputOf: session) { sink throws(Failure) in
          try ArchiveWriting(from: work.images.store).writeDocker(
            [item], request.platforms[0], to: sink)
        }
      } else {
        try send(.dockerArchive(file: place, name: names.first.map { Images.key($0) }))
      }
    case .local, .tar:
      for image in images { try files(of: image, output, isOne: images.count == 1) }
    }
  }

  /// Writes the files of an image, those of several below the names of their platforms.
  private func files(
    of built: BuiltImage, _ output: BuildOutput, isOne: Bool
  ) throws(Failure) {
    let store = work.images.store
    let layers = try store.image(built.manifest, built.config.platform).layerBlobs
    guard let place = output.destination else { return }
    let write = { (sink: any ByteSink) throws(Failure) in
      let writer = TarWriter(into: sink)
      try FileTree(reading: layers).write(to: writer, contentFrom: layers)
      try writer.finish()
    }
    let suffix = built.config.platform.description.map { $0 == "/" ? "_" : $0 }
    if output.kind == .local {
      let folder = isOne ? place : Paths.join(place, String(suffix))
      try Files.makeFolder(folder)
      // As in BuildKit, files come on top of what the folder has.
      var options = UnpackOptions()
      options.keepsOwners = false
      options.keepsPrivileges = false
      let unpacker = try Unpacker(into: OpenFolder(folder), options)
      let merged = try WritableFile.create(
        Paths.join(store.root, "ingest/merged-\(Files.freshName)"), mode: 0o600, isTemporary: true)
      try write(merged)
      try unpacker.apply(
        LayerReader(archive: try FileStream(merged.path), what: "the files of the image"))
      return
    }
    if place == "-" {
      try work.images.write(toOutputOf: session, write)
    } else {
      try work.images.write(place, write)
    }
  }

  private func metadata(
    _ root: Descriptor, _ images: [BuiltImage], _ names: [ImageReference]
  ) throws(Failure) -> [UInt8] {
    var members: [JSON.Member] = [
      .init("containerimage.digest", .string(root.digest.description)),
      .init("containerimage.descriptor", root.json),
    ]
    if images.count == 1 {
      members.append(
        .init("containerimage.config.digest", .string(images[0].configuration.description)))
    }
    if request.provenance.isKept {
      let mode = request.provenance.attached ?? .min
      for image in images {
        let suffix = images.count == 1 ? "" : "/\(image.config.platform)"
        members.insert(
          .init("buildx.build.provenance\(suffix)", image.provenance.predicate(mode)), at: 0)
      }
    }
    if !names.isEmpty {
      members.append(
        .init("image.name", .string(names.map { Images.key($0) }.joined(separator: ","))))
    }
    return JSON.object(members).bytes(.pretty) + [0x0A]
  }
}

extension Images {
  /// Writes to the standard output of a session.
  fileprivate func write(
    toOutputOf session: Session, _ fill: (any ByteSink) throws(Failure) -> Void
  ) throws(Failure) {
    if session.outputStyle.columns != nil {
      throw Failure(
        "a terminal cannot show an archive", hint: "Write it to a file with `dest=FILE`")
    }
    try fill(OutputSink(session.output))
    session.output.flush()
  }
}
