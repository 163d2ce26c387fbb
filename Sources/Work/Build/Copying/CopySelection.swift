import Archive
import Crypto
import Dockerfile
import Frontend
import Host
import Layers
import Source

/// What the sources of a copy come to: each path that they match, with all that is taken below it.
struct CopySelection {
  /// One file that is taken.
  struct Item {
    /// Its path seen from the source; the root where it is the source.
    let path: LayerPath
    /// Where it lies in its tree.
    let place: LayerPath
    let file: TreeFile
    /// Whether it is only taken where something below it is.
    let isOnDemand: Bool
  }

  /// One path that a source matches.
  struct Match {
    /// The last name as it is written or matched; nil for the root.
    let name: RawName?
    let items: [Item]

    /// Whether it is a folder.
    var isFolder: Bool { items.first?.file.isFolder ?? true }
  }

  /// The matches of each source.
  let sources: [[Match]]
}

/// Finds what the sources of a copy come to.
struct CopySelector {
  let tree: any FileSource
  let operation: CopyOperation
  private let excludes: IgnoreFile?

  init(_ operation: CopyOperation, from tree: any FileSource) {
    self.operation = operation
    self.tree = tree
    excludes =
      operation.excludes.isEmpty
      ? nil : IgnoreFile(patterns: operation.excludes.map { IgnorePattern($0) })
  }

  /// What a path or pattern comes to.
  /// - Throws: `Failure` when a path without wildcards is not there.
  func matches(_ source: String) throws(Failure) -> [CopySelection.Match] {
    if operation.keepsParents { return [try parents(source)] }
    guard let wildcard = Self.firstWildcard(source) else {
      let path = LayerPath(written: source)
      let place = try tree.resolve(path)
      guard try tree.file(place) != nil else { throw try missing(source, path) }
      return [try match(path.last, place)]
    }
    var matches: [CopySelection.Match] = []
    let base = try tree.resolve(LayerPath(written: wildcard.base))
    for place in try glob(wildcard.pattern, in: base) {
      let followed = try tree.resolve(place)
      guard try tree.file(followed) != nil else { continue }
      matches.append(try match(place.last, followed))
    }
    return matches
  }

  /// A path as it is, with all below it.
  func whole(_ place: LayerPath) throws(Failure) -> CopySelection.Match {
    try match(place.last, place)
  }

  private func missing(_ source: String, _ path: LayerPath) throws(Failure) -> Failure {
    if let context = tree as? ContextTree, try context.isLeftOut(path) {
      return Failure(
        "`\(source)` is not in \(tree.label)", because: ["its ignore file leaves it out"],
        hint: "Take it back with a line `!\(path.raw.text)`, or copy something else")
    }
    return Failure(
      "`\(source)` is not in \(tree.label)",
      hint: "Check the spelling, and that it is made before it is copied")
  }

  private func match(_ name: RawName?, _ place: LayerPath) throws(Failure) -> CopySelection.Match {
    var items: [CopySelection.Item] = []
    try take(place, .root, &items)
    if let name, items.count == 1, !items[0].file.isFolder, let excludes,
      excludes.isIgnored(name.shown)
    {
      items = []
    }
    return CopySelection.Match(name: name, items: items)
  }

  /// Takes a file and all below it, in the order of the names.
  private func take(
    _ place: LayerPath, _ path: LayerPath, _ items: inout [CopySelection.Item]
  ) throws(Failure) {
    guard let file = try tree.file(place) else { return }
    var isExcluded = false
    if let excludes, !path.names.isEmpty {
      let text = path.raw.text
      isExcluded = excludes.isIgnored(text)
      if isExcluded, !file.isFolder || !excludes.mayContainIncluded(under: text) { return }
    }
    // What a process left to talk through is of use to nobody else.
    if case .other = file.entry.kind { return }
    items.append(.init(path: path, place: place, file: file, isOnDemand: isExcluded))
    guard file.isFolder else { return }
    if path.names.count > 255 {
      throw Failure(
        "cannot copy `\(place)`", because: ["it is more than 255 folders deep"],
        hint: "Look for a link that leads back to itself")
    }
    for name in try tree.names(place) {
      try take(place.appending(name), path.appending(name), &items)
    }
  }

  // MARK: Parents

  /// The files that match, with the folders above them up to the root or to a `/./`.
  private func parents(_ source: String) throws(Failure) -> CopySelection.Match {
    var base = "/"
    var pattern = source
    let bytes = Array(source.utf8)
    if bytes.count > 2,
      let pivot = (0..<bytes.count - 2).first(where: {
        bytes[$0] == 0x2F && bytes[$0 + 1] == 0x2E && bytes[$0 + 2] == 0x2F
      })
    {
      base = String(decoding: bytes[..<pivot], as: UTF8.self)
      pattern = String(decoding: bytes[(pivot + 3)...], as: UTF8.self)
    }
    let start = try tree.resolve(LayerPath(written: base))
    let cleaned = LayerPath(written: pattern).raw.text
    if Self.firstWildcard(base) == nil, Self.firstWildcard(pattern) == nil {
      let place = LayerPath(start.names + LayerPath(written: pattern).names)
      if try tree.file(place) == nil { throw try missing(source, place) }
    }
    var items: [CopySelection.Item] = []
    if let root = try tree.file(start) {
      items.append(.init(path: .root, place: start, file: root, isOnDemand: false))
    }
    let include = IgnoreFile(patterns: [IgnorePattern(cleaned.isEmpty ? "**" : cleaned)])
    try takeIncluded(start, .root, include, &items)
    return CopySelection.Match(name: nil, items: items)
  }

  private func takeIncluded(
    _ place: LayerPath, _ path: LayerPath, _ include: IgnoreFile,
    _ items: inout [CopySelection.Item]
  ) throws(Failure) {
    for name in try tree.names(place) {
      let innerPlace = place.appending(name)
      let inner = path.appending(name)
      let text = inner.raw.text
      guard let file = try tree.file(innerPlace) else { continue }
      if case .other = file.entry.kind { continue }
      let isIncluded = include.isIgnored(text)
      let isExcluded = excludes?.isIgnored(text) ?? false
      if isIncluded, !isExcluded {
        items.append(.init(path: inner, place: innerPlace, file: file, isOnDemand: false))
      } else if file.isFolder {
        items.append(.init(path: inner, place: innerPlace, file: file, isOnDemand: true))
      }
      guard file.isFolder else { continue }
      let mayHold = isIncluded || include.patterns[0].mayMatch(within: text)
      if mayHold, !isExcluded || excludes?.mayContainIncluded(under: text) == true {
        try takeIncluded(innerPlace, inner, include, &items)
      }
    }
  }

  // MARK: Patterns

  /// Where the first part with a wildcard begins: what is before it, and the pattern from there.
  static func firstWildcard(_ text: String) -> (base: String, pattern: String)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: true)
    for (index, part) in parts.enumerated() where hasWildcard(part) {
      return (
        parts[..<index].joined(separator: "/"), parts[index...].joined(separator: "/")
      )
    }
    return nil
  }

  private static func hasWildcard(_ text: Substring) -> Bool {
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      {
        return true
      }
    }
    return false
  }

  /// The paths below a folder that match, in their order.
  private func glob(_ pattern: String, in base: LayerPath) throws(Failure) -> [LayerPath] {
    var globs: [PathGlob] = []
    for part in pattern.split(separator: "/") {
      if part == "." { continue }
      do throws(PathGlob.BadPattern) {
        globs.append(try PathGlob(String(part)))
      } catch {
        throw Failure(
          "cannot understand the pattern `\(pattern)`",
          because: ["a bracket is not closed, or a backslash ends it"],
          hint: "Escape the character with a backslash, or mend the pattern")
      }
    }
    var found: [LayerPath] = []
    func visit(_ place: LayerPath, _ depth: Int) throws(Failure) {
      for name in try tree.names(place) where globs[depth].matches(name.bytes) {
        let inner = place.appending(name)
        if depth == globs.count - 1 {
          found.append(inner)
        } else if try tree.file(inner)?.isFolder == true {
          try visit(inner, depth + 1)
        }
      }
    }
    if !globs.isEmpty, try tree.file(base)?.isFolder == true { try visit(base, 0) }
    return found
  }
}
