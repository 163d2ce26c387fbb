public import Source

#if os(Linux)
  import CSeccomp
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A filter of system calls in the making, by libseccomp, which need not be installed.
public final class SystemCallFilter {
  /// What an argument of a call must be.
  public struct Argument: Hashable, Sendable {
    /// The ways to compare, by their numbers in libseccomp.
    public enum Comparison: Int32, Hashable, Sendable {
      case different = 1, less, lessOrEqual, equal, greaterOrEqual, greater, masked
    }

    let index: UInt32
    let comparison: Comparison
    let value, second: UInt64

    /// An argument from its index, from 0, and what it must be; for `masked` the mask and the bits.
    public init(_ index: UInt32, _ comparison: Comparison, _ value: UInt64, _ second: UInt64 = 0) {
      self.index = index
      self.comparison = comparison
      self.value = value
      self.second = second
    }
  }

  /// The version of libseccomp, such as 20504 for 2.5.4; nil where it is not installed.
  public static var version: Int? {
    #if os(Linux)
      let version = hardstand_seccomp_version()
      return version == 0 ? nil : Int(version)
    #else
      return nil
    #endif
  }

  #if os(Linux)
    private let filter: OpaquePointer

    /// A filter with what happens to calls that no rule names, as the kernel writes it
    /// (seccomp(2), "SECCOMP_RET_"); nil where there is no libseccomp.
    public init?(otherwise action: UInt32) {
      guard let filter = hardstand_seccomp_begin(action) else { return nil }
      self.filter = filter
    }

    deinit { hardstand_seccomp_end(filter) }

    /// Lets it hold for calls of another kind, by the name of libseccomp in lower case.
    /// - Returns: Whether the library knows the kind.
    public func add(architecture: String) -> Bool {
      let token = hardstand_seccomp_architecture(architecture)
      return token != 0 && hardstand_seccomp_add_architecture(filter, token) == 0
    }

    /// Adds a rule for a call; one that the library does not know is left out.
    /// - Returns: Whether the library took it.
    public func add(call: String, action: UInt32, _ arguments: [Argument]) -> Bool {
      let list = arguments.map {
        hardstand_seccomp_argument(
          index: $0.index, comparison: $0.comparison.rawValue, value: $0.value, second: $0.second)
      }
      return hardstand_seccomp_add_rule(filter, action, call, list, list.count) >= 0
    }

    /// The filter as the kernel takes it: instructions of 8 bytes each (`struct sock_filter`).
    /// - Throws: `Failure` when it cannot be compiled.
    public func compiled() throws(Failure) -> [UInt8] {
      let what = "cannot compile the filter of system calls"
      let ends: (reading: FileDescriptor, writing: FileDescriptor)
      do throws(SystemError) {
        ends = try Child.pipe()
      } catch {
        throw error.failure(what)
      }
      var result: Int32 = 0
      nonisolated(unsafe) let unsafeFilter = filter
      let reader = ReadAhead(ends.reading)
      result = hardstand_seccomp_write(unsafeFilter, ends.writing.number)
      ends.writing.close()
      let bytes = reader.finish()
      if result != 0 { throw SystemError(code: -result).failure(what) }
      if bytes.isEmpty || bytes.count % 8 != 0 { throw Failure(what) }
      return bytes
    }

    /// The bytes of a pipe, taken while another writes them.
    private final class ReadAhead: @unchecked Sendable {
      private var bytes: [UInt8] = []
      private let descriptor: FileDescriptor
      private var thread: pthread_t?

      init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        thread = Thread.start { self.read() }
      }

      private func read() { bytes = (try? descriptor.readAll(limit: 1 << 20)) ?? [] }

      func finish() -> [UInt8] {
        if let thread { Thread.join(thread) } else { read() }
        descriptor.close()
        return bytes
      }
    }
  #else
    /// There is none on this system.
    public init?(otherwise action: UInt32) { nil }
    /// There is none on this system.
    public func add(architecture: String) -> Bool { false }
    /// There is none on this system.
    public func add(call: String, action: UInt32, _ arguments: [Argument]) -> Bool { false }
    /// There is none on this system.
    public func compiled() throws(Failure) -> [UInt8] {
      throw Failure("cannot compile the filter of system calls")
    }
  #endif
}
