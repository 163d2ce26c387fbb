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
      let pair = Int(bytes[index]) << 8 | Int(bytes[index + 1])
      if flags[pair] { look(at: index) }
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

  /// Which pairs of bytes may begin a secret, at `first * 256 + second`.
  private static let flags = table(assignments: true)
  private static let flagsWithoutAssignments = table(assignments: false)

  private static func table(assignments: Bool) -> [Bool] {
    var flags = [Bool](repeating: false, count: 65536)
    for pair in TokenForm.byFirstTwo.keys { flags[Int(pair)] = true }
    for pair in ["eyJ", "PuTTY", "--", ":/", ":A", "Q~", "Basic", "Bearer", "basic", "bearer"] {
      let bytes = Array(pair.utf8)
      flags[Int(bytes[0]) << 8 | Int(bytes[1])] = true
    }
    for second in 0..<256 {
      flags[Int(UInt8(ascii: ".")) << 8 | second] = UInt8(second).isAlphanumeric
      if assignments {
        flags[Int(UInt8(ascii: "=")) << 8 | second] = true
        flags[Int(UInt8(ascii: ":")) << 8 | second] = true
      }
    }
    return flags
  }
}
