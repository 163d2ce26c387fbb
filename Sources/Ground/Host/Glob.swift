/// A shell pattern as git matches it, in time proportional to pattern times text.
///
/// `*` and `?` stop at a slash, `**` between slashes does not; `[…]` with
/// ranges, classes and negation; a backslash takes the next byte as it is
/// (gitignore(5), "Pattern format").
public struct Glob: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case byte(UInt8)
    /// Any byte but a slash.
    case anyByte
    /// One of these bytes; a slash is never among them.
    case oneOf(ByteSet)
    /// Any run of bytes without a slash.
    case star
    /// Any run of bytes.
    case everything
    /// The way around the next token, which may be left out.
    case optional
    /// Any run of bytes that ends with a slash.
    case folders
  }

  private let tokens: [Token]
  /// What the text must begin with.
  private let literal: [UInt8]
  /// What follows the only star, where there is nothing else, as in `*.log`.
  private let suffix: [UInt8]?

  /// A pattern; nil when it can match nothing, as one with an open bracket.
  public init?(_ pattern: ArraySlice<UInt8>) {
    guard let tokens = Glob.tokens(of: pattern) else { return nil }
    literal = Glob.bytes(tokens[...])
    let rest = tokens.dropFirst(literal.count)
    let end = Glob.bytes(rest.dropFirst())
    suffix = rest.first == .star && end.count == rest.count - 1 ? end : nil
    self.tokens = Array(rest)
  }

  /// Whether the whole text matches.
  public func matches(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: literal) else { return false }
    let text = text.dropFirst(literal.count)
    if tokens.isEmpty { return text.isEmpty }
    if let suffix {
      return text.count >= suffix.count && text.suffix(suffix.count).elementsEqual(suffix)
        && !text.dropLast(suffix.count).contains(UInt8(ascii: "/"))
    }
    return run(text)
  }

  /// The bytes that stand for themselves before any other token.
  private static func bytes(_ tokens: ArraySlice<Token>) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { break }
      bytes.append(byte)
    }
    return bytes
  }

  /// Follows all places of the pattern that the text so far can have led to.
  private func run(_ text: ArraySlice<UInt8>) -> Bool {
    var states = [Bool](repeating: false, count: tokens.count + 1)
    var next = states
    states[0] = true
    passEmpty(&states)
    for byte in text {
      for index in next.indices { next[index] = false }
      var isAlive = false
      for index in tokens.indices where states[index] {
        let isSlash = byte == UInt8(ascii: "/")
        switch tokens[index] {
        case .byte(let wanted): next[index + 1] = next[index + 1] || byte == wanted
        case .anyByte: next[index + 1] = next[index + 1] || !isSlash
        case .oneOf(let set): next[index + 1] = next[index + 1] || set.contains(byte)
        case .star: next[index] = next[index] || !isSlash
        case .everything: next[index] = true
        case .optional: continue
        case .folders:
          next[index] = true
          next[index + 1] = next[index + 1] || isSlash
        }
        isAlive = isAlive || next[index] || next[index + 1]
      }
      if !isAlive { return false }
      passEmpty(&next)
      swap(&states, &next)
    }
    return states[tokens.count]
  }

  private func passEmpty(_ states: inout [Bool]) {
    for index in tokens.indices where states[index] {
      switch tokens[index] {
      case .star, .everything: states[index + 1] = true
      case .optional:
        states[index + 1] = true
        states[index + 2] = true
      case .byte, .anyByte, .oneOf, .folders: continue
      }
    }
  }
}
