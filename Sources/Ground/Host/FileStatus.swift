#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the file system knows of a path.
public struct FileStatus: Hashable, Sendable {
  /// The kinds of things a path can name.
  public enum Kind: String, Hashable, Sendable {
    /// A regular file.
    case file
    /// A folder.
    case folder
    /// A symbolic link that was not followed.
    case link
    /// A named pipe (FIFO).
    case pipe
    /// A socket.
    case socket
    /// A character or block device.
    case device
    /// Anything else.
    case other
  }

  /// The pair of numbers that names a file whatever path leads to it.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64

    /// The pair as text.
    public var text: String { "\(device):\(inode)" }
  }

  /// What it is.
  public let kind: Kind
  /// Its length in bytes; 0 for what has none.
  public let size: Int
  /// Its permission bits, 0 to 0o7777.
  public let mode: UInt32
  /// The number of its owner.
  public let owner: UInt32
  /// The number of its group.
  public let group: UInt32
  /// When its content was last changed, in seconds since 1970-01-01T00:00:00Z.
  public let modified: Int64
  /// What names it whatever path leads to it.
  public let identity: Identity
  /// The nanoseconds after those seconds.
  public let modifiedNanoseconds: Int32
  /// When anything of it was last changed, in nanoseconds since 1970-01-01T00:00:00Z.
  public let changedNanoseconds: Int64
  /// How many names it has.
  public let linkCount: Int
  /// The number of a device; 0 for all else.
  public let device: UInt64
  /// Whether a device is one of blocks.
  public let isBlockDevice: Bool

  /// The two parts of the number of a device.
  public var deviceParts: (major: UInt32, minor: UInt32) {
    #if canImport(Darwin)
      (UInt32(device >> 24 & 0xFF), UInt32(device & 0xFF_FFFF))
    #else
      (
        UInt32(truncatingIfNeeded: device >> 8 & 0xFFF | device >> 32 & ~0xFFF),
        UInt32(truncatingIfNeeded: device & 0xFF | device >> 12 & ~0xFF)
      )
    #endif
  }

  init(_ raw: stat) {
    kind =
      switch UInt32(raw.st_mode) & 0o170000 {
      case 0o100000: .file
      case 0o040000: .folder
      case 0o120000: .link
      case 0o010000: .pipe
      case 0o140000: .socket
      case 0o020000, 0o060000: .device
      default: .other
      }
    size = Int(raw.st_size)
    mode = UInt32(raw.st_mode) & 0o7777
    owner = raw.st_uid
    group = raw.st_gid
    #if canImport(Darwin)
      let time = raw.st_mtimespec
      let change = raw.st_ctimespec
    #else
      let time = raw.st_mtim
      let change = raw.st_ctim
    #endif
    modified = Int64(time.tv_sec)
    modifiedNanoseconds = Int32(time.tv_nsec)
    changedNanoseconds = Int64(change.tv_sec) * 1_000_000_000 + Int64(change.tv_nsec)
    linkCount = Int(raw.st_nlink)
    device = kind == .device ? UInt64(truncatingIfNeeded: raw.st_rdev) : 0
    isBlockDevice = UInt32(raw.st_mode) & 0o170000 == 0o060000
    identity = Identity(
      device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(truncatingIfNeeded: raw.st_ino))
  }

  static func of(descriptor: Int32) throws(SystemError) -> FileStatus {
    var raw = stat()
    if fstat(descriptor, &raw) != 0 { throw .last }
    return FileStatus(raw)
  }

  static func of(path: String, followingLink: Bool) throws(SystemError) -> FileStatus {
    // The C library would see the path only up to the null byte.
    if path.utf8.contains(0) { throw SystemError(code: ENOENT) }
    var raw = stat()
    let result = followingLink ? stat(path, &raw) : lstat(path, &raw)
    if result != 0 { throw .last }
    return FileStatus(raw)
  }
}
