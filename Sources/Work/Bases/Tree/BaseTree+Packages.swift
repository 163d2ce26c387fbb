import Archive
import Debian
import Layers
import Source

extension BaseTree {
  /// Puts the files of a package into the tree.
  /// - Parameters:
  ///   - package: The package.
  ///   - keepsSetuid: Whether set-user-ID and set-group-ID bits of files are kept.
  ///   - notes: Gets what a person should know.
  /// - Throws: `Failure` when it has a path that another package has, or a hard link that leads nowhere.
  mutating func add(_ package: DebFile, notes: inout [String]) throws(Failure) {
    func trouble(_ path: LayerPath, _ reason: String) -> Failure {
      Failure(
        "cannot unpack `\(path)` of the package `\(package.name)`", because: [reason],
        hint: "leave one of the packages out, or drop the path under `drop`")
    }
    var cleared: [String] = []
    var parent: (given: RawPath, found: RawPath) = ("", "")
    for entry in package.entries {
      var path = place(entry.path.raw)
      // What lies below a link lies where the link leads to, as the package manager has it.
      if path.folder != parent.given || parent.given.isEmpty {
        let folder = path.folder
        guard let found = placeOfFolder(folder) else {
          throw trouble(entry.path, "it lies below a link that leads to no folder")
        }
        parent = (folder, found)
      }
      if parent.found != parent.given { path = parent.found.appending(path.name) }
      let present = nodes[path]
      var node = Node(
        kind: .folder, mode: entry.entry.mode, owner: entry.entry.owner, group: entry.entry.group)
      node.package = package.name
      node.attributes = entry.entry.attributes.filter { $0.key == "security.capability" }
      switch entry.entry.kind {
      case .folder:
        switch present?.kind {
        case .folder?:
          // The first package decides, as it does for the package manager.
          continue
        case .link?:
          // A link that leads to a folder stands for it.
          if let target = resolved(path), nodes[target]?.kind == .folder { continue }
          throw trouble(entry.path, "another package has a link there that leads to no folder")
        case .file?: throw trouble(entry.path, "another package has a file there")
        case nil: break
        }
      case .symbolicLink:
        // With merged folders, `/lib64/x` may come to lie where it leads to.
        if place(RawPath(entry.entry.link.parts.joined(separator: [0x2F]).map { $0 })) == path,
          entry.entry.link.isAbsolute
        {
          continue
        }
        node.kind = .link(entry.entry.link)
        node.mode = 0o777
      case .hardLink:
        let target = try LayerPath(entry.entry.link)
        guard let first = nodes[place(target.raw)], case .file = first.kind else {
          throw trouble(entry.path, "it is another name of `\(target)`, which is no file")
        }
        node = first
        node.package = package.name
      default:
        node.kind = .file(add(content: entry.content))
        if node.mode & 0o6000 != 0 {
          node.mode &= 0o1777
          cleared.append(entry.path.text)
        }
      }
      if let present, present.package != package.name, !isSame(present, node) {
        if present.kind == .folder {
          throw trouble(entry.path, "another package has a folder there")
        }
        guard package.replaces(present.package) else {
          throw trouble(entry.path, "the package `\(present.package)` has it too")
        }
      }
      put(node, at: path)
    }
    if !cleared.isEmpty {
      notes.append(
        "\(package.name): took the set-user-ID and set-group-ID bits off "
          + cleared.joined(separator: ", "))
    }
  }

  /// Where a folder is when links are followed; nil where a link leads to no folder. A folder that is not
  /// there yet is where its path says.
  private func placeOfFolder(_ folder: RawPath) -> RawPath? {
    if folder.isEmpty { return folder }
    if let found = resolved(folder) { return nodes[found]?.kind == .folder ? found : nil }
    guard let above = placeOfFolder(folder.folder), nodes[folder] == nil else { return nil }
    return above.appending(folder.name)
  }

  private func isSame(_ left: Node, _ right: Node) -> Bool {
    switch (left.kind, right.kind) {
    case (.file(let one), .file(let other)): contents[one] == contents[other]
    default: left.kind == right.kind
    }
  }
}

extension DebFile {
  /// Whether its files may lie where those of another package lie.
  func replaces(_ name: String) -> Bool {
    guard let text = control["Replaces"],
      let relations = try? PackageRelation.parse(text, architecture: "any")
    else { return false }
    return relations.contains { $0.alternatives.contains { $0.name == name } }
  }
}
