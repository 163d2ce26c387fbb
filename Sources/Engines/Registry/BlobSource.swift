import Host
public import Source
public import Streams

/// Where the bytes of a blob to push come from.
public struct BlobSource: Sendable {
  /// The bytes; nil where they are not counted.
  public let size: Int64?
  /// The bytes from an offset on, each time anew.
  public let open: @Sendable (_ offset: Int64) throws(Failure) -> any ByteStream

  /// A source from its parts.
  public init(
    size: Int64?, open: @escaping @Sendable (_ offset: Int64) throws(Failure) -> any ByteStream
  ) {
    self.size = size
    self.open = open
  }

  /// Bytes in memory.
  public static func bytes(_ bytes: [UInt8]) -> BlobSource {
    BlobSource(size: Int64(bytes.count)) { offset throws(Failure) -> any ByteStream in
      BytesInMemory(Array(bytes.dropFirst(Int(clamping: offset))))
    }
  }

  /// A file, or a part of one.
  public static func file(_ path: String, from start: Int64 = 0, count: Int64) -> BlobSource {
    BlobSource(size: count) { offset throws(Failure) -> any ByteStream in
      try FileStream(path, from: start + offset, count: max(0, count - offset))
    }
  }
}
