import Source

/// Reads a JSON array of strings as the exec forms have it (RFC 8259, as strict as Go's decoder).
enum StringArray {
  enum Outcome {
    case strings([Argument])
    /// Valid JSON, but an element is no string: the frontend refuses it.
    case notStrings(SourceRange)
    /// No JSON array: the text is a shell form. Where it begins with `[`, the offset that broke it.
    case notArray(brokenAt: Int?)
  }

  static func parse(_ rest: MappedText) -> Outcome {
    let bytes = rest.bytes
    var start = 0
    while start < bytes.count, Blank.width(bytes, start, bytes.count) > 0 { start += 1 }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else {
      return .notArray(brokenAt: nil)
    }
    var reader = Reader(text: rest, position: start)
    return reader.array()
  }

  private struct Reader {
    let text: MappedText
    let bytes: [UInt8]
    var position: Int

    init(text: MappedText, position: Int) {
      self.text = text
      bytes = text.bytes
      self.position = position
    }

    private var broken: Outcome { .notArray(brokenAt: position) }

    mutating func array() -> Outcome {
      position += 1
      var words: [Argument] = []
      var foreign: SourceRange?
      skipBlanks()
      if peek == UInt8(ascii: "]") {
        position += 1
      } else {
        while true {
          skipBlanks()
          let start = position
          if peek == UInt8(ascii: "\"") {
            guard let word = string() else { return broken }
            words.append(word)
          } else {
            guard value(depth: 0) else { return broken }
            if foreign == nil { foreign = text.source(of: start..<position) }
          }
          skipBlanks()
          if peek == UInt8(ascii: ",") {
            position += 1
          } else if peek == UInt8(ascii: "]") {
            position += 1
            break
          } else {
            return broken
          }
        }
      }
      skipBlanks()
      if position < bytes.count { return broken }
      if let foreign { return .notStrings(foreign) }
      return .strings(words)
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
      while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
        position += 1
      }
    }

    private mutating func string() -> Argument? {
      let start = position
      position += 1
      var content = MappedText()
      while let byte = peek {
        switch byte {
        case UInt8(ascii: "\""):
          position += 1
          return Argument(content, range: text.source(of: start..<position))
        case UInt8(ascii: "\\"):
          guard escape(into: &content) else { return nil }
        case ..<0x20:
          return nil
        default:
          var end = position
          while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""),
            bytes[end] != UInt8(ascii: "\\")
          { end += 1 }
          content.append(text.slice(position..<end))
          position = end
        }
      }
      return nil
    }

    private mutating func escape(into content: inout MappedText) -> Bool {
      let start = position
      position += 1
      guard let byte = peek else { return false }
      position += 1
      let decoded: [UInt8]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded = [byte]
      case UInt8(ascii: "b"): decoded = [0x08]
      case UInt8(ascii: "f"): decoded = [0x0C]
      case UInt8(ascii: "n"): decoded = [0x0A]
      case UInt8(ascii: "r"): decoded = [0x0D]
      case UInt8(ascii: "t"): decoded = [0x09]
      case UInt8(ascii: "u"):
        guard let scalar = escapedScalar() else { return false }
        decoded = Array(String(Character(scalar)).utf8)
      default: return false
      }
      content.append(decoded: decoded, from: text.source(of: start..<position))
      return true
    }

    /// The scalar of a `\u` escape, with the second half of a pair; U+FFFD for a half alone.
    private mutating func escapedScalar() -> Unicode.Scalar? {
      guard var code = hexadecimal() else { return nil }
      if (0xD800..<0xDC00).contains(code), peek == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      {
        let mark = position
        position += 2
        guard let low = hexadecimal() else { return nil }
        if (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
        } else {
          position = mark
        }
      }
      return Unicode.Scalar(code) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() -> UInt32? {
      guard position + 4 <= bytes.count else { return nil }
      var code: UInt32 = 0
      for _ in 0..<4 {
        guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
          return nil
        }
        code = code << 4 | UInt32(digit)
        position += 1
      }
      return code
    }

    /// Skips any JSON value; whether it was well formed.
    private mutating func value(depth: Int) -> Bool {
      guard depth < 256, let byte = peek else { return false }
      switch byte {
      case UInt8(ascii: "\""): return string() != nil
      case UInt8(ascii: "["): return list(closing: UInt8(ascii: "]"), keyed: false, depth: depth)
      case UInt8(ascii: "{"): return list(closing: UInt8(ascii: "}"), keyed: true, depth: depth)
      case UInt8(ascii: "t"): return word("true")
      case UInt8(ascii: "f"): return word("false")
      case UInt8(ascii: "n"): return word("null")
      default: return number()
      }
    }

    private mutating func list(closing: UInt8, keyed: Bool, depth: Int) -> Bool {
      position += 1
      skipBlanks()
      if peek == closing {
        position += 1
        return true
      }
      while true {
        skipBlanks()
        if keyed {
          guard peek == UInt8(ascii: "\""), string() != nil else { return false }
          skipBlanks()
          guard peek == UInt8(ascii: ":") else { return false }
          position += 1
          skipBlanks()
        }
        guard value(depth: depth + 1) else { return false }
        skipBlanks()
        if peek == UInt8(ascii: ",") {
          position += 1
        } else if peek == closing {
          position += 1
          return true
        } else {
          return false
        }
      }
    }

    private mutating func word(_ text: StaticString) -> Bool {
      for expected in text.description.utf8 {
        guard peek == expected else { return false }
        position += 1
      }
      return true
    }

    private mutating func number() -> Bool {
      if peek == UInt8(ascii: "-") { position += 1 }
      if peek == UInt8(ascii: "0") {
        position += 1
      } else if !digits() {
        return false
      }
      if peek == UInt8(ascii: ".") {
        position += 1
        if !digits() { return false }
      }
      if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
        position += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
        if !digits() { return false }
      }
      return true
    }

    private mutating func digits() -> Bool {
      let start = position
      while let byte = peek, (0x30...0x39).contains(byte) { position += 1 }
      return position > start
    }
  }
}
