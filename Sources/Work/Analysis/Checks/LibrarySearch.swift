import Archive
import Host
import Layers
import OCI

/// Where the loader of an image finds the libraries of a program (ld.so(8), and musl's ldso/dynlink.c).
struct LibrarySearch {
  let tree: FileTree
  let config: ImageConfig
  let facts: (FileEntry) -> ContentLook.Facts?

  /// The most libraries that are looked at.
  private static let limit = 2000

  /// Adds the libraries of a program, and theirs, to a check.
  func needs(of program: FileTree.Place, _ elf: ELFFacts, into check: inout ProgramCheck) {
    let isMusl = elf.interpreter?.contains("ld-musl") ?? false
    let folders = isMusl ? muslFolders() : glibcFolders()
    let environment = (config.runtime.variable("LD_LIBRARY_PATH") ?? "")
      .split(whereSeparator: { $0 == ":" || $0 == ";" }).map(String.init)
    var known: [String: LayerPath?] = [:]
    // Each file with the folders that those above it in the chain hand down (DT_RPATH).
    var waiting: [(place: FileTree.Place, elf: ELFFacts, inherited: [String])] = [
      (program, elf, [])
    ]
    while let (place, file, inherited) = waiting.popLast() {
      let path = tree.path(of: place)
      let origin = path.parent.text
      func expanded(_ folders: [String]) -> [String] {
        folders.map {
          $0.replacing("${ORIGIN}", with: origin).replacing("$ORIGIN", with: origin)
        }
      }
      let rpath = file.runpath.isEmpty ? expanded(file.rpath) + inherited : []
      if !file.isComplete {
        check.unknowns.append("`\(path)` is too large or too odd to tell its libraries")
      }
      for name in file.needed where known[name] == nil {
        if known.count >= Self.limit {
          check.unknowns.append("more than \(Self.limit) libraries are needed")
          return
        }
        let found = find(
          name, rpath + environment + expanded(file.runpath) + folders, like: elf, isMusl: isMusl)
        known[name] = .some(found.map { tree.path(of: $0) })
        check.needs.append(
          ProgramCheck.Need(
            name: name, path: found.map { tree.path(of: $0) }, askedBy: path))
        if let found {
          if let next = facts(tree[found])?.elf { waiting.append((found, next, rpath)) }
        } else {
          check.problems.append(
            "the library `\(name)` of `\(path)` is not in the image: "
              + "install it, or copy it to a folder that the loader looks at")
        }
      }
    }
  }

  private func find(
    _ name: String, _ folders: [String], like elf: ELFFacts, isMusl: Bool
  ) -> FileTree.Place? {
    if name.contains("/") { return library(name, like: elf) }
    // musl has the C library in its loader under every name that programs ask for.
    if isMusl, let interpreter = elf.interpreter, Self.isMuslItself(name) {
      return (try? tree.resolve(RawPath(interpreter))) ?? nil
    }
    for folder in folders {
      if let place = library("\(folder)/\(name)", like: elf) { return place }
    }
    return nil
  }

  private static func isMuslItself(_ name: String) -> Bool {
    name == "libc.so" || name.hasPrefix("libc.musl-")
      || ["libpthread", "librt", "libm", "libdl", "libutil", "libxnet"].contains {
        name.hasPrefix($0 + ".so")
      }
  }

  /// A library that fits the program: loaders pass over those for other processors.
  private func library(_ path: String, like elf: ELFFacts) -> FileTree.Place? {
    guard let place = (try? tree.resolve(RawPath(path))) ?? nil, tree[place].kind == .file,
      let other = facts(tree[place])?.elf, other.machine == elf.machine,
      other.is64Bit == elf.is64Bit
    else { return nil }
    return place
  }

  // MARK: Folders

  private func text(_ path: String) -> String? {
    guard let place = (try? tree.resolve(RawPath(path))) ?? nil,
      let bytes = facts(tree[place])?.text
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func muslFolders() -> [String] {
    if let etc = (try? tree.resolve("/etc")) ?? nil {
      for (name, _) in tree.children(of: etc) {
        let shown = name.shown
        if shown.hasPrefix("ld-musl-"), shown.hasSuffix(".path"), let text = text("/etc/\(shown)") {
          return text.split(whereSeparator: { $0 == "\n" || $0 == ":" }).map(String.init)
        }
      }
    }
    return ["/lib", "/usr/local/lib", "/usr/lib"]
  }

  private func glibcFolders() -> [String] {
    var folders: [String] = []
    for line in configurationLines("/etc/ld.so.conf", depth: 0) { folders.append(line) }
    folders += ["/lib64", "/usr/lib64", "/lib", "/usr/lib"]
    // Debian's loader knows the folders of its architecture by itself.
    for top in ["/lib", "/usr/lib"] {
      guard let place = (try? tree.resolve(RawPath(top))) ?? nil else { continue }
      for (name, _) in tree.children(of: place) where name.shown.contains("-linux-gnu") {
        folders.append("\(top)/\(name.shown)")
      }
    }
    return folders
  }

  private func configurationLines(_ path: String, depth: Int) -> [String] {
    guard depth < 4, let text = text(path) else { return [] }
    var folders: [String] = []
    for line in text.split(separator: "\n").prefix(1000) {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard let first = words.first else { continue }
      if first != "include" {
        folders.append(String(first))
        continue
      }
      for pattern in words.dropFirst() {
        guard let slash = pattern.lastIndex(of: "/") else { continue }
        // All that is in use is `folder/*.conf`.
        let folder = String(pattern[..<slash])
        let ending = pattern[slash...].dropFirst().drop { $0 == "*" }
        guard let place = (try? tree.resolve(RawPath(folder))) ?? nil else { continue }
        for (name, _) in tree.children(of: place) where name.shown.hasSuffix(ending) {
          folders += configurationLines("\(folder)/\(name.shown)", depth: depth + 1)
        }
      }
    }
    return folders
  }
}
