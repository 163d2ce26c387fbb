import Documents
public import OCI
public import Source
public import Store

/// What goes from the cache of one machine to another: which steps were done and where their layers are,
/// what copies between stages came to, and what cache mounts hold.
///
/// It travels as an artifact of OCI: this index is the configuration of a manifest whose layers are all
/// blobs that it names. The parts of keys stay behind, since they tell of arguments and variables.
public struct CacheIndex: Sendable {
  /// How much of a build goes into a cache, by BuildKit's names.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// The layers of the image.
    case min
    /// The layers of all steps, with the true times of their files, and the cache mounts.
    case max
  }

  /// The digests of the blobs that were read with the index.
  private var digests: Set<Digest> = []
  /// The steps by their keys.
  var steps: [Digest: StepRecord] = [:]
  /// What the files that copies take of other stages come to, by what they hang on.
  var selections: [Digest: String] = [:]
  /// The contents of cache mounts, by the digests of their names.
  var mounts: [String: Descriptor] = [:]

  static let artifactType = "application/vnd.hardstand.build-cache.v1"
  static let configType = MediaType("application/vnd.hardstand.build-cache.config.v1+json")
  static let mountType = MediaType("application/vnd.hardstand.build-cache.mount.v1.tar+zstd")
  static let schema = "hardstand.build-cache/1"
  static let limit = 64 << 20

  /// A cache of nothing.
  public init() {}

  /// Whether it holds nothing.
  public var isEmpty: Bool { steps.isEmpty && mounts.isEmpty }

  /// Whether one of its layers has a digest.
  func names(_ digest: Digest) -> Bool { digests.contains(digest) }

  /// Takes in what another one has and this one lacks.
  public mutating func merge(_ other: CacheIndex) {
    steps.merge(other.steps) { own, other in own.adding(other.stored) }
    selections.merge(other.selections) { own, _ in own }
    mounts.merge(other.mounts) { own, _ in own }
  }

  /// Puts the artifact into a store that has its blobs.
  /// - Returns: The descriptor of its manifest.
  /// - Throws: `Failure` when it cannot be written.
  public func put(into store: ContentStore) throws(Failure) -> Descriptor {
    let config = try store.put(json.bytes(), Self.configType)
    var layers: [Descriptor] = []
    var seen: Set<Digest> = []
    for (_, step) in steps.sorted(by: { $0.key < $1.key }) {
      for (_, stored) in step.stored.sorted(by: { $0.key < $1.key })
      where seen.insert(stored.descriptor.digest).inserted {
        layers.append(stored.descriptor)
      }
    }
    for (_, mount) in mounts.sorted(by: { $0.key < $1.key })
    where seen.insert(mount.digest).inserted {
      layers.append(mount)
    }
    let manifest = Manifest(config: config, layers: layers, artifactType: Self.artifactType)
    return try store.put(manifest.bytes, .manifest)
  }

  private var json: JSON {
    let steps = steps.sorted { $0.key < $1.key }.map { key, step -> JSON.Member in
      .init(
        key.description,
        ["milliseconds": .number(Int64(step.milliseconds)), "stored": step.storedJSON])
    }
    return [
      "schema": .string(Self.schema),
      "steps": .object(steps),
      "selections": .object(
        selections.sorted { $0.key < $1.key }.map { .init($0.key.description, .string($0.value)) }),
      "mounts": .object(mounts.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
    ]
  }

  /// The index of a document.
  /// - Throws: `Failure` where it is none.
  init(_ bytes: [UInt8], _ place: String) throws(Failure) {
    let what = "cannot understand the cache of \(place)"
    let json = try JSON(reading: bytes, name: place)
    guard json["schema"]?.string == Self.schema else {
      throw Failure(
        what, because: ["its schema is not `\(Self.schema)`"],
        hint: "Export it anew with `--cache-to`")
    }
    for member in json["steps"]?.object ?? [] {
      guard let key = Digest(member.key), let stored = StepRecord.stored(member.value["stored"])
      else { throw Failure(what, because: ["the step `\(member.key.prefix(80))` is damaged"]) }
      var record = StepRecord()
      record.stored = stored
      record.milliseconds = member.value["milliseconds"]?.int ?? 0
      steps[key] = record
      digests.formUnion(stored.values.map(\.descriptor.digest))
    }
    for member in json["selections"]?.object ?? [] {
      guard let key = Digest(member.key), let text = member.value.string, Digest(text) != nil else {
        continue
      }
      selections[key] = text
    }
    for member in json["mounts"]?.object ?? [] {
      let mount = try Descriptor(member.value, "a cache mount")
      mounts[member.key] = mount
      digests.insert(mount.digest)
    }
  }
}
