public import Archive
import Host
import OCI
public import Source
public import Streams

/// The steps by which a layer changes what lies below it (OCI image-spec, layer.md).
public final class LayerReader {
  /// What a step does at its path.
  public enum Action: Hashable, Sendable {
    /// Puts a file, folder or link there; a folder keeps what is in it.
    case put(TarEntry)
    /// Hides what lower layers have there.
    case hide
    /// Hides what lower layers have in the folder there.
    case empty
  }

  /// One step.
  public struct Step: Hashable, Sendable {
    /// Where.
    public let path: LayerPath
    /// What.
    public let action: Action
    /// Which entry of the archive says so, from 0.
    public let ordinal: Int

    /// A step from its parts.
    public init(path: LayerPath, action: Action, ordinal: Int) {
      self.path = path
      self.action = action
      self.ordinal = ordinal
    }

    /// The same step with something else done.
    public func replacing(_ action: Action) -> Step {
      Step(path: path, action: action, ordinal: ordinal)
    }
  }

  /// How the blob is compressed.
  public var compression: Compression { plain.compression }
  /// How many bytes of the blob were taken, when all was read.
  public var compressedCount: Int64 { plain.compressedCount }
  /// How many bytes came out of it, when all was read.
  public var plainCount: Int64 { plain.count }
  let what: String
  private let plain: Decompressor
  private let tar: TarReader
  private let limits: LayerLimits
  private let hasMarks: Bool
  private var ordinal = -1

  /// Opens a layer.
  /// - Parameters:
  ///   - layer: The layer; its first bytes tell how it is compressed, as Docker has it, and not its
  ///     media type.
  ///   - checksDiffID: Whether what comes out is held to the digest in the configuration.
  ///   - isAhead: Whether it is decompressed ahead, on a thread of its own.
  ///   - limits: How much it may ask for.
  public init(
    _ layer: LayerBlob, checksDiffID: Bool = false, isAhead: Bool = false,
    limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    what = layer.name
    self.limits = limits
    hasMarks = true
    plain = try Decompressor(try layer.open(), what: what, limits: limits.decompression)
    let stream: any ByteStream = isAhead ? BackgroundStream(plain) : plain
    if checksDiffID, let digest = layer.diffID {
      let checked = VerifiedStream(stream, digest: digest, size: nil, what: what + ", unpacked,")
      tar = TarReader(checked, what: what, limits: limits.archive)
    } else {
      tar = TarReader(stream, what: what, limits: limits.archive)
    }
  }

  /// Opens an archive that is no layer: names that mark deletions in layers are refused.
  /// - Parameters:
  ///   - archive: The archive, compressed or not.
  ///   - what: What it is, for failures, such as "the archive `rootfs.tar`".
  ///   - limits: How much it may ask for.
  public init(
    archive: any ByteStream, what: String, limits: LayerLimits = LayerLimits()
  ) throws(Failure) {
    self.what = what
    self.limits = limits
    hasMarks = false
    plain = try Decompressor(archive, what: what, limits: limits.decompression)
    tar = TarReader(plain, what: what, limits: limits.archive)
  }

  /// The next step; nil at the end, after the last byte was read and checked.
  /// - Throws: `Failure` when the layer is damaged, hostile or not the one that was asked for.
  public func next() throws(Failure) -> Step? {
    while let entry = try tar.next() {
      ordinal += 1
      let path = try LayerPath(entry.path, limits: limits)
      if case .other(let letter) = entry.kind {
        throw LayerPath.refusal(
          entry.path, "it is of the unknown kind `\(Character(UnicodeScalar(letter)))`")
      }
      guard let last = path.last else {
        // Tools have written such entries, and tar passes over them.
        if !hasMarks, entry.path.bytes.isEmpty { continue }
        // Only a folder can be the root.
        if entry.kind != .folder { throw LayerPath.refusal(entry.path, "the root is a folder") }
        return Step(path: path, action: .put(entry), ordinal: ordinal)
      }
      if path.names.contains(where: { Whiteout.isMark($0) }) {
        guard let step = try whiteout(path, last) else { continue }
        return step
      }
      return Step(path: path, action: .put(entry), ordinal: ordinal)
    }
    return nil
  }

  /// The next piece of the content of the last step's file; nil at its end.
  public func read() throws(Failure) -> ArraySlice<UInt8>? { try tar.read() }

  /// The content of the last step's file as a stream, until `next` is called.
  public var content: any ByteStream { tar.content }

  private func whiteout(_ path: LayerPath, _ last: RawName) throws(Failure) -> Step? {
    if !hasMarks {
      throw LayerPath.refusal(path.raw, "in an image its name would mark a deletion")
    }
    if last.bytes == Whiteout.opaque {
      return Step(path: path.parent, action: .empty, ordinal: ordinal)
    }
    // The other names with two marks were notes of AUFS to itself.
    if path.names.contains(where: { $0.bytes.starts(with: Whiteout.note) }) { return nil }
    if path.names.dropLast().contains(where: { Whiteout.isMark($0) }) {
      throw LayerPath.refusal(path.raw, "a mark of deletion cannot be a folder")
    }
    guard let name = RawName(last.bytes.dropFirst(Whiteout.mark.count)) else {
      throw LayerPath.refusal(path.raw, "it marks nothing that can be deleted")
    }
    return Step(path: path.parent.appending(name), action: .hide, ordinal: ordinal)
  }
}

/// The names by which a layer says that something is gone.
enum Whiteout {
  static let mark = Array(".wh.".utf8)
  static let note = Array(".wh..wh.".utf8)
  static let opaque = Array(".wh..wh..opq".utf8)
  static func isMark(_ name: RawName) -> Bool {
    name.bytes[0] == 46 && name.bytes.starts(with: mark)
  }
}
