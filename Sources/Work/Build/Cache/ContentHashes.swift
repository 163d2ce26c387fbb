import Archive
import Crypto
import Host
import Layers
import Source
import Synchronization

/// The digests of the files of a context as they were when they were last read, so that what has not
/// changed is not read again.
///
/// A file counts as the same while its size, its time and the time of its last change are; a file that
/// was changed within the last two seconds before it was read is read again, since the clock of the
/// file system may not tell a later change apart.
final class ContentHashes: Sendable {
  private struct Known: Sendable {
    let stamp: FileStamp
    let hash: [UInt8]
  }

  private struct State: Sendable {
    var known: [LayerPath: Known] = [:]
    var isChanged = false
  }

  private let file: String?
  private let state: Mutex<State>
  private static let mark = Array("hardstand hashes 1\n".utf8)
  private static let limit = 512 << 20

  /// The digests that a file holds; none where it is missing or damaged.
  /// - Parameter file: Where they are kept; nil where they go with the value.
  init(file: String?) {
    self.file = file
    var state = State()
    if let file, let bytes = try? Files.read(file, limit: Self.limit) {
      Self.read(bytes, into: &state.known)
    }
    self.state = Mutex(state)
  }

  /// The digest of a file that has not changed; nil where it must be read.
  func hash(_ path: LayerPath, _ file: TreeFile) -> [UInt8]? {
    guard let stamp = file.stamp else { return nil }
    return state.withLock { state in
      guard let known = state.known[path], known.stamp == stamp else { return nil }
      return known.hash
    }
  }

  /// Notes the digest of a file.
  /// - Parameter started: When it was begun to be read, in seconds since 1970.
  func note(_ path: LayerPath, _ file: TreeFile, _ hash: [UInt8], started: Int64) {
    guard let stamp = file.stamp else { return }
    if max(stamp.modified, stamp.changed) > (started - 2) * 1_000_000_000 { return }
    state.withLock { state in
      state.known[path] = Known(stamp: stamp, hash: hash)
      state.isChanged = true
    }
  }

  /// Writes the digests down where some are new; a failure costs only time later.
  func save() {
    let (isChanged, known) = state.withLock { ($0.isChanged, $0.known) }
    guard let file, isChanged, known.count < 2_000_000 else { return }
    var bytes = Self.mark
    for (path, entry) in known {
      let text = path.raw.bytes
      guard text.count < 65_536 else { continue }
      bytes.append(UInt8(text.count >> 8))
      bytes.append(UInt8(text.count & 0xFF))
      bytes += text
      for value in [entry.stamp.size, entry.stamp.modified, entry.stamp.changed] {
        Self.append(value, to: &bytes)
      }
      bytes += entry.hash
    }
    try? Files.makeFolder(Paths.folder(of: file))
    try? Files.writeQuickly(bytes, to: file)
  }

  private static func append(_ value: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
    }
  }

  private static func read(_ bytes: [UInt8], into known: inout [LayerPath: Known]) {
    guard bytes.starts(with: mark) else { return }
    var index = mark.count
    func number() -> Int64 {
      var value: Int64 = 0
      for byte in bytes[index..<index + 8] { value = value << 8 | Int64(byte) }
      index += 8
      return value
    }
    while index + 2 <= bytes.count {
      let length = Int(bytes[index]) << 8 | Int(bytes[index + 1])
      index += 2
      guard index + length + 56 <= bytes.count else { return }
      let path = try? LayerPath(RawPath(bytes[index..<index + length]))
      index += length
      let (size, modified, changed) = (number(), number(), number())
      if let path {
        known[path] = Known(
          stamp: FileStamp(size: size, modified: modified, changed: changed),
          hash: Array(bytes[index..<index + 32]))
      }
      index += 32
    }
  }
}
