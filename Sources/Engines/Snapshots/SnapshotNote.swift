import Host
import OCI
import Source

/// What is noted of a snapshot beside its files: whether they reached the disk.
///
/// Nobody waits for the disk while a snapshot is made, so after a power cut some of its files may be
/// empty. The kernel writes what is older than half a minute; so a snapshot that was seen whole some
/// minutes later, without a start of the machine between, stays good.
struct SnapshotNote {
  /// The start of the machine in which the snapshot was made; nil once it is known to be on the disk.
  let start: String?
  /// When the note was written, in seconds since 1970.
  let written: Int64

  private static let settled = "settled"
  private static let settlingTime: Int64 = 600

  /// The start of the machine that holds now (random(4), "boot_id"); empty where the system tells none.
  static let currentStart: String = {
    let path = "/proc/sys/kernel/random/boot_id"
    let bytes = (try? Files.read(path, limit: 256, special: .allowed)) ?? []
    return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
  }()

  /// Reads a note; nil where there is none.
  init?(_ path: String) {
    guard let status = Files.statusOfLink(path), let bytes = try? Files.read(path, limit: 256)
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    start = text == SnapshotNote.settled ? nil : text
    written = status.modified
  }

  /// Whether the snapshot can be trusted.
  var isGood: Bool { start == nil || start == SnapshotNote.currentStart }

  /// Whether it can be noted as being on the disk by now.
  var canSettle: Bool {
    start == SnapshotNote.currentStart
      && System.secondsSince1970 - written > SnapshotNote.settlingTime
  }

  /// Notes a snapshot that was made now.
  static func make(_ path: String) throws(Failure) {
    try Files.writeQuickly(Array(currentStart.utf8), to: path)
  }

  /// Notes that a snapshot is on the disk.
  static func settle(_ path: String) { try? Files.writeQuickly(Array(settled.utf8), to: path) }
}
