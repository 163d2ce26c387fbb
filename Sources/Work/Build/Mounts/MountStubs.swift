import Host
import Layers
import Source

/// What the runtime made in a layer so that it had something to mount on: empty files and folders that
/// belong to no image.
struct MountStubs {
  private let targets: [LayerPath]
  private let upper: String
  private let lower: [String]

  init(_ targets: [String], in upper: String, over lower: [String]) {
    self.targets = targets.map { CopySelector.path($0) }.sorted()
    self.upper = upper
    self.lower = lower
  }

  /// Removes them, and the folders above them that hold nothing else and are not of the image below.
  func remove() throws(Failure) {
    var layers: [any StackLayer] = []
    for path in lower.reversed() { layers.append(try FolderLayer(path)) }
    let below = StackTree(layers, label: "the image")
    for target in targets.reversed() {
      // The runtime follows the links of the image.
      var path = try below.resolve(target)
      var isLeaf = true
      walk: while let name = path.last {
        // What lies below stays, and so does all above it.
        if try below.file(path) != nil { break }
        let way = try FolderWay(upper)
        guard let folder = try way.folder(path.names.dropLast()), let status = try folder.status(name)
        else {
          path = path.parent
          continue
        }
        switch status.kind {
        case .file where isLeaf && status.size == 0: try folder.remove(name)
        case .folder:
          guard try folder.folder(name)?.names(limit: .max).isEmpty == true else { break walk }
          try folder.remove(name)
        default: break walk
        }
        isLeaf = false
        path = path.parent
      }
    }
  }
}
