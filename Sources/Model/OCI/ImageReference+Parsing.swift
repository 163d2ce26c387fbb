extension ImageReference {
  /// The reference that a text writes, after variables were expanded.
  ///
  /// The grammar is that of the distribution project's `reference` package:
  /// `[host[:port]/]path[:tag][@digest]`, with Docker's rules for what is a host.
  public init(parsing text: String) throws(ImageReferenceProblem) {
    try self.init(bytes: Array(text.utf8))
  }

  private init(bytes: [UInt8]) throws(ImageReferenceProblem) {
    func problem(_ kind: ImageReferenceProblem.Kind, _ range: Range<Int>) -> ImageReferenceProblem {
      ImageReferenceProblem(kind, range, String(decoding: bytes[range], as: UTF8.self))
    }
    if bytes.isEmpty { throw problem(.empty, 0..<0) }
    let parts = Parts(bytes)
    // A template's blank is part of its placeholder, so placeholders are told first.
    for (part, range) in parts.all where Self.isPlaceholder(bytes[range], part) {
      throw problem(.placeholder(part), range)
    }
    if let dollar = bytes.firstIndex(of: UInt8(ascii: "$")) {
      throw problem(.unexpandedVariable, dollar..<bytes.count)
    }
    if let blank = bytes.firstIndex(where: { $0 <= 0x20 || $0 == 0x7F }) {
      throw problem(.blank, blank..<blank + 1)
    }
    if let end = Self.schemeEnd(bytes) {
      throw problem(.scheme(String(decoding: bytes[..<end], as: UTF8.self)), 0..<end + 3)
    }

    let name = bytes[parts.name]
    if name.count == 64, name.allSatisfy({ $0.isLowerHex }) {
      throw problem(.bareIdentifier, parts.name)
    }
    let slash = name.firstIndex(of: UInt8(ascii: "/"))
    var registry = "docker.io"
    var pathRange = parts.name
    var namesRegistry = false
    if let slash, Self.isHost(bytes[parts.name.lowerBound..<slash]) {
      let host = parts.name.lowerBound..<slash
      guard Self.isWellFormedHost(bytes[host]) else { throw problem(.malformedRegistry, host) }
      registry = String(decoding: bytes[host], as: UTF8.self)
      if registry == "index.docker.io" { registry = "docker.io" }
      pathRange = slash + 1..<parts.name.upperBound
      namesRegistry = true
    }
    if bytes[pathRange].contains(where: { $0.isUpper }) {
      let lower = String(decoding: bytes[pathRange].map { $0.lowered }, as: UTF8.self)
      throw problem(.upperCaseRepository(lowercased: lower), pathRange)
    }
    guard Self.isWellFormedPath(bytes[pathRange]) else { throw problem(.malformedPath, pathRange) }
    var path = String(decoding: bytes[pathRange], as: UTF8.self)
    if registry == "docker.io", !path.utf8.contains(UInt8(ascii: "/")) { path = "library/" + path }
    if path.utf8.count > 255 { throw problem(.pathTooLong, pathRange) }

    var tag: String?
    if let range = parts.tag {
      if range.isEmpty { throw problem(.emptyTag, range.lowerBound - 1..<range.upperBound) }
      guard Self.isWellFormedTag(bytes[range]) else { throw problem(.malformedTag, range) }
      if range.count > 128 { throw problem(.tagTooLong, range) }
      tag = String(decoding: bytes[range], as: UTF8.self)
    }
    var digest: String?
    if let range = parts.digest {
      if let kind = Self.digestProblem(bytes[range]) { throw problem(kind, range) }
      digest = String(decoding: bytes[range], as: UTF8.self)
    }
    self.init(
      registry: registry, path: path, tag: tag, digest: digest, namesRegistry: namesRegistry)
  }

  /// Where the name, the tag and the digest stand, told apart by `@` and by
  /// the first colon after the last slash.
  private struct Parts {
    var name: Range<Int>
    var tag: Range<Int>?
    var digest: Range<Int>?

    init(_ bytes: [UInt8]) {
      var end = bytes.count
      if let at = bytes.firstIndex(of: UInt8(ascii: "@")) {
        digest = at + 1..<bytes.count
        end = at
      }
      let slash = bytes[..<end].lastIndex(of: UInt8(ascii: "/")) ?? -1
      if let colon = bytes[(slash + 1)..<end].firstIndex(of: UInt8(ascii: ":")) {
        tag = colon + 1..<end
        end = colon
      }
      name = 0..<end
    }

    var all: [(ImageReferenceProblem.Part, Range<Int>)] {
      var all: [(ImageReferenceProblem.Part, Range<Int>)] = [(.name, name)]
      if let tag { all.append((.tag, tag)) }
      if let digest { all.append((.digest, digest)) }
      return all
    }
  }

  private static func schemeEnd(_ bytes: [UInt8]) -> Int? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
      colon + 2 < bytes.count, bytes[colon + 1] == UInt8(ascii: "/"),
      bytes[colon + 2] == UInt8(ascii: "/"), bytes[..<colon].allSatisfy({ $0.isAlphanumeric })
    else { return nil }
    return colon
  }
}
