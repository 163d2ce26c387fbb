import Archive

extension Effect {
  /// Takes programs away whose interpreter is not there: without a shell its scripts are dead weight.
  static let deadScripts = Effect(packages: []) { tree, context in
    if context.spec.hasPackageManager { return }
    var removed: [String] = []
    for folder in ["usr/bin", "usr/sbin", "usr/games", "usr/libexec"] as [String] {
      for path in tree.paths(below: RawPath(folder)) {
        guard let node = tree[path], case .file = node.kind, let bytes = tree.content(path),
          bytes.starts(with: "#!".utf8), let interpreter = interpreter(of: bytes)
        else { continue }
        if tree.exists(RawPath(interpreter)) { continue }
        tree.remove(path)
        removed.append(path.name)
      }
      // Links to them lead nowhere.
      for path in tree.files(in: RawPath(folder)) {
        if case .link? = tree[path]?.kind, !tree.exists(path) { tree.remove(path) }
      }
    }
    if !removed.isEmpty {
      context.notes.append(
        "left out, as nothing is there to run them: " + removed.joined(separator: ", "))
    }
  }

  /// The program that a script names in its first line; that of `env` is the one it is asked for.
  private static func interpreter(of bytes: [UInt8]) -> String? {
    let line = String(decoding: bytes.dropFirst(2).prefix { $0 != 0x0A }.prefix(200), as: UTF8.self)
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let first = words.first else { return nil }
    if first.hasSuffix("/env"), let name = words.dropFirst().first(where: { !$0.hasPrefix("-") }) {
      return "/usr/bin/\(name)"
    }
    return String(first)
  }
}
