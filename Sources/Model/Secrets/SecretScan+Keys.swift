extension SecretScan {
  /// Looks for `-----BEGIN … PRIVATE KEY-----` with a body.
  mutating func lookForBlock(at index: Int) {
    guard has("-----BEGIN ", at: index), index == 0 || bytes[index - 1] != UInt8(ascii: "-") else {
      return
    }
    let labelStart = index + 11
    let labelEnd = runEnd(from: labelStart, limit: 48) { $0.isUpper || $0 == 0x20 || $0.isDigit }
    let label = String(decoding: bytes[labelStart..<labelEnd], as: UTF8.self)
    guard label.hasSuffix("PRIVATE KEY") || label == "PGP PRIVATE KEY BLOCK",
      has("-----", at: labelEnd)
    else { return }
    let bodyStart = labelEnd + 5
    guard let bodyEnd = blockEnd(from: bodyStart) else { return }
    let body = bytes[bodyStart..<bodyEnd]
    let characters = body.count { $0.isBase64 }
    // A pattern or an ellipsis between the lines is no key.
    guard characters >= 64, characters * 10 >= body.count * 7, !body.containsText("...") else {
      return
    }
    let end = min(bytes.count, bodyEnd + 9 + label.utf8.count + 5)
    let isEncrypted = label.hasPrefix("ENCRYPTED") || body.prefix(128).containsText("ENCRYPTED")
    add(
      "private-key", isEncrypted ? "encrypted private key" : "private key", index..<end,
      isEncrypted ? .likely : .certain)
  }

  /// Where `-----END ` begins after a place, at most 64 kB on.
  ///
  /// A stretch without an end is remembered, so that many beginnings cost one search.
  private mutating func blockEnd(from start: Int) -> Int? {
    let limit = min(bytes.count, start + 65536)
    var index = max(start, min(noBlockEndBefore, limit))
    while index + 9 <= limit {
      if bytes[index] == UInt8(ascii: "-"), has("-----END ", at: index) { return index }
      if bytes[index] == UInt8(ascii: "-"), has("-----BEGIN ", at: index) {
        return nil
      }
      index += 1
    }
    noBlockEndBefore = max(noBlockEndBefore, index)
    return nil
  }

  mutating func lookForPuTTY(at index: Int) {
    let lineEnd = runEnd(from: index, limit: 80) { !$0.isNewline }
    let end = min(bytes.count, index + 8192)
    guard bytes[lineEnd..<end].containsText("Private-Lines:") else { return }
    add("private-key", "PuTTY private key", index..<lineEnd, .certain)
  }
}
