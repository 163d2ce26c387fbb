/// A pattern with `*` (any run), `**` (any run of folders) and `?` (one byte).
struct Glob: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case byte(UInt8)
    case one
    case run
    /// Any run, separators included.
    case everything
    /// Nothing, or any run that ends with a separator.
    case folders
  }

  private let pieces: [Piece]
  private let separator: UInt8?

  /// A pattern; where `separator` is given, only `**` crosses it.
  init(_ pattern: some StringProtocol, separator: UInt8? = nil) {
    self.separator = separator
    let bytes = Array(pattern.utf8)
    var pieces: [Piece] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "*") else {
        pieces.append(byte == UInt8(ascii: "?") ? .one : .byte(byte))
        continue
      }
      var stars = 1
      while index < bytes.count, bytes[index] == UInt8(ascii: "*") {
        stars += 1
        index += 1
      }
      if separator == nil || stars == 1 {
        pieces.append(.run)
      } else if index < bytes.count, bytes[index] == separator {
        pieces.append(.folders)
        index += 1
      } else {
        pieces.append(.everything)
      }
    }
    self.pieces = pieces
  }

  /// Whether the whole text matches; takes time in proportion to pattern times text.
  func matches(_ text: some StringProtocol) -> Bool {
    // `reached[n]` tells whether the first n pieces match the text so far.
    var reached = [Bool](repeating: false, count: pieces.count + 1)
    reached[0] = true
    skipEmpty(&reached, atFolder: true)
    for byte in text.utf8 {
      var next = [Bool](repeating: false, count: pieces.count + 1)
      let separates = byte == separator
      for (index, piece) in pieces.enumerated() where reached[index] {
        switch piece {
        case .byte(let wanted): if wanted == byte { next[index + 1] = true }
        case .one: if !separates { next[index + 1] = true }
        case .run: if !separates { next[index] = true }
        case .everything, .folders: next[index] = true
        }
      }
      reached = next
      skipEmpty(&reached, atFolder: separates)
    }
    return reached[pieces.count]
  }

  private func skipEmpty(_ reached: inout [Bool], atFolder: Bool) {
    for (index, piece) in pieces.enumerated() where reached[index] {
      switch piece {
      case .run, .everything: reached[index + 1] = true
      case .folders: if atFolder { reached[index + 1] = true }
      case .byte, .one: continue
      }
    }
  }
}

/// A pattern of paths below one folder, as `overrides` uses it.
///
/// A pattern without a `/` names files of any folder; one that ends with `/`
/// names all below that folder.
struct PathPattern: Hashable, Sendable {
  private let glob: Glob

  init(_ pattern: String) {
    var text = Substring(pattern)
    var isAnchored = false
    while text.hasPrefix("./") {
      text = text.dropFirst(2)
      isAnchored = true
    }
    if text.hasPrefix("/") {
      text = text.dropFirst()
      isAnchored = true
    }
    var full = String(text)
    if !isAnchored, !text.dropLast().contains("/") { full = "**/" + full }
    if full.hasSuffix("/") { full += "**" }
    glob = Glob(full, separator: UInt8(ascii: "/"))
  }

  /// Whether a path, relative to the folder of the pattern, matches.
  func matches(_ path: String) -> Bool { glob.matches(path) }
}
