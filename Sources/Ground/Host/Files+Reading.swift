public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The files of this machine, by path.
///
/// Paths are those of the C library: relative ones start at the current folder.
public enum Files {
  /// What to do with pipes, sockets and devices where a file is expected.
  public enum SpecialFiles: Hashable, Sendable {
    /// Refuse them: reading one may wait for ever or have no end.
    case refused
    /// Read them up to the limit.
    case allowed
  }

  /// The most bytes that `read` takes unless told otherwise: 64 MiB.
  public static let usualLimit = 64 << 20

  /// The bytes of a file.
  ///
  /// `/dev/stdin` and `/dev/fd/N` are read whatever they lead to.
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes to take.
  ///   - special: Whether pipes and devices may be read.
  /// - Throws: `Failure` when it is not there, may not be read, is a folder or a special file, or
  ///   has more than `limit` bytes.
  public static func read(
    _ path: String, limit: Int = usualLimit, special: SpecialFiles = .refused
  ) throws(Failure) -> [UInt8] {
    let what = "cannot read `\(path)`"
    if path.isEmpty { throw Failure(what, because: ["the path is empty"]) }
    if path.utf8.contains(0) {
      throw Failure("cannot read a path with a null byte", hint: "remove the null byte")
    }
    if let number = passedDescriptor(path) {
      return try read(FileDescriptor(number: number), named: path, limit: limit)
    }
    // Without O_NONBLOCK the opening of a pipe would wait for a writer.
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if number < 0 { throw openFailure(what, path) }
    let descriptor = FileDescriptor(number: number)
    defer { descriptor.close() }
    return try read(descriptor, what, limit: limit, special: special)
  }

  /// Everything that comes on the standard input.
  /// - Throws: `Failure` when it cannot be read or has more than `limit` bytes.
  public static func readStandardInput(limit: Int = usualLimit) throws(Failure) -> [UInt8] {
    try read(.standardInput, named: "<stdin>", limit: limit)
  }

  private static func read(
    _ descriptor: FileDescriptor, _ what: String, limit: Int, special: SpecialFiles
  ) throws(Failure) -> [UInt8] {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus.of(descriptor: descriptor.number)
    } catch {
      throw error.failure(what)
    }
    if status.kind == .folder {
      throw Failure(what, because: [SystemError(code: EISDIR).reason], hint: "name a file in it")
    }
    if status.kind != .file {
      if special == .refused { throw refusal(of: status.kind, what) }
      _ = fcntl(descriptor.number, F_SETFL, fcntl(descriptor.number, F_GETFL) & ~O_NONBLOCK)
    }
    if status.size > limit { throw excess(what, limit) }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try descriptor.readAll(limit: limit, expecting: status.size)
    } catch {
      throw error.failure(what)
    }
    if bytes.count > limit { throw excess(what, limit) }
    return bytes
  }

  private static func read(
    _ descriptor: FileDescriptor, named name: String, limit: Int
  ) throws(Failure) -> [UInt8] {
    try read(descriptor, "cannot read `\(name)`", limit: limit, special: .allowed)
  }

  /// The descriptor that a path such as `/dev/fd/3` stands for. Opening the path
  /// again fails for sockets and starts files anew, so it is read as it is.
  private static func passedDescriptor(_ path: String) -> Int32? {
    if path == "/dev/stdin" { return 0 }
    for prefix in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(prefix) {
      return Int32(path.dropFirst(prefix.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }

  /// Why a path could not be opened; a socket is told from a missing device.
  private static func openFailure(_ what: String, _ path: String) -> Failure {
    let error = SystemError.last
    if error.code == ENXIO, let kind = status(path)?.kind, kind != .file {
      return refusal(of: kind, what)
    }
    return error.failure(what)
  }

  private static func refusal(of kind: FileStatus.Kind, _ what: String) -> Failure {
    let name =
      switch kind {
      case .pipe: "a named pipe"
      case .socket: "a socket"
      case .device: "a device"
      case .file, .folder, .link, .other: "no regular file"
      }
    return Failure(
      what, because: ["it is \(name)"], hint: "name a regular file, or give the text on stdin")
  }

  private static func excess(_ what: String, _ limit: Int) -> Failure {
    let size =
      limit >= 1 << 20 && limit % (1 << 20) == 0 ? "\(limit >> 20) MiB" : "\(limit) bytes"
    return Failure(what, because: ["it is larger than \(size)"])
  }
}
