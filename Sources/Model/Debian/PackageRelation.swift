/// One demand on other packages, as a field such as `Depends` lists them with commas: any of its
/// alternatives meets it (deb-control(5), Debian Policy 7.1).
public struct PackageRelation: Hashable, Sendable {
  /// The alternatives, the preferred one first; never empty.
  public let alternatives: [Alternative]

  /// A package, perhaps of certain versions.
  public struct Alternative: Hashable, Sendable {
    /// The name of the package.
    public let name: String
    /// The architecture after the colon, such as `any` or `native`; nil where none is named.
    public let qualifier: String?
    /// Which versions; nil for any.
    public let bound: VersionBound?

    /// An alternative from its parts.
    public init(_ name: String, qualifier: String? = nil, bound: VersionBound? = nil) {
      self.name = name
      self.qualifier = qualifier
      self.bound = bound
    }
  }

  /// A relation of alternatives.
  public init(_ alternatives: [Alternative]) { self.alternatives = alternatives }

  /// Why a field cannot be read.
  public struct Trouble: Error, Hashable, Sendable {
    /// What is wrong, as a part of a sentence.
    public let reason: String
  }

  /// The relations of a field, those that are for other architectures left out.
  /// - Parameters:
  ///   - field: The value of `Depends` and its kin; line breaks count as spaces.
  ///   - architecture: Debian's name of the architecture that `[…]` is read for.
  /// - Throws: `Trouble` when it is not well formed.
  public static func parse(
    _ field: some StringProtocol, architecture: String
  ) throws(Trouble) -> [PackageRelation] {
    var relations: [PackageRelation] = []
    for part in field.utf8.split(separator: UInt8(ascii: ",")) {
      if part.allSatisfy(isBlank) { continue }
      var alternatives: [Alternative] = []
      for text in part.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
        var parser = Parser(bytes: Array(text)[...])
        if let alternative = try parser.alternative(for: architecture) {
          alternatives.append(alternative)
        }
      }
      if !alternatives.isEmpty { relations.append(PackageRelation(alternatives)) }
    }
    return relations
  }

  fileprivate static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

/// Which versions of a package are meant.
public struct VersionBound: Hashable, Sendable {
  /// How a version is compared.
  public enum Comparison: String, Hashable, Sendable {
    /// Earlier.
    case earlier = "<<"
    /// Earlier or the same.
    case atMost = "<="
    /// The same.
    case same = "="
    /// The same or later.
    case atLeast = ">="
    /// Later.
    case later = ">>"
  }

  /// How.
  public let comparison: Comparison
  /// With what.
  public let version: DebianVersion

  /// A bound from its parts.
  public init(_ comparison: Comparison, _ version: DebianVersion) {
    self.comparison = comparison
    self.version = version
  }

  /// Whether a version is one of those.
  public func admits(_ other: DebianVersion) -> Bool {
    switch comparison {
    case .earlier: other < version
    case .atMost: other <= version
    case .same: other == version
    case .atLeast: other >= version
    case .later: other > version
    }
  }
}

/// Reads one alternative.
private struct Parser {
  var bytes: ArraySlice<UInt8>

  mutating func alternative(
    for architecture: String
  ) throws(PackageRelation.Trouble) -> PackageRelation.Alternative? {
    skipBlanks()
    let name = take(Parser.isNameByte)
    if name.isEmpty { throw .init(reason: "a name of a package is missing") }
    var qualifier: String?
    if bytes.first == UInt8(ascii: ":") {
      bytes = bytes.dropFirst()
      let text = take(Parser.isNameByte)
      if text.isEmpty { throw .init(reason: "nothing stands after the colon of `\(name)`") }
      qualifier = text
    }
    var bound: VersionBound?
    var isWanted = true
    while true {
      skipBlanks()
      guard let byte = bytes.first else { break }
      switch byte {
      case UInt8(ascii: "("):
        let inner = try takeGroup(until: UInt8(ascii: ")"), of: name)
        bound = try versionBound(inner, name)
      case UInt8(ascii: "["):
        let inner = try takeGroup(until: UInt8(ascii: "]"), of: name)
        isWanted = matches(inner, architecture)
      case UInt8(ascii: "<"):
        // A restriction to build profiles, of which none holds for binary packages.
        _ = try takeGroup(until: UInt8(ascii: ">"), of: name)
      default: throw .init(reason: "unexpected text stands after `\(name)`")
      }
    }
    if !isWanted { return nil }
    return .init(name, qualifier: qualifier, bound: bound)
  }

  private func versionBound(
    _ inner: ArraySlice<UInt8>, _ name: String
  ) throws(PackageRelation.Trouble) -> VersionBound {
    let text = inner.filter { !PackageRelation.isBlank($0) }
    let sign = text.prefix { $0 == 0x3C || $0 == 0x3D || $0 == 0x3E }
    // `<` and `>` alone are old and mean what `<=` and `>=` do (deb-control(5)).
    let comparison: VersionBound.Comparison? =
      switch String(decoding: sign, as: UTF8.self) {
      case "<": .atMost
      case ">": .atLeast
      case let sign: VersionBound.Comparison(rawValue: sign)
      }
    let version = DebianVersion(String(decoding: text.dropFirst(sign.count), as: UTF8.self))
    guard let comparison, let version else {
      throw .init(reason: "the versions of `\(name)` are not well formed")
    }
    return VersionBound(comparison, version)
  }

  private func matches(_ inner: ArraySlice<UInt8>, _ architecture: String) -> Bool {
    let words = inner.split(whereSeparator: PackageRelation.isBlank)
    let isNegated = words.first?.first == UInt8(ascii: "!")
    let isNamed = words.contains { word in
      let name = String(decoding: word.drop { $0 == UInt8(ascii: "!") }, as: UTF8.self)
      return name == architecture || name == "any" || name == "linux-any"
        || name == "any-\(architecture)"
    }
    return isNamed != isNegated
  }

  private mutating func takeGroup(
    until end: UInt8, of name: String
  ) throws(PackageRelation.Trouble) -> ArraySlice<UInt8> {
    guard let place = bytes.firstIndex(of: end) else {
      throw .init(reason: "a bracket after `\(name)` is not closed")
    }
    let inner = bytes[(bytes.startIndex + 1)..<place]
    bytes = bytes[(place + 1)...]
    return inner
  }

  private mutating func take(_ isPart: (UInt8) -> Bool) -> String {
    let part = bytes.prefix(while: isPart)
    bytes = bytes.dropFirst(part.count)
    return String(decoding: part, as: UTF8.self)
  }

  private mutating func skipBlanks() { bytes = bytes.drop(while: PackageRelation.isBlank) }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    DebianVersion.isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "_")
  }
}

extension PackageRelation: CustomStringConvertible {
  /// The relation as a field has it.
  public var description: String {
    alternatives.map(\.description).joined(separator: " | ")
  }
}

extension PackageRelation.Alternative: CustomStringConvertible {
  /// The alternative as a field has it.
  public var description: String {
    var text = name
    if let qualifier { text += ":\(qualifier)" }
    if let bound { text += " (\(bound.comparison.rawValue) \(bound.version))" }
    return text
  }
}
