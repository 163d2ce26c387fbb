import Dockerfile
import Facts

/// A source of COPY, ADD or a bind mount, below the root of the build context.
struct ContextPath: Hashable {
  /// The path without slashes at its ends, wildcards included; empty for the whole context.
  let text: String

  init(_ source: String) {
    var names = FilePaths.clean("/" + source).split(separator: "/").map(String.init)
    // What ends with all names of a folder takes the folder.
    while let last = names.last, last == "*" || last == "**" { names.removeLast() }
    text = names.joined(separator: "/")
  }

  /// Whether it is the whole context.
  var isWhole: Bool { text.isEmpty }

  /// Whether a path is what it names, or lies above that.
  func names(_ path: String) -> Bool { meets(path, isDeeper: false) }

  /// Whether a path is what it names, lies above or lies in it.
  func holds(_ path: String) -> Bool { meets(path, isDeeper: true) }

  private func meets(_ path: String, isDeeper: Bool) -> Bool {
    let own = text.split(separator: "/").map(String.init)
    let other = path.split(separator: "/").map(String.init)
    if own.isEmpty { return false }
    for (index, name) in own.enumerated() {
      if index == other.count { return true }
      if name == "**" {
        // Any number of folders: only the last name is certain.
        return Self.matches(own[own.count - 1], other[other.count - 1])
      }
      if !Self.matches(name, other[index]) { return false }
    }
    return other.count == own.count || isDeeper
  }

  private static func matches(_ pattern: String, _ name: String) -> Bool {
    if pattern == name { return true }
    guard pattern.contains(where: { "*?[\\".contains($0) }) else { return false }
    // A pattern that cannot be read may name anything.
    guard let glob = try? PathGlob(pattern) else { return true }
    return glob.matches(name)
  }
}
