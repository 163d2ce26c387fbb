#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file as the kernel numbers it.
public struct FileDescriptor: Hashable, Sendable {
  let number: Int32

  /// The standard input.
  public static let standardInput = FileDescriptor(number: 0)
  /// The standard output.
  public static let standardOutput = FileDescriptor(number: 1)
  /// The standard error output.
  public static let standardError = FileDescriptor(number: 2)

  /// Whether a person sits at it.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// The columns of its terminal; nil when it is none or does not tell.
  public var columns: Int? {
    var size = winsize()
    guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Takes what the kernel gives in one go; 0 bytes at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(number, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(number, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(number, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// Everything up to the end, but at most `limit` bytes and one more, which tells of too much.
  func readAll(limit: Int, expecting size: Int = 0) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    let enough = limit == Int.max ? limit : limit + 1
    var chunk = min(enough, max(size + 1, 4096))
    while bytes.count < enough {
      let more = try piece(min(chunk, enough - bytes.count))
      if more.isEmpty { break }
      if bytes.isEmpty { bytes = more } else { bytes.append(contentsOf: more) }
      chunk = max(65_536, chunk)
    }
    return bytes
  }

  /// Writes all bytes, however many calls it takes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      #if canImport(Glibc)
        let count = Glibc.write(number, part.baseAddress, part.count)
      #elseif canImport(Musl)
        let count = Musl.write(number, part.baseAddress, part.count)
      #else
        let count = Darwin.write(number, part.baseAddress, part.count)
      #endif
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wait = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
      } else if errno != EINTR {
        throw .last
      }
    }
  }

  /// Writes all bytes, however many calls it takes.
  func write(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
    var failure: SystemError?
    bytes.withUnsafeBytes { buffer in
      do throws(SystemError) {
        try write(buffer)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Gives a pipe whose reader is not waited for what it takes in one go.
  /// - Returns: What is left to give; nothing where the reader has closed its end, which is its right.
  func offer(_ pending: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    // At most what a pipe holds at once, so that the write does not wait.
    let part = pending.prefix(65_536)
    let count = part.withUnsafeBytes { bytes in
      #if canImport(Glibc)
        Glibc.write(number, bytes.baseAddress, bytes.count)
      #elseif canImport(Musl)
        Musl.write(number, bytes.baseAddress, bytes.count)
      #else
        Darwin.write(number, bytes.baseAddress, bytes.count)
      #endif
    }
    if count >= 0 { return pending.dropFirst(count) }
    return errno == EAGAIN || errno == EINTR ? pending : []
  }

  /// Waits until one of several descriptors is ready.
  /// - Parameters:
  ///   - waits: The descriptors; what they are ready for is noted in them.
  ///   - deadline: When the waiting ends, on the monotonic clock; nil for never.
  /// - Returns: Whether one is ready, the deadline has passed, or there is nothing to wait for any more.
  static func wait(_ waits: inout [pollfd], until deadline: UInt64?) -> Wait {
    var milliseconds: Int32 = -1
    if let deadline {
      let now = System.monotonicNanoseconds
      if now >= deadline { return .timedOut }
      milliseconds = Int32(min((deadline - now) / 1_000_000 + 1, 1_000_000))
    }
    return poll(&waits, nfds_t(waits.count), milliseconds) < 0 && errno != EINTR ? .failed : .looked
  }

  /// What came of a wait.
  enum Wait {
    /// The descriptors were looked at.
    case looked
    /// The deadline has passed.
    case timedOut
    /// The kernel refused to wait.
    case failed
  }

  /// What the kernel gives in one go, at most `count` bytes; none at the end.
  func piece(_ count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(SystemError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return piece
  }

  func close() {
    #if canImport(Glibc)
      _ = Glibc.close(number)
    #elseif canImport(Musl)
      _ = Musl.close(number)
    #else
      _ = Darwin.close(number)
    #endif
  }
}
