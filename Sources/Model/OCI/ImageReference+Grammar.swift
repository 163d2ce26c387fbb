// The productions of the distribution project's reference grammar, on bytes.

import Source

extension ImageReference {
  /// Whether Docker takes the first part of a name for a host: it has a dot or
  /// a colon, is `localhost`, or has an upper-case letter.
  static func isHost(_ part: ArraySlice<UInt8>) -> Bool {
    if part.elementsEqual("localhost".utf8) { return true }
    return part.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0.isUpper }
  }

  /// `host [':' port]`, where a host is a domain name, an IPv4 address or `[` IPv6 `]`.
  static func isWellFormedHost(_ bytes: ArraySlice<UInt8>) -> Bool {
    var host = bytes
    if host.first == UInt8(ascii: "[") {
      guard let close = host.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let address = host[(host.startIndex + 1)..<close]
      guard !address.isEmpty, address.allSatisfy({ $0.isHex || $0 == UInt8(ascii: ":") }) else {
        return false
      }
      host = host[(close + 1)...]
      if host.isEmpty { return true }
      guard host.first == UInt8(ascii: ":") else { return false }
      return isPort(host.dropFirst())
    }
    if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
      guard isPort(host[(colon + 1)...]) else { return false }
      host = host[..<colon]
    }
    return host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      guard let first = $0.first, let last = $0.last else { return false }
      return first.isAlphanumeric && last.isAlphanumeric
        && $0.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0.isDigit }
  }

  /// Parts joined by `/`, each of lower-case letters and digits with `.`, `_`, `__` or dashes between.
  static func isWellFormedPath(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy(isWellFormedComponent)
  }

  private static func isWellFormedComponent(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, let last = part.last, first.isLowerAlphanumeric,
      last.isLowerAlphanumeric
    else { return false }
    var index = part.startIndex
    while index < part.endIndex {
      let byte = part[index]
      if byte.isLowerAlphanumeric {
        index += 1
        continue
      }
      let start = index
      while index < part.endIndex, part[index] == byte { index += 1 }
      let count = index - start
      switch byte {
      case UInt8(ascii: "."): if count > 1 { return false }
      case UInt8(ascii: "_"): if count > 2 { return false }
      case UInt8(ascii: "-"): break
      default: return false
      }
      // The end of the part is alphanumeric, so a byte follows.
      if !part[index].isLowerAlphanumeric { return false }
    }
    return true
  }

  /// Letters, digits, `_`, `.` and `-`, of which the first is no `.` or `-`; the length is not looked at.
  static func isWellFormedTag(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first.isAlphanumeric || first == UInt8(ascii: "_") else {
      return false
    }
    return bytes.allSatisfy {
      $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "-")
    }
  }

  /// What is wrong with `algorithm:hex`; nil when nothing is.
  static func digestProblem(_ bytes: ArraySlice<UInt8>) -> ImageReferenceProblem.Kind? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return .malformedDigest }
    let hex = bytes[(colon + 1)...]
    let algorithm = String(decoding: bytes[..<colon], as: UTF8.self)
    guard !algorithm.isEmpty, !hex.isEmpty, hex.allSatisfy({ $0.isHex }) else {
      return .malformedDigest
    }
    let lengths = ["sha256": 64, "sha384": 96, "sha512": 128]
    guard let length = lengths[algorithm] else { return .unsupportedAlgorithm(algorithm) }
    if hex.count != length { return .digestLength(expected: length, actual: hex.count) }
    return hex.contains { $0.isUpper } ? .upperCaseDigest : nil
  }

  /// Whether a part was left to be filled in: `<…>`, `{{…}}`, an ellipsis, or a
  /// word such as `REPLACE-ME`.
  static func isPlaceholder(_ bytes: ArraySlice<UInt8>, _ part: ImageReferenceProblem.Part) -> Bool
  {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("<") || text.contains(">") || text.contains("{{") || text.contains("}}") {
      return true
    }
    if text.contains("...") || text.contains("…") { return true }
    let upper = text.uppercased()
    let letters = upper.utf8.filter { $0.isUpper }
    let collapsed = String(decoding: letters, as: UTF8.self)
    let words = ["REPLACEME", "CHANGEME", "YOURIMAGE", "YOURTAG", "TAGHERE"]
    switch part {
    case .name, .tag: return words.contains(collapsed)
    case .digest:
      let hex = upper.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
      if hex.count >= 3, hex.allSatisfy({ $0 == UInt8(ascii: "X") }) { return true }
      let tail = String(decoding: hex.filter { $0.isUpper }, as: UTF8.self)
      let digestWords =
        words + ["TODO", "FIXME", "PLACEHOLDER", "DIGEST", "YOURDIGEST", "DIGESTHERE", "HASH"]
      return digestWords.contains(collapsed) || digestWords.contains(tail)
    }
  }
}

extension UInt8 {
  package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  package var isLower: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  package var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  package var isAlphanumeric: Bool { isDigit || isLower || isUpper }
  package var isLowerAlphanumeric: Bool { isDigit || isLower }
  package var isLowerHex: Bool {
    isDigit || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "f"))
  }
  package var isHex: Bool { isLowerHex || (self >= UInt8(ascii: "A") && self <= UInt8(ascii: "F")) }
  package var lowered: UInt8 { isUpper ? self | 0x20 : self }
}
