/// A wildcard path of COPY and ADD, matched as Go's `filepath.Match` does on Unix:
/// `*` and `?` match within one part of a path, `[a-z]` and `[^a-z]` match one
/// character, and a backslash takes the next character literally.
public struct PathGlob: Sendable {
  /// The error of a pattern whose brackets are not closed or empty, whose range
  /// has no end, or which ends with a backslash (Go's `filepath.ErrBadPattern`).
  public struct BadPattern: Error, Hashable, Sendable {
    /// The offset in the pattern, in bytes, of what cannot be read.
    public let offset: Int
  }

  private enum Element: Sendable {
    case byte(UInt8)
    case any
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  /// What stands between two `*`.
  private struct Chunk: Sendable {
    var followsStar: Bool
    var elements: [Element] = []
  }

  private var chunks: [Chunk] = []
  /// What is wrong with the last chunk.
  private var fault: BadPattern?

  /// Whether it holds no wildcard, and so names one path.
  public private(set) var isLiteral = true

  /// A glob from its pattern.
  public init(_ pattern: String) throws(BadPattern) {
    try self.init(Array(pattern.utf8))
  }

  /// A glob from the bytes of its pattern.
  public init(_ pattern: [UInt8]) throws(BadPattern) {
    self.init(asFarAsRead: pattern)
    if let fault { throw fault }
  }

  private init(asFarAsRead pattern: [UInt8]) {
    var index = 0
    do throws(BadPattern) {
      while index < pattern.count { try add(pattern, &index) }
    } catch {
      fault = error
    }
  }

  private mutating func add(_ pattern: [UInt8], _ index: inout Int) throws(BadPattern) {
    let byte = pattern[index]
    index += 1
    switch byte {
    case UInt8(ascii: "*"):
      isLiteral = false
      if let last = chunks.last, last.followsStar, last.elements.isEmpty { return }
      chunks.append(Chunk(followsStar: true))
    case UInt8(ascii: "?"):
      isLiteral = false
      add(.any)
    case UInt8(ascii: "["):
      isLiteral = false
      // A chunk that cannot be read is still a chunk to come to.
      if chunks.isEmpty { chunks.append(Chunk(followsStar: false)) }
      add(try Self.set(pattern, &index))
    case UInt8(ascii: "\\"):
      if chunks.isEmpty { chunks.append(Chunk(followsStar: false)) }
      guard index < pattern.count else { throw BadPattern(offset: index - 1) }
      add(.byte(pattern[index]))
      index += 1
    default: add(.byte(byte))
    }
  }

  private mutating func add(_ element: Element) {
    if chunks.isEmpty { chunks.append(Chunk(followsStar: false)) }
    chunks[chunks.count - 1].elements.append(element)
  }

  /// Reads what follows a `[`.
  private static func set(_ pattern: [UInt8], _ index: inout Int) throws(BadPattern) -> Element {
    var ranges: [ClosedRange<UInt32>] = []
    var isEmpty = true
    let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    while true {
      if index < pattern.count, pattern[index] == UInt8(ascii: "]"), !isEmpty {
        index += 1
        return .set(ranges, isNegated: isNegated)
      }
      let low = try member(pattern, &index)
      var high = low
      if pattern[index] == UInt8(ascii: "-") {
        index += 1
        high = try member(pattern, &index)
      }
      // A range from high to low is allowed and holds nothing.
      if low <= high { ranges.append(low...high) }
      isEmpty = false
    }
  }

  /// Reads one character of a set, after which the set must go on.
  private static func member(_ pattern: [UInt8], _ index: inout Int) throws(BadPattern) -> UInt32 {
    guard index < pattern.count, pattern[index] != UInt8(ascii: "-"),
      pattern[index] != UInt8(ascii: "]")
    else { throw BadPattern(offset: index) }
    if pattern[index] == UInt8(ascii: "\\") { index += 1 }
    guard index < pattern.count else { throw BadPattern(offset: index) }
    let (value, width) = pattern.scalar(at: index)
    let isWrong = value == 0xFFFD && width == 1
    guard !isWrong, index + width < pattern.count else { throw BadPattern(offset: index) }
    index += width
    return value
  }

  /// Whether a pattern matches the whole of a path.
  public static func matches(_ pattern: String, _ path: String) throws(BadPattern) -> Bool {
    try PathGlob(pattern).matches(path)
  }

  /// Whether the whole of a path matches.
  public func matches(_ path: String) -> Bool { matches(Array(path.utf8)) }

  /// Whether the whole of a path matches.
  public func matches(_ path: [UInt8]) -> Bool { (try? found(path)) ?? false }

  /// Whether `filepath.Match` fails on a pattern for the path `.`, which is how
  /// moby checks ignore patterns: the fault counts only if matching comes to it.
  static func fails(_ pattern: [UInt8]) -> Bool {
    (try? PathGlob(asFarAsRead: pattern).found([UInt8(ascii: ".")])) == nil
  }

  private func found(_ path: [UInt8]) throws(BadPattern) -> Bool {
    let slash = UInt8(ascii: "/")
    var position = 0
    next: for (index, chunk) in chunks.enumerated() {
      let isLast = index == chunks.count - 1
      if isLast, let fault { throw fault }
      if chunk.elements.isEmpty { return !path[position...].contains(slash) }
      if let end = end(of: chunk, path, at: position), end == path.count || !isLast {
        position = end
        continue
      }
      guard chunk.followsStar else { return false }
      var start = position
      while start < path.count, path[start] != slash {
        start += 1
        if let end = end(of: chunk, path, at: start), end == path.count || !isLast {
          position = end
          continue next
        }
      }
      return false
    }
    return position == path.count
  }

  /// Where a chunk that begins at `start` ends in the path, if it matches there.
  private func end(of chunk: Chunk, _ path: [UInt8], at start: Int) -> Int? {
    var position = start
    for element in chunk.elements {
      guard position < path.count else { return nil }
      switch element {
      case .byte(let byte):
        if path[position] != byte { return nil }
        position += 1
      case .any:
        if path[position] == UInt8(ascii: "/") { return nil }
        position += path.scalar(at: position).width
      case .set(let ranges, let isNegated):
        let (value, width) = path.scalar(at: position)
        if ranges.contains(where: { $0.contains(value) }) == isNegated { return nil }
        position += width
      }
    }
    return position
  }
}
