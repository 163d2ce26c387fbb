import Documents
import Host
public import OCI
public import Source
import Streams

/// A folder of images as OCI lays it out (OCI image-spec, image-layout.md).
public struct ImageLayout: Sendable {
  /// The folder.
  public let folder: String

  /// The annotation that names an image in an index.
  static let nameKey = "org.opencontainers.image.ref.name"
  /// The annotation by which containerd and Docker keep the name in full.
  static let fullNameKey = "io.containerd.image.name"
  static let marker = Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)

  /// A layout in a folder, which is not looked at yet.
  public init(_ folder: String) { self.folder = folder }

  /// The index of the folder.
  /// - Throws: `Failure` when the folder is no layout.
  public func index() throws(Failure) -> ImageIndex {
    let what = "cannot read the image layout `\(folder)`"
    guard Files.isFolder(folder) else {
      throw Failure(
        what, because: ["there is no such folder"], hint: "check the path for a typo")
    }
    let marker = Paths.join(folder, "oci-layout")
    guard Files.isFile(marker) else {
      throw Failure(
        what, because: ["it has no file `oci-layout`"], hint: "name a folder of images")
    }
    let version = try JSON(reading: try Files.read(marker, limit: 4096), name: marker)
    guard version["imageLayoutVersion"]?.string?.hasPrefix("1.") == true else {
      throw Failure(what, because: ["its version is not 1"], hint: "update hardstand")
    }
    let bytes = try Files.read(
      Paths.join(folder, "index.json"), limit: ManifestDocument.maximumBytes)
    guard case .index(let index) = try ManifestDocument(bytes, told: .index) else {
      throw Failure(what, because: ["its `index.json` is no index"])
    }
    return index
  }

  /// The image of a name; without a name, the only one.
  /// - Throws: `Failure` when the folder is no layout, or does not say which image is meant.
  public func find(_ name: String?) throws(Failure) -> Descriptor {
    try ImageLayout.find(name, in: try index(), "the image layout `\(folder)`")
  }

  /// The image of a name, or of a digest, in the index of a layout; without one, the only image.
  static func find(
    _ name: String?, in index: ImageIndex, _ place: String
  ) throws(Failure) -> Descriptor {
    let names = index.manifests.compactMap { $0.annotations[nameKey] }
    let list =
      names.isEmpty ? "its images have no names" : "it has \(names.joined(separator: ", "))"
    guard let name else {
      if index.manifests.count == 1 { return index.manifests[0] }
      throw Failure(
        "cannot tell which image of \(place) is meant",
        because: [index.manifests.isEmpty ? "it has none" : list],
        hint: index.manifests.isEmpty ? nil : "add `:TAG` to the name")
    }
    let found = index.manifests.last {
      $0.annotations[nameKey] == name || $0.annotations[fullNameKey] == name
        || $0.digest.description == name
    }
    guard let found else {
      throw Failure(
        "cannot find `\(name)` in \(place)", because: [list], hint: "name one that is there")
    }
    return found
  }

  /// Where the blob of a digest is or would be.
  func path(of digest: Digest) -> String {
    Paths.join(folder, "blobs/\(digest.algorithm.rawValue)/\(digest.hex)")
  }
}

extension ImageLayout: ImageSource {
  /// A folder may be gone the next moment.
  public var givesAgain: Bool { false }

  /// The bytes of a manifest or index.
  public func document(_ descriptor: Descriptor) throws(Failure) -> [UInt8] {
    let file = path(of: descriptor.digest)
    try requirePlainFile(file)
    return try Files.read(file, limit: ManifestDocument.maximumBytes)
  }

  /// Writes the bytes of a blob.
  public func fetch(_ descriptor: Descriptor, into writer: BlobWriter) throws(Failure) {
    let file = path(of: descriptor.digest)
    try requirePlainFile(file)
    try FileStream(file, from: writer.count).copy(to: writer)
  }

  /// A blob that is a link could name any file of this machine.
  private func requirePlainFile(_ file: String) throws(Failure) {
    guard let status = Files.statusOfLink(file) else {
      throw Failure(
        "cannot read the image layout `\(folder)`", because: ["it does not have `\(file)`"],
        hint: "it was copied for some platforms only, or is not complete")
    }
    if status.kind != .file {
      throw Failure(
        "cannot trust the image layout `\(folder)`", because: ["`\(file)` is no regular file"])
    }
  }
}
