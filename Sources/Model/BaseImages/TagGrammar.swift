import Documents
import OCI

/// The shapes that a repository's tags have, for telling a tag that was never published.
struct TagGrammar {
  private let shapes: [[Piece]]
  private let published: Set<String>
  private let versions: Set<String>
  private let inserted: String?
  private let words: [String]
  private let kinds: [String]
  private let debian: [String]
  private let ubuntu: [String]

  /// A part of a shape.
  private enum Piece: Hashable {
    case text(String)
    case slot(String)
  }

  init(row: ImageRow, words meanings: JSON?) {
    let tags = row.tags
    shapes = tags?["shapes"]?.strings.map(Self.pieces) ?? []
    published = Set(tags?["published"]?["words"]?.strings ?? [])
    versions = Set(tags?["published"]?["versions"]?.strings ?? [])
    inserted = tags?["insert"]?.string
    words = tags?["words"]?.strings ?? []
    kinds = tags?["kinds"]?.strings ?? []
    func codenames(_ system: String) -> [String] {
      (meanings?.object ?? []).filter { $0.value.string?.hasPrefix(system) ?? false }.map(\.key)
    }
    debian = codenames("debian/") + ["sid"]
    ubuntu = codenames("ubuntu/")
  }

  /// Whether the tag is published.
  func verdict(_ tag: String) -> TagVerdict {
    if shapes.isEmpty { return .unknown }
    guard fits(tag) else { return .notPublished(nearest: nearest(tag)) }
    if tag == "latest" { return .exists }
    let parts = tag.split(separator: "-", maxSplits: 1).map(String.init)
    if let first = parts.first, versions.contains(first),
      published.contains(parts.count > 1 ? parts[1] : "")
    {
      return .exists
    }
    return .unknown
  }

  private func fits(_ tag: String) -> Bool {
    let bytes = Array(tag.utf8)
    return shapes.contains { matches($0[...], bytes[...]) }
  }

  private static func pieces(_ shape: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = shape.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")),
      let close = rest[open...].firstIndex(of: UInt8(ascii: "}"))
    {
      if open > rest.startIndex { pieces.append(.text(String(Substring(rest[..<open])))) }
      pieces.append(.slot(String(Substring(rest[rest.index(after: open)..<close]))))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(Substring(rest)))) }
    return pieces
  }

  private func matches(_ shape: ArraySlice<Piece>, _ tag: ArraySlice<UInt8>) -> Bool {
    guard let piece = shape.first else { return tag.isEmpty }
    let rest = shape.dropFirst()
    switch piece {
    case .text(let text):
      guard tag.starts(with: text.utf8) else { return false }
      return matches(rest, tag.dropFirst(text.utf8.count))
    case .slot(let name):
      return ends(of: name, in: tag).contains { matches(rest, tag[$0...]) }
    }
  }

  /// Where a slot may end that begins at the start of `tag`.
  private func ends(of slot: String, in tag: ArraySlice<UInt8>) -> [Int] {
    func among(_ names: [String]) -> [Int] {
      names.filter { tag.starts(with: $0.utf8) }.map { tag.startIndex + $0.utf8.count }
    }
    switch slot {
    case "v": return versionEnds(tag)
    case "n":
      let end = tag.firstIndex { !$0.isDigit && $0 != UInt8(ascii: ".") } ?? tag.endIndex
      return end > tag.startIndex ? [end] : []
    case "date":
      let end = tag.firstIndex { !$0.isDigit && $0 != UInt8(ascii: ".") } ?? tag.endIndex
      return end - tag.startIndex >= 8 ? [end] : []
    case "sha":
      let end = tag.firstIndex { !$0.isLowerHex } ?? tag.endIndex
      return end - tag.startIndex >= 7 ? [end] : []
    case "debian": return among(debian)
    case "ubuntu": return among(ubuntu)
    case "kind": return among(kinds)
    case "word": return among(words)
    case "windows":
      let isWindows = ["windowsservercore", "nanoserver", "windows"].contains {
        tag.starts(with: $0.utf8)
      }
      return isWindows ? [tag.endIndex] : []
    case "python":
      for name in ["python", "pypy"] where tag.starts(with: name.utf8) {
        return versionEnds(tag.dropFirst(name.utf8.count))
      }
      return []
    default: return []
    }
  }

  /// A version up to the next dash, and also with what makes it a preview or a
  /// build behind the dash, such as `-rc1` or `-b08`.
  private func versionEnds(_ tag: ArraySlice<UInt8>) -> [Int] {
    guard let first = tag.first,
      first.isDigit || first == UInt8(ascii: "v") && (tag.dropFirst().first?.isDigit ?? false)
    else { return [] }
    let end = tag.firstIndex(of: UInt8(ascii: "-")) ?? tag.endIndex
    var ends = [end]
    if end < tag.endIndex {
      let next = tag[(end + 1)...]
      let nextEnd = next.firstIndex(of: UInt8(ascii: "-")) ?? next.endIndex
      let letters = String(
        decoding: next[..<nextEnd].prefix { $0.isLower || $0.isUpper }, as: UTF8.self)
      let digits = next[..<nextEnd].dropFirst(letters.utf8.count)
      let stages = ["rc", "RC", "preview", "beta", "alpha", "ea", "b"]
      if stages.contains(letters), digits.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ".") }) {
        ends.append(nextEnd)
      }
    }
    return ends
  }

  /// The tag that was likely meant: the same words in the order the repository
  /// uses, or without the one that it does not know.
  private func nearest(_ tag: String) -> String? {
    let parts = tag.split(separator: "-").map(String.init)
    guard parts.count <= 5, tag.utf8.count <= 64 else { return nil }
    for order in Self.orders(parts) where order != parts {
      let text = order.joined(separator: "-")
      if fits(text) { return text }
    }
    if let inserted {
      for index in 0...parts.count {
        let text = (parts[..<index] + [inserted] + parts[index...]).joined(separator: "-")
        if fits(text) { return text }
      }
    }
    for index in parts.indices.reversed() where parts.count > 1 {
      let fewer = Array(parts[..<index] + parts[(index + 1)...])
      for order in Self.orders(fewer) {
        let text = order.joined(separator: "-")
        if fits(text) { return text }
      }
    }
    return nil
  }

  private static func orders(_ parts: [String]) -> [[String]] {
    guard parts.count > 1 else { return [parts] }
    return parts.indices.flatMap { index in
      let rest = Array(parts[..<index] + parts[(index + 1)...])
      return orders(rest).map { [parts[index]] + $0 }
    }
  }
}
