import Documents
import Host
import Source

extension ContentStore {
  /// A transfer as the journal keeps it, for metrics.
  public struct JournalEntry: Hashable, Sendable {
    /// What was done, such as `pull` or `push`.
    public var action: String
    /// The image, by its name in full.
    public var name: String
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    public var started: Int64
    /// How long it took, in milliseconds.
    public var milliseconds: Int
    /// Why it failed; nil where it was done.
    public var failure: String?

    /// An entry from its parts.
    public init(
      action: String, name: String, started: Int64, milliseconds: Int, failure: String?
    ) {
      self.action = action
      self.name = name
      self.started = started
      self.milliseconds = milliseconds
      self.failure = failure
    }

    var json: JSON {
      [
        "schema": "hardstand.transfer/1", "action": .string(action), "name": .string(name),
        "started": .number(started), "milliseconds": .number(milliseconds),
        "succeeded": .bool(failure == nil),
        "failure": failure.map { .string($0) } ?? .null,
      ]
    }
  }

  /// The bytes that a journal may have before the older half of its lines goes.
  static let journalLimit = 4 << 20

  /// Adds an entry to the journal. One that cannot be written is left out: the image matters more.
  public func note(_ entry: JournalEntry) {
    let file = path("journal.jsonl")
    guard let lock = try? FileLock.wait(path("journal.lock"), .exclusive) else { return }
    defer { withExtendedLifetime(lock) {} }
    var bytes = (try? Files.read(file, limit: ContentStore.journalLimit * 2)) ?? []
    if bytes.count > ContentStore.journalLimit {
      let half = bytes[(bytes.count / 2)...]
      bytes = Array(half.drop { $0 != 0x0A }.dropFirst())
    }
    try? Files.write(bytes + entry.json.bytes() + [0x0A], to: file)
  }

  /// The entries of the journal, the oldest first; lines that are none are left out.
  public func journal() -> [JournalEntry] {
    let bytes = (try? Files.read(path("journal.jsonl"), limit: ContentStore.journalLimit * 2)) ?? []
    return bytes.split(separator: 0x0A).compactMap { line in
      guard let json = try? JSON(reading: Array(line), name: "journal"),
        let action = json["action"]?.string, let name = json["name"]?.string
      else { return nil }
      return JournalEntry(
        action: action, name: name, started: json["started"]?.numberText.flatMap { Int64($0) } ?? 0,
        milliseconds: json["milliseconds"]?.int ?? 0,
        failure: json["failure"]?.string)
    }
  }
}
