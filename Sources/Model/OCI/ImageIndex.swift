import Documents
import Source

/// Images under one name, one a platform (OCI image-spec, image-index.md; Docker's manifest list).
public struct ImageIndex: Hashable, Sendable {
  /// The bytes as they were read or made, which the digest is of.
  public let bytes: [UInt8]
  /// The digest of the bytes.
  public let digest: Digest
  /// What it is: of OCI or of Docker.
  public let mediaType: MediaType
  /// The manifests, and perhaps further indexes.
  public let manifests: [Descriptor]
  /// The manifest that it says something of.
  public let subject: Descriptor?
  /// What kind of artifact it is, where that was said.
  public let artifactType: String?
  /// What is said of it.
  public let annotations: [String: String]

  /// The index of a document.
  init(_ json: JSON, bytes: [UInt8], digest: Digest, _ mediaType: MediaType) throws(Failure) {
    self.bytes = bytes
    self.digest = digest
    self.mediaType = mediaType
    var manifests: [Descriptor] = []
    for (number, manifest) in (json["manifests"]?.array ?? []).enumerated() {
      manifests.append(
        try Descriptor(manifest, "entry \(number + 1) of the index \(digest.short)"))
    }
    self.manifests = manifests
    subject =
      if let subject = json["subject"], subject.object != nil {
        try Descriptor(subject, "the subject of the index \(digest.short)")
      } else {
        nil
      }
    artifactType = json["artifactType"]?.string
    annotations = json["annotations"]?.texts ?? [:]
  }

  /// An index that is made, its members in the order of the specification.
  public init(
    manifests: [Descriptor], annotations: [String: String] = [:], mediaType: MediaType = .index
  ) {
    var json: JSON = [
      "schemaVersion": 2, "mediaType": .string(mediaType.rawValue),
      "manifests": .array(manifests.map(\.json)),
    ]
    if !annotations.isEmpty { json = json.setting("annotations", to: .sorted(annotations)) }
    bytes = json.bytes()
    digest = Digest(of: bytes)
    self.mediaType = mediaType
    self.manifests = manifests
    self.annotations = annotations
    subject = nil
    artifactType = nil
  }

  /// The descriptor of the index itself.
  public var descriptor: Descriptor {
    Descriptor(mediaType: mediaType, digest: digest, size: Int64(bytes.count))
  }

  /// The manifest for a platform: the one that fits best, of equals the first; nil where none fits.
  ///
  /// Entries that say no platform are taken only where the index has no other.
  public func manifest(for platform: Platform) -> Descriptor? {
    var best: (distance: Int, entry: Descriptor)?
    for entry in manifests {
      guard let offered = entry.platform, let distance = platform.distance(to: offered) else {
        continue
      }
      if best == nil || distance < best!.distance { best = (distance, entry) }
    }
    if let best { return best.entry }
    return manifests.count == 1 && manifests[0].platform == nil ? manifests[0] : nil
  }

  /// The platforms of its images; attestations of builders, which say `unknown`, are left out.
  public var platforms: [Platform] {
    manifests.compactMap(\.platform).filter { $0.os != "unknown" }
  }
}
