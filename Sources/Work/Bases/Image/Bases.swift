public import Apt
import Archive
import Documents
import Host
import Layers
public import OCI
public import Source
public import Store
import Streams

/// The making of bases: packages from archives become images of the store.
public struct Bases: Sendable {
  /// Where images go.
  public let store: ContentStore
  /// Where packages come from.
  public let archives: Archives
  /// How many threads work at once.
  public var threads: Int
  /// Whether an image that an equal plan made before is taken.
  public var usesCache = true
  /// Is told of each package that had to be got.
  public var observe: @Sendable (PackageFile) -> Void = { _ in }

  /// An image that was made.
  public struct Built: Sendable {
    /// Its manifest.
    public let manifest: Descriptor
    /// What it is for.
    public let platform: Platform
    /// The bytes of its layer as it is stored.
    public let size: Int64
    /// The bytes of its layer when it is not compressed.
    public let plainSize: Int64
    /// How many packages it has.
    public let packageCount: Int
    /// Whether an equal plan had made it before.
    public let isCached: Bool
    /// What a person should know.
    public let notes: [String]
  }

  /// The making of bases.
  public init(store: ContentStore, archives: Archives, threads: Int) {
    self.store = store
    self.archives = archives
    self.threads = threads
  }

  /// The type of the list of packages that an image refers to.
  public static let annotationPrefix = "dev.hardstand.base"

  /// Makes the image of a plan. The caller holds a lease of the store.
  /// - Throws: `Failure` when a package cannot be had or unpacked, or the image cannot be written.
  public func build(_ plan: BasePlan) throws(Failure) -> Built {
    let note = Paths.join(archives.settings.cache, "bases/\(plan.digest.hex).json")
    if usesCache, let known = known(note, plan) { return known }
    let files = try archives.obtain(plan.packages.map(\.packageFile), observe: observe)
    let assembly = BaseAssembly(
      spec: plan.spec, lock: plan.lock, architecture: plan.architecture,
      aptSources: plan.aptSources)
    let (tree, notes) = try assembly.tree(files, threads: threads)
    let writer = try store.writer()
    let layer = try LayerWriter(into: writer, plan.compression)
    try assembly.write(tree, to: layer.archive)
    let made = try layer.finish()
    try writer.commit()
    let created = Timestamp.text(plan.lock.date)
    var runtime = assembly.runtime
    let annotations = self.annotations(plan, created)
    for (key, value) in annotations where runtime.labels[key] == nil {
      runtime.labels[key] = value
    }
    let config = ImageConfig(
      platform: plan.platform, runtime: runtime, diffIDs: [made.diffID],
      history: [
        .init(
          created: created, createdBy: "hardstand base build \(plan.spec.name)",
          comment: "\(plan.packages.count) packages of \(plan.spec.suites.joined(separator: ", "))",
          isEmptyLayer: false)
      ], created: created)
    var all = annotations
    for annotation in plan.spec.annotations { all[annotation.name] = annotation.value }
    let manifest = Manifest(
      config: try store.put(config.bytes, .config), layers: [made.descriptor], annotations: all)
    let descriptor = try store.put(manifest.bytes, manifest.mediaType)
    let built = Built(
      manifest: descriptor.with(platform: plan.platform), platform: plan.platform,
      size: made.descriptor.size, plainSize: made.plainSize, packageCount: plan.packages.count,
      isCached: false, notes: notes)
    try keep(built, note)
    return built
  }

  /// An index of the images of one base for several platforms.
  public func index(_ built: [Built]) throws(Failure) -> Descriptor {
    let index = ImageIndex(manifests: built.map(\.manifest))
    return try store.put(index.bytes, index.mediaType)
  }

  private func annotations(_ plan: BasePlan, _ created: String) -> [String: String] {
    var result = [
      "org.opencontainers.image.title": plan.spec.name,
      "org.opencontainers.image.created": created,
      "\(Bases.annotationPrefix).name": plan.spec.name,
      "\(Bases.annotationPrefix).suites": plan.spec.suites.joined(separator: ","),
      "\(Bases.annotationPrefix).plan": plan.digest.description,
    ]
    if !plan.spec.summary.isEmpty {
      result["org.opencontainers.image.description"] = plan.spec.summary
    }
    return result
  }

  // MARK: What was made before

  private func known(_ note: String, _ plan: BasePlan) -> Built? {
    guard let bytes = try? Files.read(note, limit: 1 << 20),
      let json = try? JSON(reading: bytes, name: note), let target = json["manifest"],
      let descriptor = try? Descriptor(target, note), store.contains(descriptor),
      let image = try? store.image(descriptor, plan.platform),
      image.manifest.layers.allSatisfy({ store.contains($0) }),
      let plain = json["plainSize"]?.numberText.flatMap({ Int64($0) })
    else { return nil }
    for layer in image.manifest.layers { Files.touch(store.path(of: layer.digest)) }
    return Built(
      manifest: descriptor, platform: plan.platform,
      size: image.manifest.layers.map(\.size).reduce(0, +), plainSize: plain,
      packageCount: plan.packages.count, isCached: true,
      notes: json["notes"]?.array?.compactMap(\.string) ?? [])
  }

  private func keep(_ built: Built, _ note: String) throws(Failure) {
    try Files.makeFolder(Paths.folder(of: note))
    let json: JSON = [
      "manifest": built.manifest.json, "plainSize": .number(built.plainSize),
      "notes": .array(built.notes.map { .string($0) }),
    ]
    try Files.write(json.bytes(), to: note)
  }
}
