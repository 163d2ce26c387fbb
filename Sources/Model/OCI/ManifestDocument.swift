import Documents
public import Source

/// What the name of an image stands for: an image, or images for several platforms.
public enum ManifestDocument: Hashable, Sendable {
  /// An image, or an artifact.
  case manifest(Manifest)
  /// Images for several platforms.
  case index(ImageIndex)

  /// The bytes that a document may have, which registries hold to as well (OCI distribution-spec,
  /// "Pushing Manifests": at least 4 MiB must be taken).
  public static let maximumBytes = 4 << 20

  /// Reads a document.
  ///
  /// What it is says its own `mediaType`, else the type that was told with it, else its members. A
  /// document that is both a manifest and an index is refused, since two readers could see two
  /// images in it (CVE-2021-41190).
  /// - Parameters:
  ///   - bytes: The bytes as they came.
  ///   - told: The type that a header or a descriptor gave.
  ///   - algorithm: What the digest is made with.
  /// - Throws: `Failure` when it is no manifest and no index.
  public init(
    _ bytes: [UInt8], told: MediaType? = nil, algorithm: Digest.Algorithm = .sha256
  ) throws(Failure) {
    let digest = Digest(of: bytes, algorithm)
    let what = "cannot understand the manifest \(digest.short)"
    if bytes.count > ManifestDocument.maximumBytes {
      throw Failure(what, because: ["it is larger than \(ManifestDocument.maximumBytes) bytes"])
    }
    let json = try JSON(
      reading: bytes, name: "manifest \(digest.short)",
      JSON.Reading(repeatedKeys: .refuse, maximumDepth: 64))
    guard json.object != nil else {
      throw Failure(
        what, because: ["it is no JSON object"], hint: "check that the name is that of an image")
    }
    let named = json["mediaType"]?.string.map { MediaType($0) }
    if named == .dockerSchema1 || named == .dockerSchema1Signed || told == .dockerSchema1
      || told == .dockerSchema1Signed || json["schemaVersion"]?.int == 1
    {
      throw Failure(
        what, because: ["it is of Docker's schema 1, which no tool writes any more"],
        hint: "push the image again with a tool of the last ten years")
    }
    let looksLikeIndex = json["manifests"] != nil
    let looksLikeManifest = json["config"] != nil || json["layers"] != nil
    if looksLikeIndex, looksLikeManifest {
      throw Failure(
        what, because: ["it is a manifest and an index at once, so readers would disagree on it"],
        hint: "do not use this image")
    }
    let known = [named, told].compactMap(\.self).first { $0.isManifest || $0.isIndex }
    if let known, known.isIndex ? looksLikeManifest : looksLikeIndex {
      throw Failure(
        what, because: ["its members are not those of its type `\(known)`"],
        hint: "do not use this image")
    }
    if let known {
      if known.isIndex {
        self = .index(try ImageIndex(json, bytes: bytes, digest: digest, known))
      } else {
        self = .manifest(try Manifest(json, bytes: bytes, digest: digest, known))
      }
    } else if looksLikeIndex {
      self = .index(try ImageIndex(json, bytes: bytes, digest: digest, .index))
    } else if looksLikeManifest {
      self = .manifest(try Manifest(json, bytes: bytes, digest: digest, .manifest))
    } else {
      let type = (named ?? told).map { "`\($0)`" } ?? "of no type"
      throw Failure(
        what, because: ["it is \(type) and has neither layers nor manifests"],
        hint: "check that the name is that of an image")
    }
  }

  /// The bytes as they were read or made.
  public var bytes: [UInt8] {
    switch self {
    case .manifest(let manifest): manifest.bytes
    case .index(let index): index.bytes
    }
  }

  /// The digest of the bytes.
  public var digest: Digest {
    switch self {
    case .manifest(let manifest): manifest.digest
    case .index(let index): index.digest
    }
  }

  /// What it is.
  public var mediaType: MediaType {
    switch self {
    case .manifest(let manifest): manifest.mediaType
    case .index(let index): index.mediaType
    }
  }

  /// The descriptor of the document itself.
  public var descriptor: Descriptor {
    switch self {
    case .manifest(let manifest): manifest.descriptor
    case .index(let index): index.descriptor
    }
  }
}
