import OCI
public import Source
public import Streams

/// How a build is carried out: what no Dockerfile says.
public struct BuildSettings: Sendable {
  /// The times that the files of new layers get.
  public enum Timestamps: Hashable, Sendable {
    /// All the same, whenever and wherever the build is made.
    case constant
    /// None later than this, in seconds since 1970, as SOURCE_DATE_EPOCH asks for.
    case atMost(Int64)
    /// Those that the files have.
    case kept
  }

  /// The times of files in new layers.
  public var timestamps = Timestamps.constant
  /// When the image counts as made, in seconds since 1970; nil for the constant.
  public var created: Int64?
  /// How new layers are compressed.
  public var compression = Compression.gzip
  /// How much; nil for the usual level.
  public var level: Int?
  /// The secrets by their ids.
  public var secrets: [String: [UInt8]] = [:]
  /// The sockets of agents by their ids.
  public var agents: [String: String] = [:]
  /// Lines of `/etc/hosts`: names with their addresses.
  public var hosts: [(name: String, address: String)] = []
  /// The bytes of `/dev/shm`; nil for 64 MiB.
  public var sharedMemory: Int64?
  /// The limits of `--ulimit`: name, soft and hard.
  public var limits: [(name: String, soft: UInt64, hard: UInt64)] = []
  /// What `--allow` allows, such as `security.insecure`.
  public var entitlements: Set<String> = []
  /// A file of certificates that the programs of steps trust besides those of their image.
  public var authorities: [UInt8]?
  /// The build arguments as they were given; those whose names speak of secrets are looked for in the
  /// image.
  public var arguments: [String: String] = [:]
  /// The Dockerfile, for the places that failures name.
  public var dockerfile: SourceText?
  /// The version of the builder, for what is told of the image.
  public var builderVersion = ""
  /// Whether the store keeps where the image came from.
  public var recordsProvenance = true
  /// What separates the cache mounts of this build from those of others (BUILDKIT_CACHE_MOUNT_NS).
  public var cacheNamespace = ""
  /// The name of the machine in steps (BUILDKIT_SANDBOX_HOSTNAME).
  public var hostname = "buildkitsandbox"
  /// Whether a shell is opened in what a failed command left.
  public var opensShell = false
  /// How much of the build goes into a cache for other machines; nil for nothing.
  public var exportedCache: CacheIndex.Mode?

  /// The moment that stands for every time: the second of January 1980, which every time zone and the
  /// archives of ZIP can tell.
  public static let constantTime: Int64 = 315_619_200

  /// The settings of a plain build.
  public init() {}

  /// The moment that steps find as SOURCE_DATE_EPOCH; nil where times are kept.
  var epoch: Int64? {
    switch timestamps {
    case .constant: Self.constantTime
    case .atMost(let seconds): seconds
    case .kept: nil
    }
  }

  /// The form of layers in the image.
  var form: LayerForm {
    LayerForm(timestamps: timestamps, compression: compression, level: level)
  }
}
