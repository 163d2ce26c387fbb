import Facts

/// What the Go files of a build context import that brings a C library along.
struct GoImports {
  /// Whether they need a C library; nil where no file is at hand.
  private(set) var needsC: Bool?
  /// The import that does, in backticks.
  private(set) var reason = ""

  private static let fileLimit = 400
  private static let depthLimit = 8

  init(_ context: (any BuildContext)?) {
    guard let context else { return }
    var folders = [(path: "", depth: 0)]
    var count = 0
    while let (folder, depth) = folders.popLast(), count < Self.fileLimit {
      for name in context.names(in: folder.isEmpty ? "." : folder) {
        let path = folder.isEmpty ? name : folder + "/" + name
        if name.hasSuffix(".go") {
          if name.hasSuffix("_test.go") { continue }
          count += 1
          if count > Self.fileLimit { break }
          if look(at: context.contents(of: path, limit: 1 << 14) ?? []) { return }
        } else if depth < Self.depthLimit, !name.contains("."), name != "vendor",
          name != "node_modules", context.kind(of: path) == .folder
        {
          folders.append((path, depth + 1))
        }
      }
    }
    // Modules from elsewhere may import what these files do not.
    if needsC == false, context.kind(of: "go.sum") != nil { needsC = nil }
  }

  /// Looks at the import lines of one file; true where one of them decides.
  private mutating func look(at bytes: [UInt8]) -> Bool {
    if needsC == nil { needsC = false }
    for line in bytes.split(separator: UInt8(ascii: "\n")).prefix(200) {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      if text.starts(with: "func ".utf8) { return false }
      for (name, shown) in Self.imports where Self.ends(text, with: name) {
        needsC = true
        reason = "`\(shown)`"
        return true
      }
    }
    return false
  }

  private static let imports = [
    ("\"C\"", "C"), ("\"net\"", "net"), ("\"net/http\"", "net/http"), ("\"os/user\"", "os/user"),
  ].map { (Array($0.0.utf8), $0.1) }

  private static func ends(_ line: ArraySlice<UInt8>, with name: [UInt8]) -> Bool {
    var line = line
    while let last = line.last, last <= 0x20 { line = line.dropLast() }
    return line.count >= name.count && line.suffix(name.count).elementsEqual(name)
  }
}
