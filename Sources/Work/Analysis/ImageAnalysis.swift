public import Layers
public import OCI

/// What an analysis found out about an image.
public struct ImageAnalysis: Sendable {
  /// What the user calls the image.
  public var name: String
  /// The digest of its manifest, its platform and when it was made.
  public var digest: Digest
  /// What it is for.
  public var platform: Platform
  /// When it was made, as RFC 3339 writes it.
  public var created: String?

  /// The layers, the lowest first.
  public var layers: [LayerSize] = []
  /// The steps of its history, each with its layer where it left one.
  public var history: [HistoryStep] = []
  /// Sums over all layers.
  public var totals = Totals()
  /// Bytes that the image has for nothing.
  public var waste = Waste()
  /// The score of dive.
  public var efficiency = Efficiency()
  /// The largest files, the largest first.
  public var largest: [FileRow] = []
  /// Files that run with the rights of their owner or group, or with capabilities.
  public var privileged: [FileRow] = []
  /// Files and folders that every user can write; folders with the sticky bit are fine.
  public var worldWritable: [FileRow] = []
  /// Secrets in any layer and in the configuration.
  public var secrets: [SecretRow] = []
  /// Shells and package managers that are there.
  public var shells: [String] = []
  /// The package managers in it, by their paths.
  public var packageManagers: [String] = []
  /// Whether the image can start.
  public var program: ProgramCheck
  /// Who it runs as.
  public var user: UserCheck
  /// What a pull costs a machine that has another image; nil where none was named.
  public var delta: Delta?

  /// The size of a layer.
  public struct LayerSize: Hashable, Sendable {
    /// The digest of the blob.
    public var digest: Digest
    /// How it is compressed.
    public var compression: String
    /// The bytes of the blob, and of the archive in it.
    public var compressed, plain: Int64
    /// The bytes of the content of its files, which is what dive counts.
    public var content: Int64
    /// How many files, folders and links it has, and how many marks of deletion.
    public var entries, marks: Int
    /// The step that made it; nil where the history does not tell.
    public var step: String?
  }

  /// A step of the history.
  public struct HistoryStep: Hashable, Sendable {
    /// The command or instruction, without what builders put around it.
    public var command: String
    /// When it was taken.
    public var created: String?
    /// The number of its layer, from 0; nil where it left none.
    public var layer: Int?
  }

  /// Sums.
  public struct Totals: Hashable, Sendable {
    /// The bytes of all blobs of layers, of their archives, and of the content of their files.
    public var compressed: Int64 = 0
    /// The bytes of the layers when they are not compressed.
    public var plain: Int64 = 0
    /// The bytes of all files in all layers.
    public var content: Int64 = 0
    /// The bytes of the files that a container sees.
    public var visible: Int64 = 0
    /// How many paths a container sees.
    public var paths = 0
  }

  /// A file in a list.
  public struct FileRow: Hashable, Sendable {
    /// The path.
    public var path: LayerPath
    /// What is known of it.
    public var file: FileEntry
  }

  /// What a pull costs a machine that has another image.
  public struct Delta: Hashable, Sendable {
    /// The other image.
    public var name: String
    /// How many layers both have, and the bytes of their blobs.
    public var sharedLayers: Int
    /// Their bytes as they are pulled.
    public var sharedBytes: Int64
    /// How many layers only this one has, and the bytes of their blobs.
    public var newLayers: Int
    /// Their bytes as they are pulled.
    public var newBytes: Int64
  }
}
