extension SecretScan {
  /// Looks for `name = value` and `name: value` from the sign on, where the
  /// name speaks of a secret and the value looks random.
  mutating func lookForAssignment(at index: Int) {
    var nameEnd = index
    // `:=`, `?=`, `+=` and `==` assign or compare; the name is before the sign.
    if nameEnd > 0,
      bytes[nameEnd - 1] == UInt8(ascii: ":") || bytes[nameEnd - 1] == UInt8(ascii: "?")
    {
      nameEnd -= 1
    }
    nameEnd = runStart(before: nameEnd, limit: 4) { $0.isBlank }
    if nameEnd > 0, bytes[nameEnd - 1].isQuote { nameEnd -= 1 }
    if nameEnd <= assignedUpTo { return }
    let nameStart = max(
      assignedUpTo, runStart(before: nameEnd, limit: 64) { $0.isName })
    guard nameEnd - nameStart >= 4, mayName(nameStart..<nameEnd) else { return }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
    guard
      SecretName.verdict(name).isSecret || name.hasSuffix("AccountKey")
        || name.hasSuffix("SharedAccessKey")
    else { return }
    assignedUpTo = nameEnd
    guard let range = valueRange(after: index) else { return }
    // A value is looked at once, even where it seems to hold another assignment.
    assignedUpTo = range.upperBound
    let value = bytes[range]
    guard value.count >= 16, isRandom(value), SecretValue(bytes: value) == .literal,
      !isChecksum(value, name), !isPath(value)
    else { return }
    report(value, range, name)
  }

  private mutating func report(_ value: ArraySlice<UInt8>, _ range: Range<Int>, _ name: String) {
    let words = SecretName.words(of: name)
    if words.suffix(3) == ["ACCESS", "KEY", "ID"] { return }
    if value.count == 40, words.suffix(3) == ["SECRET", "ACCESS", "KEY"],
      value.allSatisfy({ $0.isBase64 })
    {
      add("aws-secret-access-key", "AWS secret access key", range, .likely, name: name)
      return
    }
    if name.hasSuffix("AccountKey"), value.count == 88, value.last == UInt8(ascii: "=") {
      add("azure-storage-key", "Azure storage account key", range, .certain, name: name)
      return
    }
    if name.hasSuffix("SharedAccessKey"), value.count == 44 {
      add("azure-shared-access-key", "Azure shared access key", range, .likely, name: name)
      return
    }
    add(
      Self.assignmentKind, "secret value of `\(name)`", range,
      value.count >= 20 ? .likely : .possible, name: name)
  }

  /// Whether a name may speak of a secret: the quick look before the exact one.
  private func mayName(_ range: Range<Int>) -> Bool {
    for index in range {
      switch bytes[index] | 0x20 {
      case UInt8(ascii: "p"):
        if index + 3 <= range.upperBound,
          bytes[index + 1] | 0x20 == UInt8(ascii: "a")
            || bytes[index + 1] | 0x20 == UInt8(ascii: "w")
        {
          return true
        }
      case UInt8(ascii: "s"):
        if index + 6 <= range.upperBound, bytes[index + 1] | 0x20 == UInt8(ascii: "e"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "c")
        {
          return true
        }
      case UInt8(ascii: "t"):
        if index + 5 <= range.upperBound, bytes[index + 1] | 0x20 == UInt8(ascii: "o"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "k")
        {
          return true
        }
      case UInt8(ascii: "k"):
        if index + 3 <= range.upperBound, bytes[index + 1] | 0x20 == UInt8(ascii: "e"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "y")
        {
          return true
        }
      case UInt8(ascii: "c"):
        if index + 4 <= range.upperBound, bytes[index + 1] | 0x20 == UInt8(ascii: "r"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "e")
        {
          return true
        }
      case UInt8(ascii: "a"):
        if index + 4 <= range.upperBound, bytes[index + 1] | 0x20 == UInt8(ascii: "u"),
          bytes[index + 2] | 0x20 == UInt8(ascii: "t")
        {
          return true
        }
      default: break
      }
    }
    return false
  }

  /// The value after a sign: in quotes, or up to a blank or a separator; at most 512 bytes.
  private func valueRange(after sign: Int) -> Range<Int>? {
    var start = sign + 1
    if start < bytes.count, bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ">") {
      start += 1
    }
    start = runEnd(from: start, limit: 8) { $0.isBlank }
    guard start < bytes.count else { return nil }
    if bytes[start].isQuote {
      let quote = bytes[start]
      let end = runEnd(from: start + 1, limit: 512) { $0 != quote && !$0.isNewline }
      guard end < bytes.count, bytes[end] == quote else { return nil }
      return start + 1..<end
    }
    let end = runEnd(from: start, limit: 512) {
      $0 > 0x20 && !$0.isQuote && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";")
        && $0 != UInt8(ascii: "&") && $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: ")")
        && $0 != UInt8(ascii: "\\")
    }
    // Code calls functions and reaches into objects where configuration has values.
    let value = bytes[start..<end]
    if value.contains(UInt8(ascii: "(")) || value.contains(UInt8(ascii: "[")) { return nil }
    return end > start ? start..<end : nil
  }

  /// Whether a value is one that only looks random: a checksum that the name or
  /// its length tells, a UUID, a version, or an address.
  private func isChecksum(_ value: ArraySlice<UInt8>, _ name: String) -> Bool {
    let upper = name.uppercased()
    for word in [
      "SHA", "MD5", "CHECKSUM", "DIGEST", "HASH", "FINGERPRINT", "GPG", "COMMIT", "REVISION",
    ]
    where upper.contains(word) {
      return true
    }
    if value.starts(with: "sha256:".utf8) || value.starts(with: "sha512-".utf8)
      || value.starts(with: "sha256-".utf8) || value.starts(with: "$2".utf8)
      || value.starts(with: "http://".utf8) || value.starts(with: "https://".utf8)
    {
      return true
    }
    let isHex = value.allSatisfy { $0.isHex }
    // OpenPGP fingerprints are written in capitals.
    if isHex, value.count == 40, !value.contains(where: { $0.isLower }) { return true }
    let parts = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy { $0.isHex } }
      && !upper.contains("SECRET") && !upper.contains("KEY") && !upper.contains("PASS")
  }

  /// Whether a value is a path, a dotted name, or words joined by dashes or underscores.
  private func isPath(_ value: ArraySlice<UInt8>) -> Bool {
    if value.first == UInt8(ascii: "/") && value.count(where: { $0 == UInt8(ascii: "/") }) > 1 {
      return true
    }
    if value.starts(with: "./".utf8) || value.starts(with: "~/".utf8) { return true }
    let words = value.split { !$0.isAlphanumeric }
    // Chance seldom makes words without digits inside of them; `v2` is a version.
    let isPlain: (ArraySlice<UInt8>) -> Bool = { word in
      word.allSatisfy { $0.isLetter } || word.allSatisfy { $0.isDigit }
        || word.count <= 3 && word.first == UInt8(ascii: "v")
    }
    return words.count > 1 && words.allSatisfy(isPlain)
  }
}
