public import Archive
import Documents
import Host
public import OCI
public import Source
public import Streams

/// Images of a tar archive on their way into a store: what `docker save`, `podman save`, `skopeo` and
/// this tool write, read in one go, so that it may come through a pipe, compressed or not.
public struct ArchiveIntake {
  /// The two forms of such an archive.
  public enum Form: Hashable, Sendable {
    /// An image layout of OCI with `index.json`.
    case oci
    /// The form of `docker save`, with `manifest.json`.
    case docker
  }

  /// An image of the archive, which is in the store.
  public struct Image: Hashable, Sendable {
    /// The names that the archive gives it, as they stand there.
    public let names: [String]
    /// The manifest or index.
    public let descriptor: Descriptor
  }

  private let store: ContentStore
  private let name: String
  /// What a path of the archive holds.
  private var files: [String: Descriptor] = [:]
  private var links: [String: String] = [:]
  private var documents: [String: [UInt8]] = [:]

  private static let known = ["index.json", "oci-layout", "manifest.json", "repositories"]
  /// How many entries an archive of images may have.
  private static let entryLimit = 200_000

  /// Reads an archive to its end and stores the blobs in it.
  /// - Parameters:
  ///   - stream: The archive.
  ///   - name: How messages name it.
  ///   - store: Where the blobs go; the caller holds a lease of it.
  /// - Throws: `Failure` when it cannot be read, or a blob is not that of its digest.
  public init(
    _ stream: some ByteStream, name: String, into store: ContentStore,
    limits: Decompressor.Limits = .init()
  ) throws(Failure) {
    self.store = store
    self.name = name
    let reader = TarReader(try Decompressor(stream, what: "`\(name)`", limits: limits))
    var count = 0
    while let entry = try reader.next() {
      count += 1
      if count > ArchiveIntake.entryLimit {
        throw Failure(
          "cannot read `\(name)`", because: ["it has too many files for an archive of images"])
      }
      guard let path = ArchiveIntake.normalized(entry.path.text, in: "") else { continue }
      switch entry.kind {
      case .file:
        if ArchiveIntake.known.contains(path) {
          documents[path] = try reader.readAll(limit: ManifestDocument.maximumBytes)
        } else {
          files[path] = try storeBlob(reader.content, path)
        }
      case .symbolicLink:
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        links[path] = ArchiveIntake.normalized(entry.link.text, in: folder)
      case .hardLink: links[path] = ArchiveIntake.normalized(entry.link.text, in: "")
      default: break
      }
    }
    if documents["index.json"] == nil, documents["manifest.json"] == nil {
      throw Failure(
        "cannot find an image in `\(name)`",
        because: ["it has neither `index.json` nor `manifest.json`"],
        hint: "name an archive that `docker save`, `podman save` or `skopeo copy` wrote; "
          + "for the files of a root folder use `hardstand image import`")
    }
  }

  private func storeBlob(
    _ content: any ByteStream, _ path: String
  ) throws(Failure) -> Descriptor {
    // A layout names its blobs by their digests, which must be true.
    let parts = path.split(separator: "/")
    var expected: Digest?
    if parts.count == 3, parts[0] == "blobs" { expected = Digest("\(parts[1]):\(parts[2])") }
    let writer = try store.writer(expected?.algorithm ?? .sha256)
    try content.copy(to: writer)
    let (digest, size) = try writer.commit(expecting: expected, "`\(path)` of `\(name)`")
    return Descriptor(mediaType: MediaType(""), digest: digest, size: size)
  }

  /// A path without `.` and `..`, relative to the root of the archive; nil where it leads outside.
  static func normalized(_ path: String, in folder: String) -> String? {
    var parts = path.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in path.split(separator: "/") {
      if part == "." { continue }
      if part == ".." {
        if parts.isEmpty { return nil }
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  /// The forms that the archive has; Docker writes both at once.
  public var forms: [Form] {
    var forms: [Form] = []
    if documents["index.json"] != nil { forms.append(.oci) }
    if documents["manifest.json"] != nil { forms.append(.docker) }
    return forms
  }

  /// The image of a name, read in one of the forms.
  /// - Throws: `Failure` when the archive has not that form, or does not say which image is meant.
  public func image(_ wanted: String?, form: Form) throws(Failure) -> Image {
    switch form {
    case .oci:
      let found = try ImageLayout.find(wanted, in: try index(), "`\(name)`")
      try requireStored(found)
      return Image(names: ArchiveIntake.names(of: found), descriptor: found)
    case .docker:
      let items = try dockerItems()
      let names = items.flatMap(\.names)
      let found = items.filter { item in
        guard let wanted else { return true }
        return item.names.contains { ArchiveIntake.isSame($0, wanted) }
      }
      if found.count == 1 || (wanted != nil && !found.isEmpty) {
        return try dockerImage(found[0])
      }
      let list =
        names.isEmpty ? "its images have no names" : "it has \(names.joined(separator: ", "))"
      throw Failure(
        wanted.map { "cannot find `\($0)` in `\(name)`" }
          ?? "cannot tell which image of `\(name)` is meant", because: [list],
        hint: "name one that is there after the path, as in `docker-archive:FILE:NAME`")
    }
  }

  /// All images of the archive, in the form that keeps more of them.
  public func images() throws(Failure) -> [Image] {
    if documents["index.json"] == nil {
      var images: [Image] = []
      for item in try dockerItems() { images.append(try dockerImage(item)) }
      return images
    }
    var images: [Image] = []
    for entry in try index().manifests {
      try requireStored(entry)
      if let place = images.firstIndex(where: { $0.descriptor.digest == entry.digest }) {
        let names = images[place].names + ArchiveIntake.names(of: entry)
        images[place] = Image(names: names, descriptor: images[place].descriptor)
      } else {
        images.append(Image(names: ArchiveIntake.names(of: entry), descriptor: entry))
      }
    }
    return images
  }

  private func index() throws(Failure) -> ImageIndex {
    guard let bytes = documents["index.json"] else {
      throw Failure(
        "cannot read `\(name)` as an archive of OCI", because: ["it has no `index.json`"],
        hint: "name it with `docker-archive:`")
    }
    guard case .index(let index) = try ManifestDocument(bytes, told: .index) else {
      throw Failure("cannot read `\(name)`", because: ["its `index.json` is no index"])
    }
    return index
  }

  private func requireStored(_ descriptor: Descriptor) throws(Failure) {
    let missing = store.missingBlobs(of: descriptor)
    if let first = missing.first {
      throw Failure(
        "cannot take the image \(descriptor.digest.short) from `\(name)`",
        because: ["the archive lacks the blob \(first)"], hint: "save the image again")
    }
  }

  private static func names(of entry: Descriptor) -> [String] {
    // The name in full says more than the tag that stands beside it.
    let name =
      entry.annotations[ImageLayout.fullNameKey] ?? entry.annotations[ImageLayout.nameKey]
    return name.map { [$0] } ?? []
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    if left == right { return true }
    guard let left = try? ImageReference(parsing: left),
      let right = try? ImageReference(parsing: right)
    else { return false }
    return left.repository == right.repository && left.effectiveTag == right.effectiveTag
  }
}

extension ArchiveIntake {
  /// An entry of `manifest.json`.
  private struct DockerItem {
    let config: String
    let layers: [String]
    let names: [String]
  }

  private func dockerItems() throws(Failure) -> [DockerItem] {
    guard let bytes = documents["manifest.json"] else {
      throw Failure(
        "cannot read `\(name)` as an archive of Docker", because: ["it has no `manifest.json`"],
        hint: "name it with `oci-archive:`")
    }
    let json = try JSON(reading: bytes, name: "manifest.json of \(name)")
    var items: [DockerItem] = []
    for item in json.array ?? [] {
      guard let config = item["Config"]?.string,
        let layers = item["Layers"]?.array ?? (item["Layers"] == nil ? [] : nil)
      else {
        throw Failure(
          "cannot read `\(name)`",
          because: ["an entry of its `manifest.json` has no configuration or layers"])
      }
      items.append(
        DockerItem(
          config: config, layers: layers.compactMap(\.string),
          names: (item["RepoTags"]?.array ?? []).compactMap(\.string)))
    }
    return items
  }

  private func file(_ path: String) throws(Failure) -> Descriptor {
    var place = ArchiveIntake.normalized(path, in: "")
    // Old archives link to a layer that another image has.
    for _ in 0..<8 {
      guard let path = place else { break }
      if let file = files[path] { return file }
      place = links[path]
    }
    throw Failure(
      "cannot take an image from `\(name)`", because: ["the archive lacks `\(path)`"],
      hint: "save the image again")
  }

  private func dockerImage(_ item: DockerItem) throws(Failure) -> Image {
    let configFile = try file(item.config)
    let config = try ImageConfig(try store.read(configFile, limit: ImageConfig.maximumBytes))
    if config.diffIDs.count != item.layers.count {
      throw Failure(
        "cannot take an image from `\(name)`",
        because: [
          "it has \(item.layers.count) layers, and its configuration names \(config.diffIDs.count)"
        ])
    }
    var layers: [Descriptor] = []
    for (path, diffID) in zip(item.layers, config.diffIDs) {
      let blob = try file(path)
      let start = try FileStream(store.path(of: blob.digest), count: 6)
        .readAll(limit: 6, what: "the layer `\(path)`")
      let compression = try Compression.detect(start, what: "the layer `\(path)`")
      if compression == .none, diffID.algorithm == blob.digest.algorithm, diffID != blob.digest {
        throw Failure(
          "cannot trust the layer `\(path)` of `\(name)`",
          because: ["its digest is \(blob.digest), and the configuration names \(diffID)"],
          hint: "save the image again")
      }
      layers.append(blob.with(mediaType: .layer(compression)))
    }
    // The form has no manifest, so one is made; the configuration, whose digest Docker calls the ID of
    // the image, stays as it is.
    let manifest = Manifest(config: configFile.with(mediaType: .config), layers: layers)
    try store.put(manifest.bytes, .manifest)
    return Image(names: item.names, descriptor: manifest.descriptor)
  }
}
