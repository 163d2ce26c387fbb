import Archive
public import Layers

/// The score of dive, so that gates made for it hold: how much of what the layers have is needed to
/// have each path once.
public struct Efficiency: Hashable, Sendable {
  /// A path that more than one layer has.
  public struct Path: Hashable, Sendable {
    /// The path.
    public var path: LayerPath
    /// In how many layers.
    public var count: Int
    /// The bytes of all copies.
    public var bytes: Int64
  }

  /// The least sizes over all sizes, 0 to 1; 1 where there are none.
  public var score = 1.0
  /// The bytes of all copies of paths in more than one layer, the last copy counted too.
  public var wastedBytes: Int64 = 0
  /// The bytes of the content of all layers but the lowest.
  public var userBytes: Int64 = 0
  /// The paths in more than one layer, the largest first.
  public var paths: [Path] = []

  /// The wasted bytes as a part of those above the lowest layer; it can exceed 1, and is endless where
  /// there are none.
  public var userWastedShare: Double {
    if wastedBytes == 0 { return 0 }
    return userBytes == 0 ? .infinity : Double(wastedBytes) / Double(userBytes)
  }
}

/// The computation of the score, layer by layer.
struct EfficiencyCount {
  private struct Sizes {
    var sum: Int64 = 0
    var least = Int64.max
    var count = 0
  }

  private var sizes: [LayerPath: Sizes] = [:]

  /// Counts a layer, before it is put on the tree of those below.
  mutating func add(_ steps: [LayerReader.Step], on tree: FileTree) {
    // What the layer has at each path: the last entry counts, and folders only where they are empty.
    var leaves: [LayerPath: Int64] = [:]
    var folders: Set<LayerPath> = []
    var parents: Set<LayerPath> = []
    for step in steps {
      switch step.action {
      case .empty: continue
      case .hide: leaves[step.path] = EfficiencyCount.folderBytes(step.path, tree)
      case .put(let entry):
        if step.path.names.isEmpty { continue }
        if entry.kind == .folder {
          folders.insert(step.path)
        } else {
          leaves[step.path] = entry.size
          folders.remove(step.path)
        }
      }
      var parent = step.path.parent
      while !parent.names.isEmpty, parents.insert(parent).inserted { parent = parent.parent }
    }
    for folder in folders where !parents.contains(folder) && leaves[folder] == nil {
      leaves[folder] = 0
    }
    for (path, size) in leaves {
      var known = sizes[path] ?? Sizes()
      known.sum += size
      known.least = min(known.least, size)
      known.count += 1
      sizes[path] = known
    }
  }

  /// The bytes that the deletion of a folder hides; that of a file counts as none.
  private static func folderBytes(_ path: LayerPath, _ tree: FileTree) -> Int64 {
    guard let place = tree.place(of: path), tree[place].kind == .folder else { return 0 }
    var sum: Int64 = 0
    try? tree.walk(from: place) { _, inner throws(Never) in
      sum += tree[inner].kind == .file ? tree[inner].size : 0
      return true
    }
    return sum
  }

  /// The score of all layers that were counted.
  func result(userBytes: Int64, rows: Int) -> Efficiency {
    var efficiency = Efficiency()
    efficiency.userBytes = userBytes
    var least: Int64 = 0
    var sum: Int64 = 0
    for (path, known) in sizes {
      least += known.least
      sum += known.sum
      if known.count > 1 {
        efficiency.wastedBytes += known.sum
        efficiency.paths.append(
          Efficiency.Path(path: path, count: known.count, bytes: known.sum))
      }
    }
    if sum > 0 { efficiency.score = Double(least) / Double(sum) }
    efficiency.paths.sort { ($1.bytes, $0.path) < ($0.bytes, $1.path) }
    efficiency.paths = Array(efficiency.paths.prefix(rows))
    return efficiency
  }
}
