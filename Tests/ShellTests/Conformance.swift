import Shell
import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The shell texts of the Dockerfiles that lie beside the package.
enum Conformance {
  /// The directory of the Dockerfiles, beside the package or beside the directory it lies in.
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(3)
    let package = "/" + parts.joined(separator: "/")
    let places = ["/../shared", "/../../shared"].map { package + $0 + "/conformance/dockerfiles" }
    return places.first { access($0 + "/MANIFEST.tsv", R_OK) == 0 } ?? places[0]
  }()

  /// Whether they are there.
  static let isPresent: Bool = access(root + "/MANIFEST.tsv", R_OK) == 0

  /// The shell form, in the files that are not for Windows, of every `RUN`, `CMD` and `ENTRYPOINT`, each with its origins.
  static let texts: [MappedText] = {
    guard let manifest = read(root + "/MANIFEST.tsv") else { return [] }
    var texts: [MappedText] = []
    for line in manifest.split(separator: 0x0A) {
      let columns = line.split(separator: 0x09).map { String(decoding: $0, as: UTF8.self) }
      guard columns.count >= 3 else { continue }
      let directory = columns[0].split(separator: "/").joined(separator: "+")
      guard let bytes = read(root + "/" + directory + "/" + columns[2]) else { continue }
      texts += shellTexts(of: SourceText(name: columns[2], bytes: bytes))
    }
    return texts
  }()

  static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count <= 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private static func shellTexts(of source: SourceText) -> [MappedText] {
    let words = source.text(source.range).lowercased()
    if words.contains("powershell") || words.contains("pwsh") || words.contains("escape=`") {
      return []
    }
    var texts: [MappedText] = []
    var line = 1
    while line <= source.lineCount {
      var text = MappedText()
      var continues = true
      var isFirst = true
      while continues, line <= source.lineCount {
        let range = source.lineRange(line)
        let bytes = source.bytes[range.offsets]
        line += 1
        let first = bytes.first { $0 != 0x20 && $0 != 0x09 }
        if first == nil || first == 0x23 {
          if isFirst { break }
          continue
        }
        isFirst = false
        let end = (bytes.lastIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.startIndex) + 1
        continues = bytes[end - 1] == 0x5C
        text.append(bytes[..<(continues ? end - 1 : end)], from: range.lowerBound)
      }
      if let command = command(in: text) { texts.append(command) }
    }
    return texts
  }

  private static func command(in text: MappedText) -> MappedText? {
    let words = text.bytes.split(separator: 0x20, maxSplits: 1)
    guard words.count == 2, let keyword = words.first else { return nil }
    switch String(decoding: keyword, as: UTF8.self).uppercased() {
    case "RUN", "CMD", "ENTRYPOINT": break
    default: return nil
    }
    let rest = words[1]
    let first = rest.first { $0 != 0x20 && $0 != 0x09 }
    if first == 0x5B || first == 0x2D { return nil }
    return text.slice(rest.startIndex..<rest.endIndex)
  }
}

extension ShellScript {
  /// What a text says, with ranges that are its own offsets.
  static func of(_ text: String, _ dialect: ShellDialect = .bash) -> ShellScript {
    parse(MappedText(Array(text.utf8), from: 0), dialect: dialect)
  }

  /// The one command of a text.
  static func command(_ text: String, _ dialect: ShellDialect = .bash) -> Command? {
    of(text, dialect).statements.first?.list.first.commands.first
  }

  /// The words of the one simple command of a text.
  static func words(_ text: String, _ dialect: ShellDialect = .bash) -> [Word] {
    command(text, dialect)?.simple?.words ?? []
  }
}
