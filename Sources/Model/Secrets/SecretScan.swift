/// One pass over some bytes.
struct SecretScan {
  static let assignmentKind = "secret-assignment"

  let bytes: [UInt8]
  let looksAtAssignments: Bool
  var findings: [SecretFinding] = []
  /// Up to where a search for the end of a PEM block has found none.
  var noBlockEndBefore = 0
  /// The end of the name of the assignment looked at last.
  var assignedUpTo = 0

  init(_ bytes: [UInt8], looksAtAssignments: Bool) {
    self.bytes = bytes
    self.looksAtAssignments = looksAtAssignments
  }

  mutating func run() {
    let flags = looksAtAssignments ? Self.flags : Self.flagsWithoutAssignments
    let end = bytes.count - 1
    var index = 0
    while index < end {
      if flags.contains(bytes[index], bytes[index + 1]) { look(at: index) }
      index += 1
    }
  }

  private mutating func look(at index: Int) {
    switch bytes[index] {
    case UInt8(ascii: "="):
      if looksAtAssignments { lookForAssignment(at: index) }
      return
    case UInt8(ascii: ":"):
      if bytes[index + 1] == UInt8(ascii: "/") {
        lookForURL(at: index)
      } else {
        if bytes[index + 1] == UInt8(ascii: "A") { lookForTelegram(at: index) }
        if looksAtAssignments { lookForAssignment(at: index) }
      }
      return
    case UInt8(ascii: "-"): return lookForBlock(at: index)
    case UInt8(ascii: "."): return lookForDiscord(at: index)
    case UInt8(ascii: "Q") where bytes[index + 1] == UInt8(ascii: "~"):
      return lookForAzureSecret(at: index)
    default: break
    }
    lookForToken(at: index)
  }

  /// Whether bytes at a place are those of a text.
  func has(_ text: StaticString, at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index >= 0, index + count <= bytes.count else { return false }
    return text.withUTF8Buffer { buffer in
      for offset in 0..<count where unsafe buffer[offset] != bytes[index + offset] { return false }
      return true
    }
  }

  /// The end of the run of bytes from `index` that fit, of at most `limit` bytes.
  func runEnd(from index: Int, limit: Int, _ fits: (UInt8) -> Bool) -> Int {
    let end = min(bytes.count, index + limit)
    var index = index
    while index < end, fits(bytes[index]) { index += 1 }
    return index
  }

  /// The start of the run of bytes that fit and ends before `index`, of at most `limit` bytes.
  func runStart(before index: Int, limit: Int, _ fits: (UInt8) -> Bool) -> Int {
    let start = max(0, index - limit)
    var index = index
    while index > start, fits(bytes[index - 1]) { index -= 1 }
    return index
  }

  mutating func add(
    _ kind: String, _ title: String, _ range: Range<Int>, _ confidence: SecretFinding.Confidence,
    name: String? = nil
  ) {
    findings.append(
      SecretFinding(
        kind: kind, title: title, range: range, confidence: confidence, in: bytes, name: name))
  }

  /// Which pairs of bytes may begin a secret.
  private static let flags = pairs(assignments: true)
  private static let flagsWithoutAssignments = pairs(assignments: false)

  private static func pairs(assignments: Bool) -> BytePairs {
    var flags = BytePairs()
    for pair in TokenForm.byFirstTwo.keys {
      flags.insert(UInt8(pair >> 8), UInt8(truncatingIfNeeded: pair))
    }
    for text in ["eyJ", "PuTTY", "--", ":/", ":A", "Q~", "Basic", "Bearer", "basic", "bearer"] {
      let bytes = Array(text.utf8)
      flags.insert(bytes[0], bytes[1])
    }
    for second in UInt8.min...UInt8.max {
      if second.isAlphanumeric { flags.insert(UInt8(ascii: "."), second) }
      if assignments {
        flags.insert(UInt8(ascii: "="), second)
        flags.insert(UInt8(ascii: ":"), second)
      }
    }
    return flags
  }
}
