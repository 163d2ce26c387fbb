/// One name in a folder as the bytes it is: neither empty nor `.` nor `..`, without slash and null byte.
public struct RawName: Hashable, Sendable, Comparable {
  /// The bytes.
  public let bytes: [UInt8]
  /// The bytes with the null byte at their end that the C library asks for.
  var text: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

  /// A name of bytes; nil when they cannot be one.
  public init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    if bytes.isEmpty || bytes[0] == 46 && (bytes == [46] || bytes == [46, 46]) { return nil }
    for byte in bytes where byte == 0 || byte == 47 { return nil }
    self.bytes = bytes
  }

  /// As text; what is no UTF-8 shows as U+FFFD.
  public var shown: String { String(decoding: bytes, as: UTF8.self) }

  /// The order of the bytes.
  public static func < (left: RawName, right: RawName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
