import CLinux
public import Source
public import Streams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or folder held open, to be read or written and to have its properties set.
public final class OpenFile: ByteSink, ByteStream {
  private let descriptor: FileDescriptor
  private let label: String
  /// The folder whose descriptor it is, which must stay open.
  private let owner: OpenFolder?

  init(number: Int32, label: String) {
    descriptor = FileDescriptor(number: number)
    self.label = label
    owner = nil
  }

  init(borrowing folder: OpenFolder) {
    descriptor = FileDescriptor(number: folder.number)
    label = folder.label
    owner = folder
  }

  deinit { if owner == nil { descriptor.close() } }

  /// What it is.
  public func status() throws(Failure) -> FileStatus {
    do throws(SystemError) {
      return try FileStatus.of(descriptor: descriptor.number)
    } catch {
      throw error.failure("cannot look at `\(label)`")
    }
  }

  /// Writes the next bytes.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    do throws(SystemError) {
      try descriptor.write(bytes)
    } catch {
      throw error.failure("cannot write `\(label)`")
    }
  }

  /// The next bytes of the file.
  public func next() throws(Failure) -> [UInt8]? {
    let piece: [UInt8]
    do throws(SystemError) {
      piece = try descriptor.piece(1 << 18)
    } catch {
      throw error.failure("cannot read `\(label)`")
    }
    return piece.isEmpty ? nil : piece
  }

  /// Makes the next bytes lie further on, with a hole before them.
  public func skip(_ count: Int64) throws(Failure) {
    if lseek(descriptor.number, off_t(count), SEEK_CUR) < 0 { throw last("write") }
  }

  /// Sets the length; what is new reads as zeros.
  public func setSize(_ size: Int64) throws(Failure) {
    if ftruncate(descriptor.number, off_t(size)) != 0 { throw last("write") }
  }

  /// Sets the owner; this takes away the set-user-ID bits and capabilities of a file.
  public func setOwner(_ owner: UInt32, group: UInt32) throws(Failure) {
    if fchown(descriptor.number, owner, group) != 0 { throw last("set the owner of") }
  }

  /// Sets the permission bits, 0 to 0o7777.
  public func setMode(_ mode: UInt32) throws(Failure) {
    if fchmod(descriptor.number, mode_t(mode)) != 0 { throw last("set the mode of") }
  }

  /// Sets the time of change.
  public func setTime(seconds: Int64, nanoseconds: Int32) throws(Failure) {
    let time = timespec(tv_sec: time_t(seconds), tv_nsec: Int(nanoseconds))
    if futimens(descriptor.number, [time, time]) != 0 { throw last("set the time of") }
  }

  /// Sets an extended attribute.
  /// - Returns: Whether the file system and the rights of this process allow it.
  public func setAttribute(_ name: String, _ value: [UInt8]) throws(Failure) -> Bool {
    #if os(Linux)
      if clinux_fsetxattr(descriptor.number, name, value, UInt(value.count), 0) == 0 { return true }
      if errno == ENOTSUP || errno == EPERM || errno == EACCES { return false }
      throw last("set the attribute `\(name)` of")
    #else
      return false
    #endif
  }

  /// The extended attributes by name, in the order of the names.
  public func attributes() throws(Failure) -> [(name: String, value: [UInt8])] {
    #if os(Linux)
      // Most files have none, and need no room for them.
      if clinux_flistxattr(descriptor.number, nil, 0) == 0 { return [] }
      var names = [CChar](repeating: 0, count: 65_536)
      let count = clinux_flistxattr(descriptor.number, &names, UInt(names.count))
      if count < 0 {
        if errno == ENOTSUP { return [] }
        throw last("read the attributes of")
      }
      var result: [(name: String, value: [UInt8])] = []
      for bytes in names[..<count].split(separator: 0) {
        let name = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var value = [UInt8](repeating: 0, count: 65_536)
        let size = clinux_fgetxattr(descriptor.number, name, &value, UInt(value.count))
        // It may have gone in the meantime, or may not be read.
        if size < 0 { continue }
        result.append((name, Array(value[..<size])))
      }
      return result.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    #else
      return []
    #endif
  }

  private func last(_ verb: String) -> Failure {
    SystemError.last.failure("cannot \(verb) `\(label)`")
  }
}
