import Documents
import Source

/// An image of one platform, or an artifact: a configuration and layers (OCI image-spec,
/// manifest.md; Docker's schema 2 has the same shape).
public struct Manifest: Hashable, Sendable {
  /// The bytes as they were read or made, which the digest is of.
  public let bytes: [UInt8]
  /// The digest of the bytes.
  public let digest: Digest
  /// What it is: of OCI or of Docker.
  public let mediaType: MediaType
  /// The configuration.
  public let config: Descriptor
  /// The layers, the lowest first.
  public let layers: [Descriptor]
  /// The manifest that it says something of, as a signature does.
  public let subject: Descriptor?
  /// What kind of artifact it is, where that was said.
  public let artifactType: String?
  /// What is said of it.
  public let annotations: [String: String]

  /// The manifest of a document.
  /// - Throws: `Failure` when it has no configuration or layers, or they are none.
  init(_ json: JSON, bytes: [UInt8], digest: Digest, _ mediaType: MediaType) throws(Failure) {
    self.bytes = bytes
    self.digest = digest
    self.mediaType = mediaType
    let what = "cannot understand the manifest \(digest.short)"
    guard let config = json["config"], config.object != nil else {
      throw Failure(what, because: ["it has no configuration"])
    }
    self.config = try Descriptor(config, "the configuration in the manifest \(digest.short)")
    var layers: [Descriptor] = []
    // A manifest without the list is one of nothing, as artifacts have them.
    for (index, layer) in (json["layers"]?.array ?? []).enumerated() {
      layers.append(try Descriptor(layer, "layer \(index + 1) in the manifest \(digest.short)"))
    }
    self.layers = layers
    subject =
      if let subject = json["subject"], subject.object != nil {
        try Descriptor(subject, "the subject in the manifest \(digest.short)")
      } else {
        nil
      }
    artifactType = json["artifactType"]?.string
    annotations = json["annotations"]?.texts ?? [:]
  }

  /// A manifest that is made, its members in the order of the specification.
  public init(
    config: Descriptor, layers: [Descriptor], annotations: [String: String] = [:],
    artifactType: String? = nil, subject: Descriptor? = nil, mediaType: MediaType = .manifest
  ) {
    var json: JSON = ["schemaVersion": 2, "mediaType": .string(mediaType.rawValue)]
    if let artifactType { json = json.setting("artifactType", to: .string(artifactType)) }
    json = json.setting("config", to: config.json)
    json = json.setting("layers", to: .array(layers.map(\.json)))
    if let subject { json = json.setting("subject", to: subject.json) }
    if !annotations.isEmpty { json = json.setting("annotations", to: .sorted(annotations)) }
    self.init(
      bytes: json.bytes(), mediaType: mediaType, config: config, layers: layers, subject: subject,
      artifactType: artifactType, annotations: annotations)
  }

  /// The same manifest with other layers, in the words of OCI; members that are not known stay.
  public func replacingLayers(_ layers: [Descriptor]) -> Manifest {
    var json = (try? JSON(reading: bytes, name: "manifest")) ?? [:]
    let config = config.with(mediaType: config.mediaType == .dockerConfig ? .config : nil)
    json = json.setting("schemaVersion", to: 2)
    json = json.setting("mediaType", to: .string(MediaType.manifest.rawValue))
    json = json.setting("config", to: config.json)
    json = json.setting("layers", to: .array(layers.map { $0.inWordsOfOCI.json }))
    let bytes = json.bytes()
    return Manifest(
      bytes: bytes, mediaType: .manifest, config: config, layers: layers.map(\.inWordsOfOCI),
      subject: subject, artifactType: artifactType, annotations: annotations)
  }

  private init(
    bytes: [UInt8], mediaType: MediaType, config: Descriptor, layers: [Descriptor],
    subject: Descriptor?, artifactType: String?, annotations: [String: String]
  ) {
    self.bytes = bytes
    digest = Digest(of: bytes)
    self.mediaType = mediaType
    self.config = config
    self.layers = layers
    self.subject = subject
    self.artifactType = artifactType
    self.annotations = annotations
  }

  /// The descriptor of the manifest itself.
  public var descriptor: Descriptor {
    Descriptor(
      mediaType: mediaType, digest: digest, size: Int64(bytes.count), artifactType: artifactType)
  }

  /// Whether it is an image, which can be run, and no other artifact.
  public var isImage: Bool {
    config.mediaType.isImageConfig && layers.allSatisfy { $0.mediaType.compression != nil }
  }

  /// The bytes of all its blobs as they are stored.
  public var blobsSize: Int64 {
    layers.reduce(config.size) { sum, layer in
      let (next, isOver) = sum.addingReportingOverflow(layer.size)
      return isOver ? .max : next
    }
  }
}
