import Archive
import Layers

/// The computation of waste, step by step.
struct WasteCount {
  private var items: [Waste.Item] = []
  private var sums: [Waste.Cause: Waste.Sum] = [:]
  /// The compressed bytes of a layer for each plain one.
  var ratios: [Double] = []
  private let rows: Int

  init(rows: Int) { self.rows = rows }

  /// Counts a file that a step hides.
  mutating func hide(
    _ path: LayerPath, _ file: FileEntry, by step: LayerReader.Step, layer: Int,
    content: ContentHash?
  ) {
    // While the file has another name, its bytes are of use.
    guard file.kind == .file, file.nameCount == 1, file.size > 0 else { return }
    var cause = Waste.Cause.deleted
    if case .put(let entry) = step.action, step.path == path, entry.kind == .file {
      cause = content == file.content && entry.size == file.size ? .metadata : .overwritten
    }
    add(
      Waste.Item(
        cause: cause, path: path, bytes: file.size, layer: file.layer, causedBy: layer))
  }

  /// Counts caches and duplicates among the files that a container sees.
  mutating func addVisible(_ tree: FileTree) {
    var copies: [ContentHash: [(path: LayerPath, file: FileEntry)]] = [:]
    var seen: Set<Int> = []
    try? tree.walk { path, place throws(Never) in
      let file = tree[place]
      guard file.kind == .file, file.size > 0, seen.insert(tree.fileNumber(place)).inserted else {
        return true
      }
      if CachePath.cache(path) != nil {
        add(Waste.Item(cause: .cache, path: path, bytes: file.size, layer: file.layer))
      } else if file.size >= WasteCount.leastDuplicate, let content = file.content {
        copies[content, default: []].append((path, file))
      }
      return true
    }
    for copies in copies.values where copies.count > 1 {
      let first = copies[0]
      add(
        Waste.Item(
          cause: .duplicate, path: first.path, others: copies.dropFirst().map(\.path),
          bytes: first.file.size * Int64(copies.count - 1), layer: copies[1].file.layer))
    }
  }

  /// Smaller files take whole blocks on a disk whether they are linked or not.
  static let leastDuplicate: Int64 = 4096

  private mutating func add(_ item: Waste.Item) {
    let ratio = item.layer < ratios.count ? ratios[item.layer] : 1
    sums[item.cause, default: Waste.Sum()].bytes += item.bytes
    sums[item.cause, default: Waste.Sum()].compressed += Int64(Double(item.bytes) * ratio)
    sums[item.cause, default: Waste.Sum()].paths += max(1, item.others.count)
    items.append(item)
    // Only the largest are told.
    if items.count > rows * 64 + 4096 { cut() }
  }

  private mutating func cut() {
    items.sort { ($1.bytes, $0.path) < ($0.bytes, $1.path) }
    items = Array(items.prefix(rows))
  }

  mutating func result() -> Waste {
    cut()
    return Waste(sums: sums, items: items)
  }
}
