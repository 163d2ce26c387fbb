public import Streams

/// What a blob is, by its name in a descriptor or a header (OCI image-spec, media-types.md).
///
/// Unknown names are kept as they are.
public struct MediaType: RawRepresentable, Hashable, Sendable {
  /// The name as it was written, without parameters.
  public let rawValue: String

  /// A type by its name; parameters after `;` are left out.
  public init(rawValue: String) {
    var name = rawValue.prefix { $0 != ";" }
    while name.last == " " { name.removeLast() }
    self.rawValue = String(name)
  }

  /// A type by its name.
  public init(_ name: String) { self.init(rawValue: name) }

  /// An image of one platform, of OCI.
  public static let manifest = MediaType("application/vnd.oci.image.manifest.v1+json")
  /// Images for several platforms, of OCI.
  public static let index = MediaType("application/vnd.oci.image.index.v1+json")
  /// The settings of an image, of OCI.
  public static let config = MediaType("application/vnd.oci.image.config.v1+json")
  /// A layer that is not compressed, of OCI.
  public static let layer = MediaType("application/vnd.oci.image.layer.v1.tar")
  /// A layer compressed with gzip, of OCI.
  public static let layerGzip = MediaType("application/vnd.oci.image.layer.v1.tar+gzip")
  /// A layer compressed with Zstandard, of OCI.
  public static let layerZstd = MediaType("application/vnd.oci.image.layer.v1.tar+zstd")
  /// The empty JSON object (OCI image-spec, manifest.md, "Guidance for an Empty Descriptor").
  public static let empty = MediaType("application/vnd.oci.empty.v1+json")

  /// An image of one platform, of Docker (schema 2).
  public static let dockerManifest = MediaType(
    "application/vnd.docker.distribution.manifest.v2+json")
  /// Images for several platforms, of Docker.
  public static let dockerList = MediaType(
    "application/vnd.docker.distribution.manifest.list.v2+json")
  /// The settings of an image, of Docker.
  public static let dockerConfig = MediaType("application/vnd.docker.container.image.v1+json")
  /// A layer compressed with gzip, of Docker.
  public static let dockerLayerGzip = MediaType(
    "application/vnd.docker.image.rootfs.diff.tar.gzip")
  /// A layer that is not compressed, of Docker.
  public static let dockerLayer = MediaType("application/vnd.docker.image.rootfs.diff.tar")
  /// A layer compressed with Zstandard, as some builders write it for Docker.
  public static let dockerLayerZstd = MediaType(
    "application/vnd.docker.image.rootfs.diff.tar.zstd")
  /// The first manifests of Docker, which have no configuration and are refused.
  public static let dockerSchema1 = MediaType(
    "application/vnd.docker.distribution.manifest.v1+json")
  /// The same with signatures.
  public static let dockerSchema1Signed = MediaType(
    "application/vnd.docker.distribution.manifest.v1+prettyjws")

  /// What a client asks a registry for when it wants an image or images, the newest form first.
  public static let manifests = [index, dockerList, manifest, dockerManifest]

  /// Whether it names an image of one platform, or an artifact.
  public var isManifest: Bool { self == .manifest || self == .dockerManifest }
  /// Whether it names a list of images.
  public var isIndex: Bool { self == .index || self == .dockerList }
  /// Whether it names the settings of an image.
  public var isImageConfig: Bool { self == .config || self == .dockerConfig }
  /// Whether it is of Docker and not of OCI.
  public var isDocker: Bool { rawValue.hasPrefix("application/vnd.docker.") }

  /// How a layer of this type is compressed; nil where it is no layer. Layers that a registry must
  /// not distribute count too.
  public var compression: Compression? {
    switch self {
    case .layer, .dockerLayer: return Compression.none
    case .layerGzip, .dockerLayerGzip: return .gzip
    case .layerZstd, .dockerLayerZstd: return .zstd
    default:
      switch rawValue {
      case "application/vnd.oci.image.layer.nondistributable.v1.tar": return Compression.none
      case "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip":
        return .gzip
      case "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd": return .zstd
      default: return nil
      }
    }
  }

  /// The type of a layer of OCI that is compressed so.
  public static func layer(_ compression: Compression) -> MediaType {
    switch compression {
    case .none: .layer
    case .gzip: .layerGzip
    case .zstd: .layerZstd
    // No specification has a name for it; Docker takes such layers all the same.
    case .xz: MediaType("application/vnd.oci.image.layer.v1.tar+xz")
    }
  }
}

extension MediaType: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
