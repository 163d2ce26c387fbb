extension Glob {
  static func tokens(of pattern: ArraySlice<UInt8>) -> [Token]? {
    var tokens: [Token] = []
    var index = pattern.startIndex
    while index < pattern.endIndex {
      let byte = pattern[index]
      switch byte {
      case UInt8(ascii: "\\"):
        index += 1
        guard index < pattern.endIndex else { return nil }
        tokens.append(.byte(pattern[index]))
        index += 1
      case UInt8(ascii: "?"):
        tokens.append(.anyByte)
        index += 1
      case UInt8(ascii: "*"): appendStars(pattern, &index, &tokens)
      case UInt8(ascii: "["):
        guard let set = bracket(pattern, &index) else { return nil }
        tokens.append(.oneOf(set))
      default:
        tokens.append(.byte(byte))
        index += 1
      }
    }
    return tokens
  }

  private static func appendStars(
    _ pattern: ArraySlice<UInt8>, _ index: inout Int, _ tokens: inout [Token]
  ) {
    let slash = UInt8(ascii: "/")
    let start = index
    while index < pattern.endIndex, pattern[index] == UInt8(ascii: "*") { index += 1 }
    let followsSlash = start == pattern.startIndex || pattern[start - 1] == slash
    if index - start >= 2, followsSlash {
      if index == pattern.endIndex {
        tokens.append(.everything)
        return
      }
      if pattern[index] == slash {
        tokens += [.optional, .folders]
        index += 1
        return
      }
    }
    tokens.append(.star)
  }

  /// The bytes of `[…]`; `index` moves behind it.
  private static func bracket(_ pattern: ArraySlice<UInt8>, _ index: inout Int) -> ByteSet? {
    var set = ByteSet()
    var position = index + 1
    func peek(_ offset: Int = 0) -> UInt8? {
      position + offset < pattern.endIndex ? pattern[position + offset] : nil
    }
    var isNegated = false
    if peek() == UInt8(ascii: "!") || peek() == UInt8(ascii: "^") {
      isNegated = true
      position += 1
    }
    var previous: UInt8?
    var isFirst = true
    while var byte = peek() {
      if byte == UInt8(ascii: "]"), !isFirst {
        if isNegated { set.invert() }
        set.remove(UInt8(ascii: "/"))
        index = position + 1
        return set
      }
      isFirst = false
      position += 1
      if byte == UInt8(ascii: "["), peek() == UInt8(ascii: ":") {
        guard let end = classEnd(pattern, position + 1) else {
          // Without its end, the bracket is a byte like others.
          set.insert(byte)
          previous = byte
          continue
        }
        let name = String(decoding: pattern[(position + 1)..<end], as: UTF8.self)
        guard set.insert(className: name) else { return nil }
        position = end + 2
        previous = nil
        continue
      }
      if byte == UInt8(ascii: "-"), let lower = previous, let next = peek(),
        next != UInt8(ascii: "]")
      {
        var upper = next
        position += 1
        if upper == UInt8(ascii: "\\") {
          guard let escaped = peek() else { return nil }
          upper = escaped
          position += 1
        }
        if lower <= upper { for value in lower...upper { set.insert(value) } }
        previous = nil
        continue
      }
      if byte == UInt8(ascii: "\\") {
        guard let escaped = peek() else { return nil }
        byte = escaped
        position += 1
      }
      set.insert(byte)
      previous = byte
    }
    return nil
  }

  /// Where `:]` stands that ends a class name, before any other `]`.
  private static func classEnd(_ pattern: ArraySlice<UInt8>, _ start: Int) -> Int? {
    guard let close = pattern[start...].firstIndex(of: UInt8(ascii: "]")), close > start,
      pattern[close - 1] == UInt8(ascii: ":")
    else { return nil }
    return close - 1
  }
}
