/// A text under construction, in which some places are not known.
struct ExpansionDraft {
  /// The bytes that are known.
  private(set) var bytes: [UInt8] = []
  /// Offsets into `bytes`, ascending, at which something unknown stands.
  private(set) var holes: [Int] = []

  init() {}

  init(_ text: String) { bytes = Array(text.utf8) }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A text of which nothing is known.
  static var hole: ExpansionDraft {
    var draft = ExpansionDraft()
    draft.appendHole()
    return draft
  }

  var isKnown: Bool { holes.isEmpty }

  /// Whether nothing can stand here.
  var isEmpty: Bool { bytes.isEmpty && holes.isEmpty }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(scalar: UInt32) { bytes.append(scalar: scalar) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  mutating func append(_ other: ExpansionDraft) {
    for hole in other.holes where holes.last != bytes.count + hole {
      holes.append(bytes.count + hole)
    }
    bytes.append(contentsOf: other.bytes)
  }

  mutating func appendHole() {
    if holes.last != bytes.count { holes.append(bytes.count) }
  }

  /// The text without its first byte, which must be known.
  func droppingFirst() -> ExpansionDraft {
    var result = ExpansionDraft(Array(bytes.dropFirst()))
    result.holes = holes.map { $0 - 1 }
    return result
  }

  /// The text for people, with `…` for what is not known.
  var display: String {
    var result: [UInt8] = []
    var position = 0
    for hole in holes {
      result += bytes[position..<hole]
      result += Array("…".utf8)
      position = hole
    }
    result += bytes[position...]
    return String(decoding: result, as: UTF8.self)
  }

  /// What is known of the text.
  var value: ExpansionValue {
    guard let first = holes.first, let last = holes.last else {
      return .known(String(decoding: bytes, as: UTF8.self))
    }
    return .unknown(
      prefix: String(decoding: bytes[..<first], as: UTF8.self),
      suffix: String(decoding: bytes[last...], as: UTF8.self))
  }
}
