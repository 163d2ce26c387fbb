public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension OpenFolder {
  /// Makes a folder that only its owner may enter, and opens it.
  /// - Throws: `Failure` when the name is taken or the folder cannot be made.
  public func makeFolder(_ name: RawName) throws(Failure) -> OpenFolder {
    if mkdirat(number, name.text, 0o700) != 0 { throw last("make the folder", name) }
    guard let folder = try folder(name) else {
      throw Failure("cannot make the folder `\(path(name))`", because: ["it was replaced"])
    }
    return folder
  }

  /// Makes a file that only its owner may read and write.
  /// - Throws: `Failure` when the name is taken or the file cannot be made.
  public func makeFile(_ name: RawName) throws(Failure) -> OpenFile {
    let file = openat(
      number, name.text, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if file < 0 { throw last("make the file", name) }
    return OpenFile(number: file, label: path(name))
  }

  /// Makes a symbolic link.
  public func makeLink(_ name: RawName, to target: [UInt8]) throws(Failure) {
    let target = target.map { CChar(bitPattern: $0) } + [0]
    if symlinkat(target, number, name.text) != 0 { throw last("make the link", name) }
  }

  /// Gives a file of a folder another name here; a link is given the name itself.
  public func makeHardLink(_ name: RawName, to other: RawName, in folder: OpenFolder)
    throws(Failure)
  {
    if linkat(folder.number, other.text, number, name.text, 0) != 0 { throw last("link", name) }
  }

  /// Makes a named pipe.
  public func makePipe(_ name: RawName) throws(Failure) {
    #if canImport(Darwin)
      throw Failure("cannot make the pipe `\(path(name))`", because: ["this system cannot"])
    #else
      if mkfifoat(number, name.text, 0o600) != 0 { throw last("make the pipe", name) }
    #endif
  }

  /// Makes a device.
  public func makeDevice(
    _ name: RawName, isBlock: Bool, major: UInt32, minor: UInt32
  ) throws(Failure) {
    #if canImport(Darwin)
      throw Failure("cannot make the device `\(path(name))`", because: ["this system cannot"])
    #else
      let kind: mode_t = isBlock ? 0o060000 : 0o020000
      // The layout of a device number in glibc and musl.
      let (major, minor) = (UInt64(major), UInt64(minor))
      let low = (minor & 0xFF) | (major & 0xFFF) << 8
      let device = low | (minor & ~0xFF) << 12 | (major & ~0xFFF) << 32
      if mknodat(number, name.text, kind | 0o600, dev_t(device)) != 0 {
        throw last("make the device", name)
      }
    #endif
  }

  /// Sets the owner of what a name stands for, a link itself.
  public func setOwner(_ name: RawName, owner: UInt32, group: UInt32) throws(Failure) {
    if fchownat(number, name.text, owner, group, AT_SYMLINK_NOFOLLOW) != 0 {
      throw last("set the owner of", name)
    }
  }

  /// Sets the permission bits of what a name stands for, which must be no link.
  public func setMode(_ name: RawName, _ mode: UInt32) throws(Failure) {
    if fchmodat(number, name.text, mode_t(mode), 0) != 0 { throw last("set the mode of", name) }
  }

  /// Sets the time of change of what a name stands for, a link itself.
  public func setTime(_ name: RawName, seconds: Int64, nanoseconds: Int32) throws(Failure) {
    let time = timespec(tv_sec: time_t(seconds), tv_nsec: Int(nanoseconds))
    if utimensat(number, name.text, [time, time], AT_SYMLINK_NOFOLLOW) != 0 {
      throw last("set the time of", name)
    }
  }

  /// Opens a regular file to read it; nil when the name is missing or names something else.
  public func file(_ name: RawName) throws(Failure) -> OpenFile? {
    let file = openat(number, name.text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if file < 0 {
      if errno == ENOENT || errno == ELOOP || errno == ENXIO || errno == EMLINK { return nil }
      throw last("read", name)
    }
    let opened = OpenFile(number: file, label: path(name))
    return try opened.status().kind == .file ? opened : nil
  }

  /// The folder itself as something whose owner, mode, time and attributes can be set.
  public var itself: OpenFile { OpenFile(borrowing: self) }

  /// Removes what a name stands for, and all that is in it; a name that is missing is no failure.
  /// - Throws: `Failure` when something cannot be removed.
  public func remove(_ name: RawName) throws(Failure) {
    if unlinkat(number, name.text, 0) == 0 || errno == ENOENT { return }
    // Linux says EISDIR for a folder, POSIX EPERM.
    if errno != EISDIR && errno != EPERM { throw last("remove", name) }
    // Whoever is not the superuser must be allowed into its own folders.
    if !System.isSuperuser, let status = try status(name), status.kind == .folder,
      status.mode & 0o700 != 0o700
    {
      _ = fchmodat(number, name.text, 0o700, 0)
    }
    guard let inner = try folder(name) else { throw last("remove", name) }
    let names = try inner.names()
    for name in names { try inner.remove(name) }
    if unlinkat(number, name.text, AT_REMOVEDIR) != 0, errno != ENOENT {
      throw last("remove", name)
    }
  }

  private func last(_ verb: String, _ name: RawName) -> Failure {
    SystemError.last.failure("cannot \(verb) `\(path(name))`")
  }
}
