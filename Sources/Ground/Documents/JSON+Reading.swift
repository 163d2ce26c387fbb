public import Source

extension JSON {
  /// What a reader accepts.
  public struct Reading: Hashable, Sendable {
    /// What happens where a key or an escape says something that JSON leaves open.
    public enum Tolerance: Hashable, Sendable {
      /// It is taken.
      case accept
      /// It is an error.
      case refuse
    }

    /// Whether an object may repeat a key; all its members are kept.
    public var repeatedKeys: Tolerance
    /// Whether an escape may name half of a surrogate pair, which reads as U+FFFD.
    public var loneSurrogates: Tolerance
    /// How deep arrays and objects may nest.
    public var maximumDepth: Int
    /// How many bytes a document may have.
    public var maximumBytes: Int

    /// The limits; as they stand they fit any document made for people or machines.
    public init(
      repeatedKeys: Tolerance = .accept, loneSurrogates: Tolerance = .accept,
      maximumDepth: Int = 256, maximumBytes: Int = 1 << 30
    ) {
      self.repeatedKeys = repeatedKeys
      self.loneSurrogates = loneSurrogates
      self.maximumDepth = maximumDepth
      self.maximumBytes = maximumBytes
    }
  }

  /// The value of a document in UTF-8, read strictly after RFC 8259; a byte-order mark is skipped.
  ///
  /// - Throws: `Failure` with the line and column of the first error, under `name`.
  public init(
    reading bytes: [UInt8], name: String, _ reading: Reading = Reading()
  ) throws(Failure) {
    var reader = JSONReader(bytes, reading)
    do {
      self = try reader.document()
    } catch {
      let place = SourceText(name: name, bytes: error.isSize ? [] : bytes)
      throw Failure("\(error.what)", in: place, at: error.offset, hint: error.hint)
    }
  }

  /// The value of a document, read strictly after RFC 8259.
  ///
  /// - Throws: `Failure` with the line and column of the first error, under `name`.
  public init(
    reading text: String, name: String, _ reading: Reading = Reading()
  ) throws(Failure) {
    try self.init(reading: Array(text.utf8), name: name, reading)
  }

  /// The value of a document, read strictly after RFC 8259.
  ///
  /// - Throws: `Failure` with the line and column of the first error.
  public init(reading source: SourceText, _ reading: Reading = Reading()) throws(Failure) {
    try self.init(reading: source.bytes, name: source.name, reading)
  }
}
