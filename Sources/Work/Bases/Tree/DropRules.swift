import Archive
import Host
import Layers
import Source

/// Which files of packages are left out.
struct DropRules: Sendable {
  private let patterns: [(itself: Glob, below: Glob)]
  private let locales: [String]
  private let timezones: [Glob]?

  /// What no image needs: manuals, change logs, and what only maintainers of packages read.
  private static let folders: Set<String> = [
    "man", "info", "lintian", "bug", "doc-base", "menu", "groff", "linda",
  ]

  /// The rules of a specification.
  /// - Throws: `Failure` when a pattern is none.
  init(_ spec: BaseSpec) throws(Failure) {
    var patterns: [(Glob, Glob)] = []
    for text in spec.drop {
      var bytes = Array(text.utf8)[...]
      while bytes.first == 0x2F { bytes.removeFirst() }
      while bytes.last == 0x2F { bytes.removeLast() }
      guard !bytes.isEmpty, let itself = Glob(bytes), let below = Glob(bytes + "/**".utf8) else {
        throw Failure(
          "cannot understand the pattern `\(text)` under `drop`",
          hint: "write a path with `*`, `?`, `[…]` and `**`")
      }
      patterns.append((itself, below))
    }
    self.patterns = patterns
    locales = spec.locales
    if let texts = spec.timezones {
      var globs: [Glob] = []
      for text in texts + ["UTC", "Etc", "Etc/UTC", "Etc/GMT", "GMT", "zone*.tab", "iso3166.tab"] {
        guard let glob = Glob(Array(text.utf8)[...]) else {
          throw Failure("cannot understand the time zones `\(text)`")
        }
        globs.append(glob)
      }
      timezones = globs
    } else {
      timezones = nil
    }
  }

  /// Whether what is at a path is left out.
  func drops(_ path: LayerPath, _ kind: TarEntry.Kind) -> Bool {
    let names = path.names
    if names.count >= 3, names[0].shown == "usr", names[1].shown == "share",
      dropsShared(names.dropFirst(2).map(\.shown), kind)
    {
      return true
    }
    if patterns.isEmpty { return false }
    let bytes = path.raw.bytes[...]
    return patterns.contains { $0.itself.matches(bytes) || $0.below.matches(bytes) }
  }

  private func dropsShared(_ names: [String], _ kind: TarEntry.Kind) -> Bool {
    switch names[0] {
    case let name where DropRules.folders.contains(name): return true
    case "doc":
      // What a licence asks to be kept is kept.
      if names.count <= 2 { return kind != .folder && kind != .symbolicLink }
      return !(names.count == 3 && names[2] == "copyright")
    case "locale", "help":
      if names.count == 1 { return locales.isEmpty }
      let language = names[1].prefix { $0 != "_" && $0 != "@" && $0 != "." }
      if names[1] == "locale.alias" { return locales.isEmpty }
      return !locales.contains(names[1]) && !locales.contains(String(language))
    case "zoneinfo":
      guard let timezones, names.count > 1 else { return false }
      if ["posix", "right"].contains(names[1]) { return true }
      // Folders go where all that is in them goes.
      if kind == .folder { return false }
      let zone = names.dropFirst().joined(separator: "/")
      return !timezones.contains { $0.matches(Array(zone.utf8)[...]) }
    default: return false
    }
  }
}
