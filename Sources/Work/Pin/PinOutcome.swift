public import Source

/// What was found out about the images of one file, and what its text becomes.
public struct PinOutcome: Sendable {
  /// One reference of the file.
  public struct Entry: Sendable {
    /// What the image is taken as.
    public let role: PinPlace.Role
    /// The reference as it is read before, variables replaced.
    public let text: String
    /// Where it stands in the text before.
    public let range: SourceRange
    /// How it stands.
    public internal(set) var status: PinStatus
    /// The reference as it is read afterwards, where it is written anew.
    public internal(set) var result: String?
  }

  /// The file before.
  public let source: SourceText
  /// What kind of file it is.
  public let kind: PinDocument.Kind
  /// The bytes after; those of `source` where nothing is written.
  public let bytes: [UInt8]
  /// The references in the order of the source.
  public let entries: [Entry]

  /// Whether the bytes differ.
  public var isChanged: Bool { bytes != source.bytes }

  /// Whether a reference has no digest, another one than its tag stands for, or is not there for a
  /// platform.
  public var hasFindings: Bool {
    entries.contains {
      switch $0.status {
      case .unpinned, .moved, .lacking: true
      default: false
      }
    }
  }

  /// Whether a reference is not there for a platform.
  public var lacksPlatforms: Bool {
    entries.contains { if case .lacking = $0.status { true } else { false } }
  }
}
