import Policy

extension LabelSchema.Form {
  /// What a value of the form is, after "is no".
  var noun: String {
    switch self {
    case .text: "text, since it is empty"
    case .rawtext: "text"
    case .url: "URL"
    case .semver: "semantic version"
    case .hash: "git hash"
    case .rfc3339: "time under RFC 3339"
    case .spdx: "SPDX licence expression"
    case .email: "mail address"
    }
  }

  /// An example of a value.
  var example: String {
    switch self {
    case .text, .rawtext: "a text"
    case .url: "https://example.com/project"
    case .semver: "1.4.2"
    case .hash: "3f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"
    case .rfc3339: "2026-11-21T08:30:00Z"
    case .spdx: "Apache-2.0"
    case .email: "team@example.com"
    }
  }

  /// Whether a value has the form.
  func accepts(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    switch self {
    case .rawtext: return true
    case .text: return bytes.contains { $0 != 0x20 && $0 != 0x09 }
    case .url: return Self.isURL(bytes)
    case .semver: return Self.isSemanticVersion(bytes)
    case .hash: return (7...64).contains(bytes.count) && bytes.allSatisfy(Self.isHex)
    case .rfc3339: return Self.isTime(bytes)
    case .spdx: return Self.isLicence(value)
    case .email:
      let parts = value.split(separator: "@", omittingEmptySubsequences: false)
      return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") }
        && parts[1].contains(".")
    }
  }

  private static func isURL(_ bytes: [UInt8]) -> Bool {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      bytes[..<colon].allSatisfy({
        isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E
      }),
      bytes[(colon + 1)...].starts(with: "//".utf8)
    else { return false }
    let rest = bytes[(colon + 3)...]
    return rest.first.map { $0 != UInt8(ascii: "/") } == true && !bytes.contains(0x20)
  }

  /// MAJOR.MINOR.PATCH with an optional pre-release and build (semver.org 2.0.0).
  private static func isSemanticVersion(_ bytes: [UInt8]) -> Bool {
    let noBuild = bytes.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
    guard noBuild.count <= 2, let core = noBuild.first else { return false }
    let dash = core.firstIndex(of: UInt8(ascii: "-")) ?? core.endIndex
    let numbers = core[..<dash].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard numbers.count == 3,
      numbers.allSatisfy({
        !$0.isEmpty && $0.allSatisfy(isDigit) && ($0.count == 1 || $0.first != UInt8(ascii: "0"))
      })
    else { return false }
    var parts: [ArraySlice<UInt8>] = []
    if dash < core.endIndex { parts.append(core[(dash + 1)...]) }
    if noBuild.count == 2 { parts.append(noBuild[1]) }
    return parts.allSatisfy { part in
      part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0.allSatisfy { isDigit($0) || isLetter($0) || $0 == UInt8(ascii: "-") }
      }
    }
  }

  /// `2026-11-21T08:30:00Z`, with fractions of a second and an offset where there are any.
  private static func isTime(_ bytes: [UInt8]) -> Bool {
    let shape = Array("0000-00-00T00:00:00".utf8)
    guard bytes.count > shape.count else { return false }
    for (byte, wanted) in zip(bytes, shape) {
      if wanted == UInt8(ascii: "0") ? !isDigit(byte) : byte & 0xDF != wanted & 0xDF {
        return false
      }
    }
    func number(_ start: Int) -> Int {
      Int(bytes[start] - 0x30) * 10 + Int(bytes[start + 1] - 0x30)
    }
    guard (1...12).contains(number(5)), (1...31).contains(number(8)), number(11) < 24,
      number(14) < 60, number(17) <= 60
    else { return false }
    var rest = bytes[shape.count...]
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard rest.first.map(isDigit) == true else { return false }
      rest = rest.drop(while: isDigit)
    }
    if rest.count == 1 { return rest.first.map { $0 & 0xDF == UInt8(ascii: "Z") } == true }
    guard rest.count == 6, let sign = rest.first, sign == 0x2B || sign == 0x2D else { return false }
    let offset = Array(rest.dropFirst())
    return offset[2] == UInt8(ascii: ":") && [0, 1, 3, 4].allSatisfy { isDigit(offset[$0]) }
  }

  /// Identifiers joined by AND, OR and WITH, with parentheses.
  private static func isLicence(_ value: String) -> Bool {
    var depth = 0
    var wantsName = true
    for token in tokens(value) {
      switch token {
      case "(":
        guard wantsName else { return false }
        depth += 1
      case ")":
        guard !wantsName, depth > 0 else { return false }
        depth -= 1
      case "AND", "OR", "WITH":
        guard !wantsName else { return false }
        wantsName = true
      default:
        guard wantsName, isLicenceName(token) else { return false }
        wantsName = false
      }
    }
    return depth == 0 && !wantsName
  }

  private static func tokens(_ value: String) -> [String] {
    var result: [String] = []
    var token = ""
    for character in value {
      if character == " " || character == "(" || character == ")" {
        if !token.isEmpty { result.append(token) }
        token = ""
        if character != " " { result.append(String(character)) }
      } else {
        token.append(character)
      }
    }
    if !token.isEmpty { result.append(token) }
    return result
  }

  /// Whether a word may be an identifier: families of licences without a version are none.
  private static func isLicenceName(_ name: String) -> Bool {
    let isWellFormed = name.utf8.allSatisfy {
      isLetter($0) || isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E || $0 == 0x3A
    }
    return isWellFormed && !families.contains(name.lowercased())
  }

  private static let families: Set<String> = [
    "agpl", "agplv3", "apache", "apache2", "apache-2", "apachev2", "bsd", "commercial", "gpl",
    "gplv2", "gplv3", "lgpl", "lgplv2", "lgplv3", "mpl", "none", "private", "proprietary", "tbd",
    "unknown",
  ]

  private static func isHex(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
