public import Source

/// A place that packages come from, as an entry of apt's sources has it (sources.list(5)).
public struct AptSource: Hashable, Sendable {
  /// Which keys an archive must be signed with.
  public enum Trust: Hashable, Sendable {
    /// Those that the machine trusts for every archive.
    case machine
    /// Those in these files.
    case files([String])
    /// Those of this text, in ASCII armour.
    case inline(String)
    /// Any or none, as `[trusted=yes]` asks for.
    case anybody
  }

  /// The root of the archive, without a slash at its end.
  public let uri: String
  /// The suite, such as `bookworm-security`.
  public let suite: String
  /// The components, such as `main`.
  public let components: [String]
  /// The architectures, by Debian's names; empty for those of the machine.
  public let architectures: [String]
  /// Who must have signed it.
  public let trust: Trust
  /// Whether the end of the time for which it may be believed counts; nil for as usual.
  public let checksValidUntil: Bool?

  /// A source from its parts.
  public init(
    uri: String, suite: String, components: [String], architectures: [String] = [],
    trust: Trust = .machine, checksValidUntil: Bool? = nil
  ) {
    var uri = uri
    while uri.hasSuffix("/") { uri.removeLast() }
    self.uri = uri
    self.suite = suite
    self.components = components
    self.architectures = architectures
    self.trust = trust
    self.checksValidUntil = checksValidUntil
  }

  /// The sources of binary packages of a file in the style of one line each, `deb URI SUITE COMPONENT…`.
  /// - Throws: `Failure` with the line that cannot be understood.
  public static func parse(list source: SourceText) throws(Failure) -> [AptSource] {
    var sources: [AptSource] = []
    var offset = 0
    for raw in source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { offset += raw.count + 1 }
      let line = String(decoding: raw.prefix { $0 != UInt8(ascii: "#") }, as: UTF8.self)
      var words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
      guard words.first == "deb" else { continue }
      words.removeFirst()
      var options: [(String, String)] = []
      if words.first?.hasPrefix("[") == true {
        guard let end = words.firstIndex(where: { $0.hasSuffix("]") }) else {
          throw trouble(source, offset, "its options are not closed with `]`")
        }
        let text = words[...end].joined(separator: " ").dropFirst().dropLast()
        for option in text.split(separator: " ") {
          let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
          if parts.count == 2 { options.append((parts[0].lowercased(), parts[1])) }
        }
        words.removeSubrange(...end)
      }
      guard words.count >= 2 else {
        throw trouble(source, offset, "it needs an address, a suite and components")
      }
      func option(_ name: String) -> String? { options.last { $0.0 == name }?.1 }
      sources.append(
        AptSource(
          uri: words[0], suite: words[1], components: Array(words[2...]),
          architectures: option("arch")?.split(separator: ",").map(String.init) ?? [],
          trust: trust(option("signed-by"), trusted: option("trusted"), separator: ","),
          checksValidUntil: option("check-valid-until").map(isYes)))
    }
    return sources
  }

  /// The sources of binary packages of a file in the style of paragraphs (deb822).
  /// - Throws: `Failure` with the line that cannot be understood.
  public static func parse(paragraphs source: SourceText) throws(Failure) -> [AptSource] {
    var sources: [AptSource] = []
    for paragraph in try ControlParagraph.parse(source) {
      guard paragraph.words("Types").contains("deb") else { continue }
      if let enabled = paragraph["Enabled"], !isYes(enabled) { continue }
      let uris = paragraph.words("URIs")
      let suites = paragraph.words("Suites")
      if uris.isEmpty || suites.isEmpty {
        let line = paragraph.fields.first?.line ?? 1
        throw trouble(
          source, source.lineRange(line).lowerBound, "it needs the fields `URIs` and `Suites`")
      }
      let trust = trust(
        paragraph["Signed-By"], trusted: paragraph["Trusted"], separator: " ")
      for uri in uris {
        for suite in suites {
          sources.append(
            AptSource(
              uri: uri, suite: suite, components: paragraph.words("Components"),
              architectures: paragraph.words("Architectures"), trust: trust,
              checksValidUntil: paragraph["Check-Valid-Until"].map(isYes)))
        }
      }
    }
    return sources
  }

  private static func trust(
    _ signers: String?, trusted: String?, separator: Character
  ) -> Trust {
    if let trusted, isYes(trusted) { return .anybody }
    guard let signers, !signers.isEmpty else { return .machine }
    if signers.contains("-----BEGIN PGP") { return .inline(signers) }
    // A fingerprint narrows the keys of the machine; those are taken as they are.
    let files = signers.split { $0 == separator || $0 == "\n" || $0 == "," }.map(String.init)
      .filter { $0.hasPrefix("/") }
    return files.isEmpty ? .machine : .files(files)
  }

  private static func isYes(_ text: String) -> Bool {
    ["yes", "true", "with", "on", "enable", "1"].contains(text.lowercased())
  }

  private static func trouble(_ source: SourceText, _ offset: Int, _ reason: String) -> Failure {
    Failure(
      "cannot understand an entry of `\(source.name)`", in: source, at: offset, because: [reason],
      hint: "correct the entry as sources.list(5) describes it")
  }
}
