import Facts

extension Step {
  /// Whether a command of this instruction deletes one of the folders, what is in it, or a folder
  /// above, such as `/var/cache/apk/*`; also where a pattern or braces may mean it.
  func removes(_ folders: String...) -> Bool {
    commands.contains { use in
      guard use.program == "rm" || use.program == "find" || use.program == "unlink" else {
        return false
      }
      return use.arguments.contains { argument in
        if argument.best.hasPrefix("-") { return false }
        return folders.contains { Self.names(argument.best, folder: $0) }
      }
    }
  }

  /// Whether a text such as `/var/lib/{apt,dpkg}/*` or `~/.cache` covers a folder.
  private static func names(_ text: String, folder: String) -> Bool {
    var path = text
    if path.hasPrefix("~/") { path = "/root" + path.dropFirst() }
    if path.hasPrefix("$HOME/") || path.hasPrefix("${HOME}/") {
      path = "/root" + path.drop { $0 != "/" }
    }
    while path.hasSuffix("/") || path.hasSuffix("*") { path.removeLast() }
    if path.isEmpty { return text != "*" && text.hasPrefix("/") && text == "/*" }
    if FilePaths.isWithin(folder, path) || FilePaths.isWithin(path, folder) { return true }
    guard let brace = path.firstIndex(of: "{"), path.contains("}") else { return false }
    // `/var/{lib/apt,cache}` covers what each word in the braces may name.
    let start = path[..<brace]
    let inner = path[path.index(after: brace)...].prefix { $0 != "}" }
    return inner.split(separator: ",").contains { word in
      let candidate = start + word
      return FilePaths.isWithin(folder, String(candidate))
        || FilePaths.isWithin(String(candidate), folder)
    }
  }
}
