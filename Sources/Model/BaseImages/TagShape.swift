import OCI

/// A tag taken apart: the version it begins with, and the words around it.
///
/// `3.12.7-slim-bookworm` is version 3.12.7 with the words `slim` and
/// `bookworm`; `noble-20240801` has a date; `slim` has a word only.
public struct TagShape: Hashable, Sendable {
  /// How firmly a tag holds an image.
  public enum Pinning: String, Hashable, Sendable {
    /// No version: `latest`, `stable`, `slim`, `bookworm`.
    case floating
    /// One number, such as `node:24`.
    case major
    /// Two numbers, such as `python:3.12-slim`.
    case majorMinor
    /// A whole version, such as `3.12.7-slim`; rebuilt only for the packages below it.
    case patch
    /// A date or a build number, such as `bookworm-20260803-slim`; fixed by convention.
    case dated
    /// No shape that is known, such as a commit.
    case other
  }

  /// The tag as written.
  public let tag: String
  /// The numbers of the version, such as 3, 12, 7; empty where the tag has none.
  public let version: [Int]
  /// What follows the numbers directly, such as `rc1` in `3.15.0rc1`.
  public let suffix: String
  /// The parts between dashes that are no version and no date, in order.
  public let words: [String]
  /// The date in the tag as its digits, such as `20260803`; nil where there is none.
  public let date: String?
  /// Whether the version stands first.
  let versionLeads: Bool

  /// The shape of a tag.
  public init(_ tag: String) {
    self.tag = tag
    var version: [Int] = []
    var suffix = ""
    var words: [String] = []
    var date: String?
    var leads = false
    for (index, part) in tag.split(separator: "-").enumerated() {
      let text = String(part)
      if date == nil, Self.isDate(text) {
        date = text
      } else if index == 0, let parsed = Self.leadingVersion(text) {
        (version, suffix) = parsed
        leads = true
      } else {
        words.append(text)
      }
    }
    self.version = version
    self.suffix = suffix
    self.words = words
    self.date = date
    versionLeads = leads
  }

  /// How firmly the tag holds an image, where `wholeVersion` is how many
  /// numbers a full version of the product has.
  public func pinning(wholeVersion: Int = 3) -> Pinning {
    if date != nil { return .dated }
    if version.isEmpty {
      // A hexadecimal run with digits and letters is a commit, which its project does not move.
      let hex = tag.utf8
      let isCommit =
        hex.count >= 7 && hex.allSatisfy { $0.isLowerHex } && hex.contains { $0.isDigit }
      return isCommit ? .other : .floating
    }
    if version.count >= wholeVersion { return .patch }
    return version.count == 1 ? .major : .majorMinor
  }

  /// The first `count` numbers of the version joined by dots, such as `3.12`;
  /// nil where the version has fewer.
  public func cycle(_ count: Int) -> String? {
    guard count > 0, version.count >= count else { return nil }
    return version[..<count].map(String.init).joined(separator: ".")
  }

  /// Whether a word is among the words.
  func has(_ word: String) -> Bool { words.contains(word) }

  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(9))
    guard bytes.count >= 8, bytes[..<8].allSatisfy({ $0.isDigit }), text.hasPrefix("20") else {
      return false
    }
    guard bytes.count == 8 || bytes[8] == UInt8(ascii: ".") else { return false }
    guard let month = Int(text.dropFirst(4).prefix(2)), let day = Int(text.dropFirst(6).prefix(2))
    else { return false }
    return (1...12).contains(month) && (1...31).contains(day)
  }

  private static func leadingVersion(_ text: String) -> ([Int], String)? {
    var bytes = text.utf8[...]
    if bytes.first == UInt8(ascii: "v") { bytes = bytes.dropFirst() }
    var numbers: [Int] = []
    while let first = bytes.first, first.isDigit {
      let digits = bytes.prefix { $0.isDigit }
      guard digits.count <= 9, let number = Int(String(decoding: digits, as: UTF8.self)) else {
        return nil
      }
      numbers.append(number)
      bytes = bytes.dropFirst(digits.count)
      guard bytes.first == UInt8(ascii: "."), let next = bytes.dropFirst().first, next.isDigit
      else { break }
      bytes = bytes.dropFirst()
    }
    if numbers.isEmpty { return nil }
    // `7f3c2ab` is a commit, not version 7.
    let rest = String(decoding: bytes, as: UTF8.self)
    if numbers.count == 1, rest.utf8.count >= 5, rest.utf8.allSatisfy({ $0.isLowerHex }) {
      return nil
    }
    return (numbers, rest)
  }
}

extension TagShape: CustomStringConvertible {
  /// The tag as written.
  public var description: String { tag }
}
