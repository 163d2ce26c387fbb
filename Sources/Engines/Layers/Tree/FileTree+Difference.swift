import Archive
import Host
import Source

/// How a path of two images differs.
public struct FileChange: Hashable, Sendable {
  /// The kinds of difference.
  public enum Kind: String, Hashable, Sendable {
    case added, removed, changed
  }

  /// What can differ of a file that is in both.
  public enum Aspect: String, Hashable, Sendable, CaseIterable {
    case kind, content, size, mode, owner, group, link, device, attributes, time
  }

  /// The path.
  public let path: LayerPath
  /// The kind of difference.
  public let kind: Kind
  /// What differs, where the path is in both; sorted.
  public let aspects: [Aspect]
  /// The file before, and after.
  public let before, after: FileEntry?
}

extension FileTree {
  /// The differences of another tree to this one, in the order of the paths.
  /// - Parameters:
  ///   - newer: The other tree; both must have been read with digests for content to be compared.
  ///   - timesMatter: Whether a time that differs alone is a difference.
  public func changes(to newer: FileTree, timesMatter: Bool = false) -> [FileChange] {
    var changes: [FileChange] = []
    func visit(_ path: LayerPath, _ old: Int?, _ new: Int?) {
      let before = old.map { files[nodes[$0].file] }
      let after = new.map { newer.files[newer.nodes[$0].file] }
      switch (before, after) {
      case (let before?, let after?):
        let aspects = before.aspects(differingFrom: after, timesMatter: timesMatter)
        if !aspects.isEmpty, !path.names.isEmpty || !before.isImplied && !after.isImplied {
          changes.append(
            FileChange(path: path, kind: .changed, aspects: aspects, before: before, after: after))
        }
      case (let before?, nil):
        changes.append(
          FileChange(path: path, kind: .removed, aspects: [], before: before, after: nil))
      case (nil, let after?):
        changes.append(
          FileChange(path: path, kind: .added, aspects: [], before: nil, after: after))
      case (nil, nil): return
      }
      let oldChildren = old.map { nodes[$0].children } ?? [:]
      let newChildren = new.map { newer.nodes[$0].children } ?? [:]
      let names = Set(oldChildren.keys).union(newChildren.keys)
      for name in names.sorted() {
        visit(path.appending(name), oldChildren[name], newChildren[name])
      }
    }
    visit(.root, 0, 0)
    return changes
  }
}

extension FileEntry {
  func aspects(differingFrom other: FileEntry, timesMatter: Bool) -> [FileChange.Aspect] {
    if kind != other.kind { return [.kind] }
    var aspects: [FileChange.Aspect] = []
    if content != other.content { aspects.append(.content) }
    if size != other.size { aspects.append(.size) }
    if mode != other.mode { aspects.append(.mode) }
    if owner != other.owner { aspects.append(.owner) }
    if group != other.group { aspects.append(.group) }
    if link != other.link { aspects.append(.link) }
    if deviceMajor != other.deviceMajor || deviceMinor != other.deviceMinor {
      aspects.append(.device)
    }
    let sorted = { (entry: FileEntry) in
      entry.attributes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
    if sorted(self) != sorted(other) { aspects.append(.attributes) }
    if timesMatter, modified != other.modified { aspects.append(.time) }
    return aspects
  }
}
