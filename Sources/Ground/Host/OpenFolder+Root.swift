public import Source

#if os(Linux)
  import CNamespaces
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Paths below a folder as a process sees them that has the folder as its root: `..` and links end there.
extension OpenFolder {
  /// What a path names, links followed; nil where nothing is there, or links lead in a loop.
  /// - Throws: `Failure` when it may not be looked at.
  public func statusInRoot(_ path: String) throws(Failure) -> FileStatus? {
    guard let number = try openInRoot(path, Self.pathOnly) else { return nil }
    let descriptor = FileDescriptor(number: number)
    defer { descriptor.close() }
    do throws(SystemError) {
      return try FileStatus.of(descriptor: number)
    } catch {
      throw error.failure("cannot look at `\(path)` in the image")
    }
  }

  /// Opens the folder of a path, links followed; nil where there is none.
  /// - Throws: `Failure` when it may not be entered.
  public func folderInRoot(_ path: String) throws(Failure) -> OpenFolder? {
    try openInRoot(path, O_RDONLY | O_DIRECTORY).map { OpenFolder(number: $0, label: path) }
  }

  /// The bytes of a regular file, links followed; nil where there is none.
  /// - Throws: `Failure` when it may not be read, or is larger than `limit`.
  public func bytesInRoot(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
    guard let number = try openInRoot(path, O_RDONLY | O_NONBLOCK | O_NOCTTY) else { return nil }
    let descriptor = FileDescriptor(number: number)
    defer { descriptor.close() }
    let bytes: [UInt8]
    do throws(SystemError) {
      if try FileStatus.of(descriptor: number).kind != .file { return nil }
      bytes = try descriptor.readAll(limit: limit)
    } catch {
      throw error.failure("cannot read `\(path)` of the image")
    }
    if bytes.count > limit {
      throw Failure(
        "cannot read `\(path)` of the image", because: ["it is larger than \(limit) bytes"],
        hint: "use an image from a source that you trust")
    }
    return bytes
  }

  #if os(Linux)
    private static let pathOnly: Int32 = 0o10000000
  #else
    private static let pathOnly: Int32 = 0
  #endif

  private func openInRoot(_ path: String, _ flags: Int32) throws(Failure) -> Int32? {
    if path.utf8.contains(0) { return nil }
    #if os(Linux)
      let result = hardstand_open_in_root(number, path, flags)
      if result >= 0 { return result }
      switch -result {
      case ENOENT, ENOTDIR, ELOOP, ENXIO, ENAMETOOLONG, ENODEV: return nil
      default: throw SystemError(code: -result).failure("cannot open `\(path)` in the image")
      }
    #else
      throw Failure("cannot open `\(path)` in the image", because: ["this system cannot"])
    #endif
  }
}

/// The way up.
extension OpenFolder {
  /// The folder that this one is in; nil where there is none.
  public func outer() throws(Failure) -> OpenFolder? {
    let outer = openat(number, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if outer >= 0 { return OpenFolder(number: outer, label: label + "/..") }
    if errno == ENOENT { return nil }
    throw SystemError.last.failure("cannot enter the folder above `\(label)`")
  }

  /// The name of a folder in this one; nil where none is the same.
  public func name(of identity: FileStatus.Identity) throws(Failure) -> RawName? {
    for name in try names() where try status(name)?.identity == identity { return name }
    return nil
  }
}
