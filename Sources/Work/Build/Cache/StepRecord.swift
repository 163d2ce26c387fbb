import Documents
import OCI
import Source

/// What is known of a step that was done: where its layer is, and what the step hung on.
struct StepRecord: Sendable {
  /// A stored form of the layer.
  struct Stored: Hashable, Sendable {
    /// The blob.
    var descriptor: Descriptor
    /// The digest of its archive.
    var diffID: Digest
    /// The marks of the secrets that it was searched for, and does not have.
    var searched: Set<String> = []
  }

  /// What the step hung on, part by part, so that a miss can be explained.
  struct Part: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// The forms that are stored, by the way that their times were written and they were compressed.
  var stored: [String: Stored] = [:]
  /// The parts of its key.
  var parts: [Part] = []
  /// The marks of the files that it took, by path.
  var files: [(path: String, mark: String)] = []
  /// How long it took, in milliseconds.
  var milliseconds = 0
  /// What names the folder of its files, where that is not the key: a step that is done once more gets
  /// a folder of its own, since builds may be using that of before.
  var snapshot: Digest?

  /// A record with nothing in it.
  init() {}

  /// The record of a document; nil where it is none.
  init?(_ bytes: [UInt8]) {
    guard let json = try? JSON(reading: bytes, name: "step"), json.object != nil else { return nil }
    guard let stored = Self.stored(json["stored"]) else { return nil }
    self.stored = stored
    for member in json["parts"]?.object ?? [] {
      parts.append(Part(name: member.key, value: member.value.string ?? ""))
    }
    for member in json["files"]?.object ?? [] {
      files.append((member.key, member.value.string ?? ""))
    }
    snapshot = json["snapshot"]?.string.flatMap { Digest($0) }
    milliseconds = json["milliseconds"]?.numberText.flatMap { Int($0) } ?? 0
  }

  /// The stored forms of a document; nil where one is none.
  static func stored(_ json: JSON?) -> [String: Stored]? {
    var stored: [String: Stored] = [:]
    for member in json?.object ?? [] {
      guard let text = member.value["diffID"]?.string, let diffID = Digest(text),
        let value = member.value["blob"], let descriptor = try? Descriptor(value, "a step")
      else { return nil }
      let searched = member.value["searched"]?.array?.compactMap(\.string) ?? []
      stored[member.key] = Stored(
        descriptor: descriptor, diffID: diffID, searched: Set(searched))
    }
    return stored
  }

  /// The stored forms as a document has them.
  var storedJSON: JSON {
    .object(
      stored.sorted { $0.key < $1.key }.map {
        .init(
          $0.key,
          [
            "blob": $0.value.descriptor.json, "diffID": .string($0.value.diffID.description),
            "searched": .array($0.value.searched.sorted().map { .string($0) }),
          ])
      })
  }

  /// The same record with more stored forms; those that it has stay.
  func adding(_ more: [String: Stored]) -> StepRecord {
    var record = self
    record.stored.merge(more) { own, _ in own }
    return record
  }

  var json: JSON {
    .object([
      .init("stored", storedJSON),
      .init("milliseconds", .number(Int64(milliseconds))),
      .init("snapshot", snapshot.map { .string($0.description) } ?? .null),
      .init("parts", .object(parts.map { .init($0.name, .string($0.value)) })),
      .init("files", .object(files.map { .init($0.path, .string($0.mark)) })),
    ])
  }
}
