public import Source

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Files {
  /// Replaces a file as a whole: whoever reads it sees the old bytes or the new ones.
  ///
  /// The bytes go to a temporary file in the same folder, reach the disk and take the name. An
  /// existing file keeps its mode, and its owner where that is allowed; a link keeps pointing to
  /// the file, which is replaced where it lies.
  /// - Parameters:
  ///   - bytes: The new content.
  ///   - path: The file, new or existing.
  ///   - mode: The permission bits of a new file, before the umask.
  /// - Throws: `Failure` when the file or its folder cannot be written, or it is no regular file.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o666
  ) throws(Failure) {
    let what = "cannot write `\(path)`"
    let target = statusOfLink(path)?.kind == .link ? realPath(path) ?? path : path
    let existing = status(target)
    if let existing, existing.kind != .file {
      let reason = existing.kind == .folder ? "it is a folder" : "it is no regular file"
      throw Failure(what, because: [reason], hint: "name a regular file")
    }
    do throws(SystemError) {
      try replace(target, with: bytes, existing: existing, mode: mode)
    } catch {
      throw error.failure(what)
    }
  }

  private static func replace(
    _ path: String, with bytes: [UInt8], existing: FileStatus?, mode: UInt32
  ) throws(SystemError) {
    let (temporary, descriptor) = try openTemporary(beside: path, mode: mode)
    let ticket = Leftovers.register(file: temporary)
    defer { Leftovers.release(ticket) }
    do throws(SystemError) {
      defer { descriptor.close() }
      if let existing {
        // Only the superuser may give files away; others keep their own.
        _ = fchown(descriptor.number, existing.owner, existing.group)
        if fchmod(descriptor.number, mode_t(existing.mode)) != 0 { throw .last }
      }
      try descriptor.write(bytes[...])
      if fsync(descriptor.number) != 0, errno != EINVAL { throw .last }
    } catch {
      unlink(temporary)
      throw error
    }
    if rename(temporary, path) != 0 {
      let error = SystemError.last
      unlink(temporary)
      throw error
    }
    synchronizeFolder(of: path)
  }

  private static func openTemporary(
    beside path: String, mode: UInt32
  ) throws(SystemError) -> (String, FileDescriptor) {
    let folder = Paths.folder(of: path)
    // A long name leaves no room for more letters, so only its beginning is taken.
    let name = String(decoding: Paths.name(of: path).utf8.prefix(100), as: UTF8.self)
    for _ in 0..<16 {
      let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let temporary = Paths.join(folder, ".\(name).\(random).tmp")
      let number = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
      if number >= 0 { return (temporary, FileDescriptor(number: number)) }
      if errno != EEXIST { throw .last }
    }
    throw SystemError(code: EEXIST)
  }

  /// Makes the new name last through a power cut; file systems that cannot are left alone.
  public static func synchronizeFolder(of path: String) {
    let number = open(Paths.folder(of: path), O_RDONLY | O_CLOEXEC)
    if number < 0 { return }
    _ = fsync(number)
    FileDescriptor(number: number).close()
  }

  /// Makes a folder and those above it; one that exists is left as it is.
  /// - Throws: `Failure` when one cannot be made.
  public static func makeFolder(_ path: String) throws(Failure) {
    if path.isEmpty || isFolder(path) { return }
    let parent = Paths.folder(of: path)
    if parent != path { try makeFolder(parent) }
    if mkdir(path, 0o777) != 0, errno != EEXIST || !isFolder(path) {
      throw SystemError.last.failure("cannot make the folder `\(path)`")
    }
  }

  /// Makes the folders of something that many processes share, unless they are there.
  /// - Parameters:
  ///   - root: The folder of all.
  ///   - version: The version of the layout, which goes into the file `version`.
  ///   - folders: The folders in it.
  /// - Returns: The version that holds: another where another program laid it out.
  /// - Throws: `Failure` when a folder cannot be made, or the version not be read.
  public static func layOut(
    _ root: String, version: String, folders: [String]
  ) throws(Failure) -> String {
    let file = Paths.join(root, "version")
    // The version is written last, so where it is, all is.
    if status(file) == nil {
      for folder in folders { try makeFolder(Paths.join(root, folder)) }
      try write(Array("\(version)\n".utf8), to: file)
    }
    return String(decoding: try read(file, limit: 64), as: UTF8.self).filter { !$0.isWhitespace }
  }

  /// A name that nothing else has.
  public static var freshName: String { String(UInt64.random(in: 0...UInt64.max), radix: 36) }

  /// Removes a file or link; a path that names nothing is no failure.
  /// - Throws: `Failure` when it cannot be removed or is a folder.
  public static func remove(_ path: String) throws(Failure) {
    if unlink(path) != 0, errno != ENOENT {
      throw SystemError.last.failure("cannot remove `\(path)`")
    }
  }

  /// Says that a file was used now, where that is allowed.
  public static func touch(_ path: String) { utimensat(AT_FDCWD, path, nil, 0) }

  /// Removes a folder that holds nothing.
  /// - Throws: `Failure` when it is not there, not empty or no folder.
  public static func removeEmptyFolder(_ path: String) throws(Failure) {
    if rmdir(path) != 0 { throw SystemError.last.failure("cannot remove the folder `\(path)`") }
  }

  /// Gives a file or folder another name on the same file system; an empty folder of that name, or a
  /// file where a file is moved, is replaced.
  /// - Throws: `Failure` when it cannot be moved.
  public static func move(_ path: String, to target: String) throws(Failure) {
    if rename(path, target) != 0 {
      throw SystemError.last.failure("cannot move `\(path)` to `\(target)`")
    }
  }

  /// Replaces a file as a whole, but does not wait for the disk: after a power cut it may be empty.
  /// - Throws: `Failure` when the file or its folder cannot be written.
  public static func writeQuickly(_ bytes: [UInt8], to path: String) throws(Failure) {
    let what = "cannot write `\(path)`"
    do throws(SystemError) {
      let (temporary, descriptor) = try openTemporary(beside: path, mode: 0o666)
      do throws(SystemError) {
        defer { descriptor.close() }
        try descriptor.write(bytes[...])
        if rename(temporary, path) != 0 { throw .last }
      } catch {
        unlink(temporary)
        throw error
      }
    } catch {
      throw error.failure(what)
    }
  }

  /// Writes to a file that is there, in one go, as the files of the kernel ask for.
  /// - Throws: `Failure` when it cannot be opened, or does not take the bytes.
  public static func tell(_ bytes: [UInt8], to path: String) throws(Failure) {
    let number = open(path, O_WRONLY | O_CLOEXEC)
    if number < 0 { throw SystemError.last.failure("cannot write `\(path)`") }
    let descriptor = FileDescriptor(number: number)
    defer { descriptor.close() }
    do throws(SystemError) {
      try descriptor.write(bytes[...])
    } catch {
      throw error.failure("cannot write `\(path)`")
    }
  }

  /// Makes an empty file where nothing is.
  public static func makeEmpty(_ path: String) {
    let number = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    if number >= 0 { FileDescriptor(number: number).close() }
  }
}
