public import Source
public import Streams

#if os(Linux)
  import CLinux
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is written piece by piece, and held by a lock meanwhile.
public final class WritableFile: ByteSink {
  /// The path it was opened by.
  public let path: String
  private let descriptor: FileDescriptor
  /// What takes the file away when nobody holds it any more; nil where it stays. Whoever needs the
  /// bytes longer than the value holds this.
  public let temporary: TemporaryFile?
  /// Bytes since the system was last told to begin writing them to the disk.
  private var unsent = 0
  private static let sendingSize = 8 << 20
  /// Whether the disk is set to work while more bytes come, so that `synchronize` has little left to
  /// wait for.
  public var sendsEarly = false

  private init(_ path: String, _ descriptor: FileDescriptor, isTemporary: Bool) {
    self.path = path
    self.descriptor = descriptor
    temporary = isTemporary ? TemporaryFile(path) : nil
  }

  deinit { descriptor.close() }

  /// Makes a new file, which nobody else holds.
  /// - Parameters:
  ///   - path: Where nothing may be.
  ///   - mode: The permission bits, before the umask.
  ///   - isTemporary: Whether the file goes with the value, or with the program when a signal ends it,
  ///     unless it is moved before.
  /// - Throws: `Failure` when it cannot be made.
  public static func create(
    _ path: String, mode: UInt32 = 0o666, isTemporary: Bool = false
  ) throws(Failure) -> WritableFile {
    let number = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    if number < 0 { throw SystemError.last.failure("cannot write `\(path)`") }
    _ = flock(number, LOCK_EX)
    return WritableFile(path, FileDescriptor(number: number), isTemporary: isTemporary)
  }

  /// Opens a file to go on writing at its end, once nobody else holds it.
  ///
  /// Whoever held it may have moved or removed it, so the file is made anew where the path names
  /// another one by then.
  /// - Throws: `Failure` when it cannot be opened.
  public static func resume(_ path: String, mode: UInt32 = 0o666) throws(Failure) -> WritableFile {
    while true {
      let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
      if number < 0 { throw SystemError.last.failure("cannot write `\(path)`") }
      let descriptor = FileDescriptor(number: number)
      while flock(number, LOCK_EX) != 0, errno == EINTR {}
      if let held = try? FileStatus.of(descriptor: number), let named = Files.statusOfLink(path),
        held.identity == named.identity
      {
        lseek(number, 0, SEEK_END)
        return WritableFile(path, descriptor, isTemporary: false)
      }
      descriptor.close()
    }
  }

  /// The bytes of the file.
  public var size: Int64 {
    (try? FileStatus.of(descriptor: descriptor.number)).map { Int64($0.size) } ?? 0
  }

  /// Adds bytes at the place where writing is.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    do throws(SystemError) {
      try descriptor.write(bytes)
    } catch {
      throw error.failure("cannot write `\(path)`")
    }
    unsent += bytes.count
    if sendsEarly, unsent >= WritableFile.sendingSize { beginWriteback() }
  }

  private func beginWriteback() {
    unsent = 0
    #if os(Linux)
      _ = clinux_sync_file_range(descriptor.number, 0, 0, 2)
    #endif
  }

  /// Forgets all that was written.
  /// - Throws: `Failure` when the file cannot be cut.
  public func truncate() throws(Failure) {
    if ftruncate(descriptor.number, 0) != 0 || lseek(descriptor.number, 0, SEEK_SET) != 0 {
      throw SystemError.last.failure("cannot write `\(path)`")
    }
  }

  /// Waits until the bytes are on the disk.
  /// - Throws: `Failure` when they cannot be brought there.
  public func synchronize() throws(Failure) {
    #if os(Linux)
      let result = fdatasync(descriptor.number)
    #else
      let result = fsync(descriptor.number)
    #endif
    if result != 0, errno != EINVAL { throw SystemError.last.failure("cannot write `\(path)`") }
  }

  /// Gives the file its last name and mode; what had that name is replaced.
  /// - Throws: `Failure` when it cannot be renamed.
  public func move(to target: String, mode: UInt32) throws(Failure) {
    if fchmod(descriptor.number, mode_t(mode)) != 0 || rename(path, target) != 0 {
      throw SystemError.last.failure("cannot write `\(target)`")
    }
    temporary?.keep()
  }

  /// Takes the file away.
  public func discard() { unlink(path) }
}
