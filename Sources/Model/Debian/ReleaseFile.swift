import Documents
public import Source

/// What a `Release` file says of a suite of an archive (Debian's repository format).
public struct ReleaseFile: Hashable, Sendable {
  /// A file that it vouches for.
  public struct Entry: Hashable, Sendable {
    /// The SHA-256 in hexadecimal.
    public let sha256: String
    /// The bytes.
    public let size: Int64

    /// An entry from its parts.
    public init(sha256: String, size: Int64) {
      self.sha256 = sha256
      self.size = size
    }
  }

  /// Who publishes it, such as `Debian`; empty where that is not said.
  public let origin: String
  /// The name of the suite, such as `oldstable`; empty where that is not said.
  public let suite: String
  /// The name that the suite keeps, such as `bookworm`; empty where that is not said.
  public let codename: String
  /// When it was made, in seconds since 1970-01-01T00:00:00Z; nil where that is not said.
  public let date: Int64?
  /// Until when it may be believed; nil for ever.
  public let validUntil: Int64?
  /// The architectures.
  public let architectures: [String]
  /// The components.
  public let components: [String]
  /// Whether files also lie under their digests.
  public let hasByHash: Bool
  /// Whether packages for all architectures are listed with those of each one.
  public let listsAllWithEach: Bool
  /// The files, by their paths below the folder of the suite.
  public let files: [String: Entry]

  /// Reads a file, without its signature.
  /// - Throws: `Failure` when it is no such file, or lists no SHA-256.
  public init(_ source: SourceText) throws(Failure) {
    let what = "cannot read `\(source.name)`"
    guard let paragraph = try ControlParagraph.parse(source).first else {
      throw Failure(what, because: ["it is empty"])
    }
    origin = paragraph["Origin"] ?? ""
    suite = paragraph["Suite"] ?? ""
    codename = paragraph["Codename"] ?? ""
    func time(_ field: String) throws(Failure) -> Int64? {
      guard let text = paragraph[field] else { return nil }
      guard let time = MailDate.seconds(text) else {
        throw Failure(what, because: ["its field `\(field)` is no date: `\(text)`"])
      }
      return time
    }
    date = try time("Date")
    validUntil = try time("Valid-Until")
    architectures = paragraph.words("Architectures")
    components = paragraph.words("Components")
    hasByHash = paragraph["Acquire-By-Hash"] == "yes"
    listsAllWithEach =
      !architectures.contains("all")
      || paragraph.words("No-Support-for-Architecture-all").contains("Packages")
    guard let list = paragraph["SHA256"] else {
      throw Failure(
        what, because: ["it lists no files by SHA-256"],
        hint: "use an archive that is kept by the rules of today")
    }
    var files: [String: Entry] = [:]
    for line in list.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count == 3, words[0].utf8.count == 64, let size = Int64(words[1]), size >= 0
      else { throw Failure(what, because: ["a line of its list of files is not well formed"]) }
      files[String(words[2])] = Entry(sha256: words[0].lowercased(), size: size)
    }
    self.files = files
  }
}
