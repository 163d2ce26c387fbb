#if os(Linux)
  import CNamespaces
#endif

/// A copy of a program in memory that nobody can change, for programs that would else make one of
/// themselves at each start (memfd_create(2)).
public final class SealedProgram: Sendable {
  let number: Int32

  /// Copies a program; nil where this system cannot.
  public init?(_ path: String) {
    #if os(Linux)
      number = hardstand_sealed_copy(path)
      if number < 0 { return nil }
    #else
      return nil
    #endif
  }

  deinit { FileDescriptor(number: number).close() }
}
