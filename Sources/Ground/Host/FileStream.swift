public import Source
public import Streams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of a file, or of a part of it, read as they are asked for.
public final class FileStream: ByteStream {
  /// The path it was opened by.
  public let path: String
  /// The bytes of the whole file when it was opened.
  public let size: Int64
  private let descriptor: FileDescriptor
  private var rest: Int64
  private let pieceSize: Int

  /// Opens a regular file.
  /// - Parameters:
  ///   - path: The file.
  ///   - offset: Where to begin, in bytes.
  ///   - count: How many bytes at most; nil for all that follow.
  ///   - pieceSize: The bytes of a piece at most.
  /// - Throws: `Failure` when it cannot be opened or is no regular file.
  public init(
    _ path: String, from offset: Int64 = 0, count: Int64? = nil, pieceSize: Int = 1 << 18
  ) throws(Failure) {
    let what = "cannot read `\(path)`"
    // Not to wait for a writer where the path names a pipe.
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if number < 0 { throw SystemError.last.failure(what) }
    let descriptor = FileDescriptor(number: number)
    do throws(Failure) {
      size = try FileStream.prepare(descriptor, from: offset, what)
    } catch {
      descriptor.close()
      throw error
    }
    #if os(Linux)
      _ = posix_fadvise(number, off_t(offset), off_t(count ?? 0), POSIX_FADV_SEQUENTIAL)
    #endif
    self.path = path
    self.descriptor = descriptor
    self.pieceSize = max(1, pieceSize)
    rest = count ?? .max
  }

  private init(_ descriptor: FileDescriptor, name: String) {
    path = name
    size = 0
    self.descriptor = descriptor
    pieceSize = 1 << 18
    rest = .max
  }

  /// What comes on the standard input, whatever it is.
  public static var standardInput: FileStream {
    FileStream(.standardInput, name: "the standard input")
  }

  /// The size of an open file whose reading begins at `offset`.
  private static func prepare(
    _ descriptor: FileDescriptor, from offset: Int64, _ what: String
  ) throws(Failure) -> Int64 {
    do throws(SystemError) {
      let status = try FileStatus.of(descriptor: descriptor.number)
      if status.kind == .file {
        if offset > 0, lseek(descriptor.number, off_t(offset), SEEK_SET) < 0 { throw .last }
        return Int64(status.size)
      }
    } catch {
      throw error.failure(what)
    }
    throw Failure(what, because: ["it is no regular file"], hint: "name a regular file")
  }

  deinit { if descriptor != .standardInput { descriptor.close() } }

  /// The next piece.
  public func next() throws(Failure) -> [UInt8]? {
    let wanted = Int(min(Int64(pieceSize), rest))
    if wanted == 0 { return nil }
    let piece: [UInt8]
    do throws(SystemError) {
      piece = try descriptor.piece(wanted)
    } catch {
      throw error.failure("cannot read `\(path)`")
    }
    if piece.isEmpty {
      rest = 0
      return nil
    }
    rest -= Int64(piece.count)
    return piece
  }
}
