public import Debian
public import Source

/// The packages of a component for an architecture, looked up by name.
///
/// The text of an index is large and little of it is asked for, so a paragraph is read when it is.
public struct PackageIndex: Sendable {
  /// Where the packages are from.
  public let origin: PackageOrigin
  /// Debian's name of the architecture that it was read for.
  public let architecture: String
  private let bytes: [UInt8]
  /// Where the paragraphs of a name begin and end.
  private let places: [String: [Range<Int>]]
  /// The names of the packages that also go by a name.
  private let providers: [String: [String]]
  /// The names of the packages that every system must have, sorted.
  public let essentialNames: [String]

  /// Reads the places of the paragraphs.
  /// - Parameters:
  ///   - bytes: The text of the index, of which only `Packages` fields are looked at.
  ///   - origin: Where the packages are from.
  ///   - architecture: Debian's name of the architecture.
  public init(_ bytes: [UInt8], origin: PackageOrigin, architecture: String) {
    self.bytes = bytes
    self.origin = origin
    self.architecture = architecture
    var places: [String: [Range<Int>]] = [:]
    var providers: [String: [String]] = [:]
    places.reserveCapacity(bytes.count / 400)
    var start = 0
    var name = ""
    var provided: Range<Int>?
    var essential: Set<String> = []
    let (package, provides, isEssential) = (
      Array("Package:".utf8), Array("Provides:".utf8), Array("Essential: yes".utf8)
    )
    PackageIndex.lines(bytes) { line in
      if line.isEmpty {
        if !name.isEmpty { places[name, default: []].append(start..<line.lowerBound) }
        if let provided, !name.isEmpty {
          for virtual in PackageIndex.names(bytes[provided]) {
            providers[virtual, default: []].append(name)
          }
        }
        start = line.upperBound + 1
        name = ""
        provided = nil
      } else if bytes[line].starts(with: package) {
        name = PackageIndex.text(bytes[(line.lowerBound + 8)..<line.upperBound])
      } else if bytes[line].starts(with: provides) {
        provided = (line.lowerBound + 9)..<line.upperBound
      } else if bytes[line].elementsEqual(isEssential) {
        essential.insert(name)
      }
    }
    self.places = places
    self.providers = providers
    essentialNames = essential.sorted()
  }

  /// Whether there is a package of a name.
  public func has(_ name: String) -> Bool { places[name] != nil }

  /// The packages of a name, in the order of the index.
  /// - Throws: `Failure` when a paragraph cannot be understood.
  public func packages(_ name: String) throws(Failure) -> [DebianPackage] {
    var packages: [DebianPackage] = []
    for place in places[name] ?? [] {
      let source = SourceText(name: "Packages", bytes: Array(bytes[place]))
      for paragraph in try ControlParagraph.parse(source) {
        packages.append(try DebianPackage(paragraph, architecture: architecture))
      }
    }
    return packages
  }

  /// The names of the packages that also go by a name.
  public func providers(of name: String) -> [String] { providers[name] ?? [] }

  /// The name of a package that a mistyped one most likely stands for; nil where none is near.
  public func nearestName(to name: String) -> String? {
    let wanted = Array(name.utf8)
    let bound = max(1, wanted.count / 4)
    var best: (name: String, distance: Int)?
    for candidate in places.keys where abs(candidate.utf8.count - wanted.count) <= bound {
      let distance = EditDistance.between(wanted, Array(candidate.utf8))
      guard distance <= bound else { continue }
      if let best, (best.distance, best.name) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  // MARK: Lines

  /// Calls with the place of each line, without its end, and with an empty one after the last.
  private static func lines(_ bytes: [UInt8], _ visit: (Range<Int>) -> Void) {
    let span = bytes.span
    var start = 0
    var index = 0
    let count = span.count
    while index < count {
      if span[index] == 0x0A {
        visit(start..<index)
        start = index + 1
      }
      index += 1
    }
    if start < count { visit(start..<count) }
    visit(count..<count)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != 0x20 && $0 != 0x0D }, as: UTF8.self)
  }

  /// The names in a list with commas, without versions and architectures.
  private static func names(_ bytes: ArraySlice<UInt8>) -> [String] {
    bytes.split(separator: UInt8(ascii: ",")).map { part in
      text(part.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0x28 && $0 != 0x3A })
    }
  }

  // MARK: Making

  /// The fields that are asked for.
  private static let kept = [
    "Package", "Version", "Architecture", "Source", "Pre-Depends", "Depends", "Provides",
    "Conflicts", "Breaks", "Essential", "Priority", "Multi-Arch", "Filename", "Size", "SHA256",
  ].map { Array(($0 + ":").utf8) }

  /// An index with those fields only that are asked for, which is a fraction of all.
  public static func reduced(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 2)
    var keeps = false
    lines(bytes) { line in
      if line.isEmpty {
        if result.last != nil, !result.suffix(2).elementsEqual([0x0A, 0x0A]) {
          result.append(0x0A)
        }
        keeps = false
        return
      }
      let first = bytes[line.lowerBound]
      // A line that begins with a blank belongs to the field before it.
      if first == 0x20 || first == 0x09 {
        if keeps {
          // Joined to one line, as places are told by lines.
          result.removeLast()
          result.append(contentsOf: bytes[line])
          result.append(0x0A)
        }
        return
      }
      keeps = kept.contains { $0[0] == first && bytes[line].starts(with: $0) }
      if keeps {
        result.append(contentsOf: bytes[line])
        result.append(0x0A)
      }
    }
    return result
  }
}

/// Where a package is from, as a lock names it: no address of a mirror is in it.
public struct PackageOrigin: Hashable, Sendable {
  /// The suite, such as `bookworm-security`.
  public let suite: String
  /// The component, such as `main`.
  public let component: String

  /// An origin from its parts.
  public init(suite: String, component: String) {
    self.suite = suite
    self.component = component
  }
}
