/// Looks for values that are known, such as those of secrets, in any bytes.
///
/// It steps over the bytes by a table of pairs (S. Wu and U. Manber, "A fast algorithm for multi-pattern
/// searching", TR 94-17): the longer the shortest form of a value, the fewer bytes are looked at.
public struct ValueSearch: Sendable {
  /// A form that a value may have in bytes.
  public struct Form: Hashable, Sendable {
    /// Which value it is of, by its place in the list.
    public let value: Int
    /// How the value is written: nil for as it is, else such as `base64`.
    public let encoding: String?
    /// The bytes.
    public let bytes: [UInt8]
  }

  /// A place where a form was found.
  public struct Hit: Hashable, Sendable {
    /// The form, by its place in `forms`.
    public let form: Int
    /// How many bytes come before it.
    public let offset: Int64
  }

  /// All forms that are looked for.
  public let forms: [Form]
  private let shortest: Int
  let longest: Int
  /// How far to go on after a pair of bytes.
  private let steps: [UInt8]
  /// The forms whose first bytes end in a pair.
  private let endings: [Int: [Int]]

  /// The fewest bytes of a value that can be looked for: fewer stand anywhere by chance.
  public static let fewestBytes = 6

  /// A search for values; those of fewer than `fewestBytes` bytes are left out.
  public init(_ values: [[UInt8]]) {
    var forms: [Form] = []
    for (index, value) in values.enumerated() where value.count >= Self.fewestBytes {
      forms += Self.forms(of: value, index)
    }
    self.forms = forms
    let shortest = forms.map(\.bytes.count).min() ?? 2
    self.shortest = shortest
    longest = forms.map(\.bytes.count).max() ?? 0
    var steps = [UInt8](repeating: UInt8(min(shortest - 1, 255)), count: 65_536)
    var endings: [Int: [Int]] = [:]
    for (index, form) in forms.enumerated() {
      for end in 1..<shortest {
        let pair = Int(form.bytes[end - 1]) << 8 | Int(form.bytes[end])
        let step = shortest - 1 - end
        steps[pair] = min(steps[pair], UInt8(min(step, 255)))
        if step == 0 { endings[pair, default: []].append(index) }
      }
    }
    self.steps = steps
    self.endings = endings
  }

  /// Whether there is nothing to look for.
  public var isEmpty: Bool { forms.isEmpty }

  /// The places of all forms in bytes, in order.
  public func hits(in bytes: [UInt8]) -> [Hit] { hits(in: bytes, from: 0, before: 0) }

  /// - Parameters:
  ///   - start: Forms that end before this place are not told again.
  ///   - before: How many bytes came before these.
  func hits(in bytes: [UInt8], from start: Int, before: Int64) -> [Hit] {
    guard !forms.isEmpty, bytes.count >= shortest else { return [] }
    let span = bytes.span
    var hits: [Hit] = []
    var place = shortest - 1
    while place < span.count {
      let pair = Int(span[place - 1]) << 8 | Int(span[place])
      let step = steps[pair]
      if step != 0 {
        place += Int(step)
        continue
      }
      for index in endings[pair] ?? [] {
        let form = forms[index].bytes
        let first = place - shortest + 1
        guard first + form.count <= span.count, first + form.count > start else { continue }
        if form.indices.allSatisfy({ span[first + $0] == form[$0] }) {
          hits.append(Hit(form: index, offset: before + Int64(first)))
        }
      }
      place += 1
    }
    return hits
  }

  // MARK: Forms

  /// The ways to write a value that keep all of it: as it is, for the web, in JSON, and in base64 at each
  /// of the three places that it can have in longer text.
  private static func forms(of value: [UInt8], _ index: Int) -> [Form] {
    var forms = [Form(value: index, encoding: nil, bytes: value)]
    func add(_ encoding: String, _ bytes: [UInt8]) {
      if bytes.count >= 8, !forms.contains(where: { $0.bytes == bytes }) {
        forms.append(Form(value: index, encoding: encoding, bytes: bytes))
      }
    }
    add("percent-encoded", percentEncoded(value))
    add("as JSON", escaped(value))
    for skipped in 0..<3 {
      let whole = value.dropFirst(skipped)
      let groups = whole.prefix(whole.count / 3 * 3)
      add("base64", Base64.text(groups, usesURLs: false))
      add("base64", Base64.text(groups, usesURLs: true))
    }
    return forms
  }

  /// RFC 3986, section 2.1, with the digits in upper case.
  private static func percentEncoded(_ value: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in value {
      if byte.isAlphanumeric || "-._~".utf8.contains(byte) {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return text
  }

  /// RFC 8259, section 7, with the short escapes alone.
  private static func escaped(_ value: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in value {
      switch byte {
      case UInt8(ascii: "\n"): text += Array("\\n".utf8)
      case UInt8(ascii: "\r"): text += Array("\\r".utf8)
      case UInt8(ascii: "\t"): text += Array("\\t".utf8)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      default: text.append(byte)
      }
    }
    return text
  }
}

extension ValueSearch {
  /// A search in bytes that come piece by piece.
  public struct Stream: Sendable {
    private let search: ValueSearch
    private var buffer: [UInt8] = []
    /// How many bytes of the buffer were searched already.
    private var searched = 0
    private var before: Int64 = 0
    /// What was found, at most `mostHits` places.
    public private(set) var hits: [Hit] = []

    /// How many places are told: one is enough to fail, some are of use to whoever mends it.
    public static let mostHits = 64
    private static let piece = 1 << 16

    /// A search that has seen nothing.
    public init(_ search: ValueSearch) { self.search = search }

    /// Takes the next bytes.
    public mutating func add(_ bytes: ArraySlice<UInt8>) {
      if search.isEmpty { return }
      buffer += bytes
      if buffer.count - searched >= Self.piece { look() }
    }

    /// Looks at what is left.
    public mutating func finish() { look() }

    private mutating func look() {
      let found = search.hits(in: buffer, from: searched, before: before)
      hits += found.prefix(max(0, Self.mostHits - hits.count))
      // What may be the beginning of a form stays.
      let kept = min(buffer.count, max(0, search.longest - 1))
      before += Int64(buffer.count - kept)
      buffer.removeFirst(buffer.count - kept)
      searched = kept
    }
  }
}
