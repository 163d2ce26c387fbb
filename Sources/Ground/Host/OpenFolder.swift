public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder held open, whose names are reached from it alone.
///
/// Each call takes one name, never a path, and follows no link: whoever goes from folder to folder this
/// way stays below the first, whatever links lie there and whoever moves them in the meantime.
public final class OpenFolder {
  let number: Int32
  /// What it is called in failures.
  public let label: String

  /// Opens a folder by its path, links followed.
  /// - Throws: `Failure` when there is none or it may not be entered.
  public init(_ path: String) throws(Failure) {
    number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    label = path
    if number < 0 { throw SystemError.last.failure("cannot open the folder `\(path)`") }
  }

  init(number: Int32, label: String) {
    self.number = number
    self.label = label
  }

  deinit { FileDescriptor(number: number).close() }

  /// Opens the folder of a name; nil when the name is missing or names something else, a link too.
  /// - Throws: `Failure` when it is there but may not be entered.
  public func folder(_ name: RawName) throws(Failure) -> OpenFolder? {
    let inner = openat(number, name.text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if inner >= 0 { return OpenFolder(number: inner, label: path(name)) }
    if errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == EMLINK { return nil }
    throw SystemError.last.failure("cannot enter `\(path(name))`")
  }

  /// What a name stands for, a link itself and not what it leads to; nil when nothing is there.
  public func status(_ name: RawName) throws(Failure) -> FileStatus? {
    var raw = stat()
    if fstatat(number, name.text, &raw, AT_SYMLINK_NOFOLLOW) == 0 { return FileStatus(raw) }
    if errno == ENOENT { return nil }
    throw SystemError.last.failure("cannot look at `\(path(name))`")
  }

  /// What the folder itself is.
  public func status() throws(Failure) -> FileStatus {
    do throws(SystemError) {
      return try FileStatus.of(descriptor: number)
    } catch {
      throw error.failure("cannot look at `\(label)`")
    }
  }

  /// The names in it in the order of their bytes, without `.` and `..`.
  /// - Throws: `Failure` when it cannot be listed or holds more names than `limit`.
  public func names(limit: Int = 5_000_000) throws(Failure) -> [RawName] {
    let what = "cannot list `\(label)`"
    // A list has a place in its descriptor, so it gets one of its own.
    let copy = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if copy < 0 { throw SystemError.last.failure(what) }
    guard let folder = fdopendir(copy) else {
      FileDescriptor(number: copy).close()
      throw SystemError.last.failure(what)
    }
    defer { closedir(folder) }
    var names: [RawName] = []
    errno = 0
    while let raw = readdir(folder) {
      let bytes = withUnsafePointer(to: &raw.pointee.d_name) { pointer in
        let size = MemoryLayout.size(ofValue: pointer.pointee)
        return pointer.withMemoryRebound(to: UInt8.self, capacity: size) { start in
          Array(
            UnsafeBufferPointer(
              start: start,
              count: strnlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), size)))
        }
      }
      if bytes == [46] || bytes == [46, 46] { continue }
      if names.count == limit {
        throw Failure(what, because: ["it holds more than \(limit) names"])
      }
      if let name = RawName(bytes) { names.append(name) }
      errno = 0
    }
    if errno != 0 { throw SystemError.last.failure(what) }
    return names.sorted()
  }

  /// What a link leads to.
  public func linkTarget(_ name: RawName) throws(Failure) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      let result = buffer.withMemoryRebound(to: CChar.self) {
        readlinkat(number, name.text, $0.baseAddress!, $0.count)
      }
      if result < 0 { failure = .last }
      count = max(0, result)
    }
    if let failure { throw failure.failure("cannot read the link `\(path(name))`") }
    return bytes
  }

  /// How a name is called in failures.
  func path(_ name: RawName) -> String { Paths.join(label, name.shown) }
}
