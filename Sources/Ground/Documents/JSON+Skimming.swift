extension JSON {
  /// The value that keys lead to from the outermost object of a document in UTF-8; nil where they
  /// lead to none.
  ///
  /// Only that value is built and checked; what lies before it is passed over. It is meant for
  /// data of our own that are known to be JSON, of which few values are ever asked for. Keys of the
  /// document must have no escapes on the way.
  public init?(in document: Span<UInt8>, at keys: [String]) {
    var skim = JSONSkim()
    guard let range = skim.range(of: keys, in: document) else { return nil }
    let bytes = [UInt8](capacity: range.count) { output in
      for place in range { output.append(document[place]) }
    }
    guard let value = try? JSON(reading: bytes, name: "JSON") else { return nil }
    self = value
  }
}

/// The way through a document to one of its values.
private struct JSONSkim {
  private var at = 0

  /// Where the value stands that keys lead to.
  mutating func range(of keys: [String], in bytes: Span<UInt8>) -> Range<Int>? {
    skipBlanks(bytes)
    for key in keys {
      guard enter(key, bytes) else { return nil }
    }
    let start = at
    skipValue(bytes)
    return start..<at
  }

  /// Goes from the start of an object to the value of a key.
  private mutating func enter(_ key: String, _ bytes: Span<UInt8>) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return false }
    at += 1
    while true {
      skipBlanks(bytes)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return false }
      let start = at + 1
      skipString(bytes)
      guard at > start else { return false }
      let isWanted = Self.holds(bytes, start..<at - 1, key.utf8)
      skipBlanks(bytes)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return false }
      at += 1
      skipBlanks(bytes)
      if isWanted { return true }
      skipValue(bytes)
      skipBlanks(bytes)
      guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return false }
      at += 1
    }
  }

  private static func holds(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ text: String.UTF8View
  ) -> Bool {
    guard range.count == text.count else { return false }
    var place = range.lowerBound
    for byte in text {
      if bytes[place] != byte { return false }
      place += 1
    }
    return true
  }

  private mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
  }

  /// Goes behind the string that begins here.
  private mutating func skipString(_ bytes: Span<UInt8>) {
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    at = min(at + 1, bytes.count)
  }

  /// Goes behind the value that begins here.
  private mutating func skipValue(_ bytes: Span<UInt8>) {
    var depth = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        skipString(bytes)
        if depth == 0 { return }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        at += 1
        if depth == 0 { return }
      case UInt8(ascii: ","):
        if depth == 0 { return }
        at += 1
      default: at += 1
      }
    }
  }
}
