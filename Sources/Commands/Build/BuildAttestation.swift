import Build
import Documents
import OCI
import Source
import Store

/// The provenance of images as other builders attach it: manifests beside those of the images in an
/// index, so that registries and tools of Docker find them.
enum BuildAttestation {
  /// What `--provenance` asks for: nil for what is kept in the store alone.
  struct Request {
    /// How much is attached to the image; nil for nothing.
    var attached: Provenance.Mode?
    /// Whether the store keeps it.
    var isKept = true

    init(_ text: String?) throws(Failure) {
      guard let text else { return }
      switch text {
      case "false", "0": isKept = false
      case "true", "1", "min", "mode=min": attached = .min
      case "max", "mode=max": attached = .max
      default:
        throw Failure(
          "cannot understand `--provenance \(text)`", hint: "Write false, min or max")
      }
    }
  }

  /// The entries of an index for an image: its manifest, and what says where it came from.
  static func entries(
    _ image: BuiltImage, _ mode: Provenance.Mode, names: [String], in store: ContentStore
  ) throws(Failure) -> [Descriptor] {
    let bytes = image.provenance.statement(mode, of: image.manifest, names: names).bytes()
    let statement = try store.put(bytes, Provenance.mediaType)
      .with(annotations: ["in-toto.io/predicate-type": Provenance.predicateType])
    let unknown = Platform(os: "unknown", architecture: "unknown")
    // A manifest must have a configuration that names its layers, even where they are none.
    let config = ImageConfig(
      platform: unknown, runtime: RuntimeConfig(), diffIDs: [statement.digest])
    let manifest = Manifest(
      config: try store.put(config.bytes, .config), layers: [statement])
    _ = try store.put(manifest.bytes, .manifest)
    return [
      image.manifest,
      manifest.descriptor.with(
        platform: unknown,
        annotations: [
          "vnd.docker.reference.type": "attestation-manifest",
          "vnd.docker.reference.digest": image.manifest.digest.description,
        ]),
    ]
  }
}
