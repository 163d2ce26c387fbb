public import Documents
public import Source

/// The settings of an image: how it runs, what it is for and where its layers came from (OCI
/// image-spec, config.md; Docker's has the same shape and more members).
public struct ImageConfig: Hashable, Sendable {
  /// The bytes as they were read or made, which the digest is of.
  public let bytes: [UInt8]
  /// The document, with the members that hardstand does not know.
  public let json: JSON
  /// What the image is for.
  public let platform: Platform
  /// When it was made, as RFC 3339 writes it; nil where that is not said.
  public let created: String?
  /// Who made it.
  public let author: String?
  /// How it runs.
  public let runtime: RuntimeConfig
  /// The digests of the layers when they are not compressed, the lowest first.
  public let diffIDs: [Digest]
  /// How it came to be, step by step.
  public let history: [History]

  /// A step of the making of an image.
  public struct History: Hashable, Sendable {
    /// When it was taken, as RFC 3339 writes it.
    public let created: String?
    /// The command or instruction.
    public let createdBy: String?
    /// What a person or tool said of it.
    public let comment: String?
    /// Who took it.
    public let author: String?
    /// Whether it left no layer.
    public let isEmptyLayer: Bool

    /// A step from its parts.
    public init(
      created: String?, createdBy: String?, comment: String? = nil, author: String? = nil,
      isEmptyLayer: Bool
    ) {
      self.created = created
      self.createdBy = createdBy
      self.comment = comment
      self.author = author
      self.isEmptyLayer = isEmptyLayer
    }

    init(_ json: JSON) {
      self.init(
        created: json["created"]?.string, createdBy: json["created_by"]?.string,
        comment: json["comment"]?.string, author: json["author"]?.string,
        isEmptyLayer: json["empty_layer"]?.bool ?? false)
    }

    var json: JSON {
      var members: [JSON.Member] = []
      if let created { members.append(.init("created", .string(created))) }
      if let createdBy { members.append(.init("created_by", .string(createdBy))) }
      if let comment { members.append(.init("comment", .string(comment))) }
      if let author { members.append(.init("author", .string(author))) }
      if isEmptyLayer { members.append(.init("empty_layer", true)) }
      return .object(members)
    }
  }

  /// The bytes that a configuration may have.
  public static let maximumBytes = 8 << 20

  /// Reads a configuration.
  /// - Throws: `Failure` when it is no JSON object, or its list of layers is none.
  public init(_ bytes: [UInt8]) throws(Failure) {
    let what = "cannot understand the configuration of the image"
    let json = try JSON(
      reading: bytes, name: "image configuration",
      JSON.Reading(maximumDepth: 64, maximumBytes: ImageConfig.maximumBytes))
    guard json.object != nil else { throw Failure(what, because: ["it is no JSON object"]) }
    self.bytes = bytes
    self.json = json
    // Docker takes a configuration without a platform for one of this machine; images for `scratch`
    // of old tools have none.
    platform =
      Platform(json)
      ?? Platform(
        os: json["os"]?.string ?? "linux",
        architecture: json["architecture"]?.string ?? Platform.host.architecture)
    created = json["created"]?.string
    author = json["author"]?.string
    runtime = RuntimeConfig(json["config"] ?? .null)
    var diffIDs: [Digest] = []
    for (index, value) in (json["rootfs"]?["diff_ids"]?.array ?? []).enumerated() {
      guard let text = value.string, let digest = Digest(text) else {
        throw Failure(what, because: ["`rootfs.diff_ids` entry \(index + 1) is no digest"])
      }
      diffIDs.append(digest)
    }
    self.diffIDs = diffIDs
    history = (json["history"]?.array ?? []).map { History($0) }
  }

  /// A configuration that is made, its members in the order of the specification.
  public init(
    platform: Platform, runtime: RuntimeConfig, diffIDs: [Digest], history: [History] = [],
    created: String? = nil, author: String? = nil
  ) {
    var members: [JSON.Member] = []
    if let created { members.append(.init("created", .string(created))) }
    if let author { members.append(.init("author", .string(author))) }
    members += platform.json.object ?? []
    members.append(.init("config", runtime.json))
    members.append(
      .init(
        "rootfs",
        ["type": "layers", "diff_ids": .array(diffIDs.map { .string($0.description) })]))
    if !history.isEmpty { members.append(.init("history", .array(history.map(\.json)))) }
    json = .object(members)
    bytes = json.bytes()
    self.platform = platform
    self.created = created
    self.author = author
    self.runtime = runtime
    self.diffIDs = diffIDs
    self.history = history
  }

  /// The steps that left a layer, in the order of the layers; nil for layers that no step tells of.
  public var stepsOfLayers: [History?] {
    let steps = history.filter { !$0.isEmptyLayer }
    // Tools that squash or append layers write fewer steps, or more, than there are layers.
    guard steps.count == diffIDs.count else { return diffIDs.indices.map { _ in nil } }
    return steps
  }
}
