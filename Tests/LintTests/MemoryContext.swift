import Dockerfile
import Facts
import Source

/// A build context that lives in memory.
struct MemoryContext: BuildContext {
  let files: [String: String]

  func kind(of path: String) -> ContextEntryKind? {
    let path = path.hasSuffix("/") ? String(path.dropLast()) : path
    if path.isEmpty || path == "." { return .folder }
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : nil
  }

  func names(in folder: String) -> [String] {
    let prefix = folder.isEmpty || folder == "." ? "" : folder + "/"
    let names = files.keys.filter { $0.hasPrefix(prefix) }
      .compactMap { $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init) }
    return Set(names).sorted()
  }

  func contents(of path: String, limit: Int) -> [UInt8]? {
    files[path].map { Array($0.utf8.prefix(limit)) }
  }

  var ignore: IgnoreFile? {
    files[".dockerignore"].map {
      IgnoreFile.parse(source: SourceText(name: ".dockerignore", text: $0))
    }
  }

  var ignoreName: String { ".dockerignore" }
}
