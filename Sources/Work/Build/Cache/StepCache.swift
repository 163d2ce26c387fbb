import Documents
import Host
import OCI
import Source

/// The records of steps that were done, below a folder of the store.
///
/// Every file is written as a whole under another name and then moved, so that builds at the same time
/// and builds that are killed leave only whole records.
struct StepCache: Sendable {
  /// The folder.
  let folder: String

  init(_ folder: String) { self.folder = folder }

  private func file(_ kind: String, _ name: String) -> String {
    Paths.join(folder, "\(kind)/\(name.prefix(2))/\(name)")
  }

  /// The record of a key; nil where there is none, or it is damaged.
  func record(_ key: Digest) -> StepRecord? {
    let file = file("steps", key.hex)
    guard let bytes = try? Files.read(file, limit: 256 << 20) else { return nil }
    Files.touch(file)
    return StepRecord(bytes)
  }

  /// Writes a record down; a failure costs only time later.
  ///
  /// What the step hung on is not among it: the key says that, and a hit need not read it.
  func save(_ record: StepRecord, _ key: Digest) {
    var known = StepRecord()
    known.stored = record.stored
    known.milliseconds = record.milliseconds
    known.snapshot = record.snapshot
    save(known.json, "steps", key.hex)
  }

  /// Forgets a record.
  func forget(_ key: Digest) { try? Files.remove(file("steps", key.hex)) }

  /// A short text that is known under a key.
  func text(_ kind: String, _ key: Digest) -> String? {
    let file = file(kind, key.hex)
    guard let bytes = try? Files.read(file, limit: 1 << 20) else { return nil }
    Files.touch(file)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a short text down.
  func save(_ text: String, _ kind: String, _ key: Digest) {
    write(Array(text.utf8), file(kind, key.hex))
  }

  /// Where the digests of the files of a context are kept.
  func hashes(of context: ContextRoot) -> ContentHashes {
    if context.isPassing { return ContentHashes(file: nil) }
    return ContentHashes(file: file("hashes", Digest(of: Array(context.path.utf8)).hex))
  }

  private func save(_ json: JSON, _ kind: String, _ name: String) {
    write(json.bytes(), file(kind, name))
  }

  private func write(_ bytes: [UInt8], _ file: String) {
    do throws(Failure) {
      // Nobody waits for the disk: what a power cut leaves of a record is none, and costs a step.
      do throws(Failure) {
        try Files.writeQuickly(bytes, to: file)
      } catch {
        try Files.makeFolder(Paths.folder(of: file))
        try Files.writeQuickly(bytes, to: file)
      }
    } catch {
      // A cache that cannot be written makes the next build slower, and is no reason to fail this one.
    }
  }
}
