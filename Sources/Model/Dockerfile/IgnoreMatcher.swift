/// The comparison of one cleaned pattern with paths.
///
/// moby/patternmatcher picks one of four ways by what it meets in the pattern;
/// which one it picks is part of what a pattern means.
enum IgnoreMatcher: Sendable {
  /// Matches no path.
  case nothing
  /// The path equals the pattern.
  case exact([UInt8])
  /// The path begins with the text before a final `**`.
  case prefix([UInt8])
  /// The path ends with the text after a first `**`.
  case suffix([UInt8])
  /// Everything else.
  case expression(IgnoreExpression)

  private enum Way { case exact, prefix, suffix, expression }

  /// The matcher of a pattern, or nothing where moby cannot make one.
  init?(_ pattern: [UInt8]) {
    var way = Way.exact
    var source = IgnoreExpressionSource()
    let scalars = pattern.scalars
    var index = scalars.first == 0xFEFF ? 1 : 0
    var isFirst = true
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case UInt32(UInt8(ascii: "*")):
        if index < scalars.count, scalars[index] == scalar {
          index += 1
          if index < scalars.count, scalars[index] == UInt32(UInt8(ascii: "/")) { index += 1 }
          if index < scalars.count {
            source.append("(.*/)?")
            way = .expression
          } else if way == .exact {
            way = .prefix
          } else {
            source.append(".*")
            way = .expression
          }
          if isFirst { way = .suffix }
        } else {
          source.append("[^/]*")
          way = .expression
        }
      case UInt32(UInt8(ascii: "?")):
        source.append("[^/]")
        way = .expression
      case UInt32(UInt8(ascii: "\\")):
        source.append(scalar)
        if index < scalars.count {
          source.append(scalars[index])
          index += 1
          way = .expression
        }
      case UInt32(UInt8(ascii: "[")), UInt32(UInt8(ascii: "]")):
        source.append(scalar)
        way = .expression
      default: source.append(escaping: scalar)
      }
      isFirst = false
    }
    switch way {
    case .exact: self = .exact(pattern)
    case .prefix: self = .prefix(Array(pattern.dropLast(2)))
    case .suffix: self = .suffix(Array(pattern.dropFirst(2)))
    case .expression:
      source.append("$")
      guard let expression = IgnoreExpression(source.scalars) else { return nil }
      self = .expression(expression)
    }
  }

  /// Whether a cleaned path or a folder above it matches.
  func matchesPathOrParent(_ path: [UInt8]) -> Bool {
    let slash = UInt8(ascii: "/")
    switch self {
    case .nothing: return false
    case .exact(let text):
      return path.starts(with: text) && (path.count == text.count || path[text.count] == slash)
    case .prefix(let text): return path.starts(with: text)
    case .suffix(let text):
      if text.isEmpty { return true }
      if text[0] == slash, path.starts(with: text[1...]),
        path.count == text.count - 1 || path[text.count - 1] == slash
      {
        return true
      }
      if path.count < text.count { return false }
      for end in text.count...path.count where end == path.count || path[end] == slash {
        if path[(end - text.count)..<end].elementsEqual(text) { return true }
      }
      return false
    case .expression(let expression): return expression.matchesPathOrParent(path)
    }
  }

  /// Whether a path that begins with `folder` may match.
  func mayMatch(below folder: [UInt8]) -> Bool {
    switch self {
    case .nothing: false
    case .exact(let text): text.starts(with: folder)
    case .prefix(let text): text.starts(with: folder) || folder.starts(with: text)
    case .suffix: true
    case .expression(let expression): expression.mayMatch(below: folder)
    }
  }
}

/// The regular expression that moby writes for a pattern, character by character.
struct IgnoreExpressionSource {
  private(set) var scalars: [UInt32] = []

  mutating func append(_ text: String) {
    scalars += text.unicodeScalars.map(\.value)
  }

  mutating func append(_ scalar: UInt32) { scalars.append(scalar) }

  /// Adds a character of a path, escaped where moby escapes it.
  ///
  /// A caret is not escaped, so that it stands for the start of the path outside
  /// of brackets. Neither are `|`, `{` and `}`, though moby means to: its table of
  /// characters to escape has no room for those past 63.
  mutating func append(escaping scalar: UInt32) {
    let special: [UInt8] = Array(".+()$".utf8)
    if scalar < 0x80, special.contains(UInt8(scalar)) { append("\\") }
    scalars.append(scalar)
  }
}
