public import Documents
public import Source

/// Which blob is meant, how large it is and what it holds (OCI image-spec, descriptor.md).
public struct Descriptor: Hashable, Sendable {
  /// What it holds.
  public let mediaType: MediaType
  /// Its digest.
  public let digest: Digest
  /// Its bytes.
  public let size: Int64
  /// The platform of an image in an index.
  public let platform: Platform?
  /// What is said of it.
  public let annotations: [String: String]
  /// What kind of artifact a manifest is, where that was said.
  public let artifactType: String?
  /// The members as they were read, for those that hardstand does not know.
  public let members: [JSON.Member]

  /// A descriptor of a blob.
  public init(
    mediaType: MediaType, digest: Digest, size: Int64, platform: Platform? = nil,
    annotations: [String: String] = [:], artifactType: String? = nil
  ) {
    self.init(
      mediaType: mediaType, digest: digest, size: size, platform: platform,
      annotations: annotations, artifactType: artifactType, members: [])
  }

  /// A descriptor of bytes.
  public init(of bytes: [UInt8], _ mediaType: MediaType) {
    self.init(mediaType: mediaType, digest: Digest(of: bytes), size: Int64(bytes.count))
  }

  /// The descriptor of a document.
  /// - Parameters:
  ///   - json: An object.
  ///   - place: Where it stands, for the failure, such as "the config of the manifest".
  /// - Throws: `Failure` when its type, digest or size is missing or is none.
  public init(_ json: JSON, _ place: String) throws(Failure) {
    let what = "cannot understand \(place)"
    guard let type = json["mediaType"]?.string else {
      throw Failure(what, because: ["it has no media type"])
    }
    guard let text = json["digest"]?.string else {
      throw Failure(what, because: ["it has no digest"])
    }
    guard let digest = Digest(text) else {
      throw Failure(
        what, because: ["`\(text.prefix(160))` is no digest of SHA-256 or SHA-512"])
    }
    guard let number = json["size"]?.numberText, let size = Int64(number), size >= 0 else {
      throw Failure(what, because: ["its size is no number of bytes"])
    }
    mediaType = MediaType(type)
    self.digest = digest
    self.size = size
    platform = json["platform"].flatMap { Platform($0) }
    artifactType = json["artifactType"]?.string
    annotations = json["annotations"]?.texts ?? [:]
    members = json.object ?? []
  }

  /// The descriptor as a document writes it; members that are not known stay as they were read.
  public var json: JSON {
    var json = JSON.object(members)
    if members.isEmpty {
      json = [
        "mediaType": .string(mediaType.rawValue), "digest": .string(digest.description),
        "size": .number(size),
      ]
    }
    json = json.setting("mediaType", to: .string(mediaType.rawValue))
    if let artifactType { json = json.setting("artifactType", to: .string(artifactType)) }
    if !annotations.isEmpty { json = json.setting("annotations", to: .sorted(annotations)) }
    if let platform, json["platform"].flatMap({ Platform($0) }) != platform {
      json = json.setting("platform", to: platform.json)
    }
    return json
  }

  /// The same blob under other words; what is nil stays.
  public func with(
    mediaType: MediaType? = nil, platform: Platform? = nil, annotations: [String: String]? = nil
  ) -> Descriptor {
    Descriptor(
      mediaType: mediaType ?? self.mediaType, digest: digest, size: size,
      platform: platform ?? self.platform, annotations: annotations ?? self.annotations,
      artifactType: artifactType,
      members: members.filter { annotations == nil || $0.key != "annotations" })
  }

  /// The same blob with the type that OCI has for it, where it has one.
  var inWordsOfOCI: Descriptor {
    switch mediaType {
    case .dockerLayer: with(mediaType: .layer)
    case .dockerLayerGzip: with(mediaType: .layerGzip)
    case .dockerLayerZstd: with(mediaType: .layerZstd)
    default: self
    }
  }

  private init(
    mediaType: MediaType, digest: Digest, size: Int64, platform: Platform?,
    annotations: [String: String], artifactType: String?, members: [JSON.Member]
  ) {
    self.mediaType = mediaType
    self.digest = digest
    self.size = size
    self.platform = platform
    self.annotations = annotations
    self.artifactType = artifactType
    self.members = members
  }
}

extension JSON {
  /// An object of texts in the order of their keys.
  static func sorted(_ texts: [String: String]) -> JSON {
    .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
  }

  /// The members whose values are texts.
  var texts: [String: String] {
    var texts: [String: String] = [:]
    for member in object ?? [] { texts[member.key] = member.value.string }
    return texts
  }
}
