public import Layers

/// Bytes that an image has for nothing, by their cause.
public struct Waste: Hashable, Sendable {
  /// Why bytes are wasted.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// A later layer, or a later entry of the same one, has other content at the path.
    case overwritten
    /// A later layer has the same content with another mode, owner or time.
    case metadata = "metadata-only"
    /// A later layer deletes the path.
    case deleted = "deleted-later"
    /// A container sees it, and has no use for it: lists and downloads of package managers, caches of
    /// compilers, histories of version control.
    case cache
    /// A container sees the same content under several paths that are no hard links.
    case duplicate

    /// What to do about it.
    public var advice: String {
      switch self {
      case .overwritten: "write each file once: make it final in the layer that brings it"
      case .metadata:
        "set mode and owner where the file is copied, as with `COPY --chmod` and `--chown`"
      case .deleted: "delete in the same RUN that brings the file, or use a cache mount"
      case .cache: "use a cache mount, or delete the cache in the same RUN"
      case .duplicate: "keep one copy, or make the others hard links in the same layer"
      }
    }
  }

  /// A path whose bytes are wasted.
  public struct Item: Hashable, Sendable {
    /// The cause.
    public var cause: Cause
    /// The path.
    public var path: LayerPath
    /// The paths of its duplicates.
    public var others: [LayerPath] = []
    /// The bytes that are wasted.
    public var bytes: Int64
    /// The layer that has them, from 0.
    public var layer: Int
    /// The layer that makes them waste; nil where there is none.
    public var causedBy: Int?
  }

  /// The sum of a cause.
  public struct Sum: Hashable, Sendable {
    /// The bytes of content.
    public var bytes: Int64 = 0
    /// About how many bytes they are in the compressed layers.
    public var compressed: Int64 = 0
    /// How many paths.
    public var paths = 0
  }

  /// The sums of the causes that there are.
  public var sums: [Cause: Sum] = [:]
  /// The items, the largest first.
  public var items: [Item] = []

  /// The bytes that no container sees: what all layers hold less what is visible in the end.
  public var hiddenBytes: Int64 {
    [Cause.overwritten, .metadata, .deleted].reduce(0) { $0 + (sums[$1]?.bytes ?? 0) }
  }

  /// The bytes of all causes.
  public var bytes: Int64 { sums.values.reduce(0) { $0 + $1.bytes } }
  /// About how many bytes of the compressed layers they are.
  public var compressed: Int64 { sums.values.reduce(0) { $0 + $1.compressed } }
}
