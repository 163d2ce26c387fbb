public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock on a file that other processes, and other locks of this one, honour (`flock`).
///
/// The kernel gives it back when the process ends, however it ends.
public final class FileLock: Sendable {
  /// Who else may hold it.
  public enum Kind: Sendable {
    /// Others that share it.
    case shared
    /// Nobody.
    case exclusive
  }

  private let descriptor: FileDescriptor

  private init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

  /// Waits for the lock and takes it; a file is made where nothing is.
  /// - Throws: `Failure` when the file cannot be opened or locked.
  public static func wait(_ path: String, _ kind: Kind) throws(Failure) -> FileLock {
    do throws(SystemError) {
      // Whoever waits gets it in the end.
      guard let descriptor = try take(path, kind, waiting: true) else { throw .last }
      return FileLock(descriptor)
    } catch {
      throw error.failure("cannot lock `\(path)`")
    }
  }

  /// Takes the lock where nobody stands in the way.
  /// - Returns: The lock; nil while another holds it.
  /// - Throws: `Failure` when the file cannot be opened or locked.
  public static func attempt(_ path: String, _ kind: Kind) throws(Failure) -> FileLock? {
    do throws(SystemError) {
      return try take(path, kind, waiting: false).map { FileLock($0) }
    } catch {
      throw error.failure("cannot lock `\(path)`")
    }
  }

  /// Waits for the lock on a file that whoever holds it may remove, and takes it.
  /// - Throws: `Failure` when the file cannot be opened or locked.
  public static func claim(_ path: String) throws(Failure) -> FileLock {
    while true {
      let lock = try wait(path, .exclusive)
      // The file may have been removed, and another made, since it was opened.
      if let held = try? FileStatus.of(descriptor: lock.descriptor.number),
        held.identity == Files.statusOfLink(path)?.identity
      {
        return lock
      }
    }
  }

  private static func take(
    _ path: String, _ kind: Kind, waiting: Bool
  ) throws(SystemError) -> FileDescriptor? {
    // A folder can be locked as well, and is then left without a trace.
    let number =
      Files.isFolder(path)
      ? open(path, O_RDONLY | O_CLOEXEC) : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if number < 0 { throw .last }
    let operation = (kind == .shared ? LOCK_SH : LOCK_EX) | (waiting ? 0 : LOCK_NB)
    while flock(number, operation) != 0 {
      let error = SystemError.last
      if error.code == EINTR { continue }
      FileDescriptor(number: number).close()
      if error.code == EWOULDBLOCK { return nil }
      throw error
    }
    return FileDescriptor(number: number)
  }

  deinit { descriptor.close() }
}
