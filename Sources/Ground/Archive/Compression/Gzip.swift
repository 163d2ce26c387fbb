import CZlib
public import Source
public import Streams

/// A sink that compresses to gzip, the same bytes for the same input on every machine.
///
/// The header has no name, no time and no system. zlib compresses, because what ISA-L makes depends on
/// the processor.
public final class Gzip: ByteSink {
  private let sink: any ByteSink
  private let state: OpaquePointer
  private var output = [UInt8](repeating: 0, count: 1 << 16)
  private var checksum: UInt32 = 0
  private var length: UInt32 = 0
  private var isBegun = false

  /// Compresses into a sink, which gets the end of the data with `finish`.
  /// - Parameters:
  ///   - sink: Where the compressed bytes go.
  ///   - level: From 1, the fastest, to 9, the smallest.
  public init(into sink: any ByteSink, level: Int = 6) throws(Failure) {
    guard let state = hardstand_zlib_deflate_open(Int32(min(9, max(1, level)))) else {
      throw Failure("cannot compress with gzip", because: ["there is not enough memory"])
    }
    self.sink = sink
    self.state = state
  }

  deinit { hardstand_zlib_deflate_close(state) }

  /// Compresses more bytes.
  public func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    try begin()
    bytes.withUnsafeBufferPointer { buffer in
      checksum = hardstand_zlib_crc32(checksum, buffer.baseAddress, buffer.count)
    }
    length &+= UInt32(truncatingIfNeeded: bytes.count)
    try deflate(bytes, isLast: false)
  }

  /// Writes what is left and the trailer; nothing may be written afterwards.
  public func finish() throws(Failure) {
    try begin()
    try deflate([], isLast: true)
    var trailer: [UInt8] = []
    for value in [checksum, length] {
      for shift in [UInt32(0), 8, 16, 24] {
        trailer.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    try sink.write(trailer)
  }

  private func begin() throws(Failure) {
    if isBegun { return }
    isBegun = true
    // Magic, deflate, no flags, no time, no extra flags, unknown system.
    try sink.write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
  }

  private func deflate(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws(Failure) {
    var rest = bytes
    while true {
      var used = 0
      var made = 0
      let room = output.count
      let result = rest.withUnsafeBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          hardstand_zlib_deflate_step(
            state, input.baseAddress, input.count, &used, output.baseAddress, room, &made,
            isLast ? 1 : 0)
        }
      }
      rest = rest.dropFirst(used)
      if made > 0 { try sink.write(output[..<made]) }
      if isLast ? result == 1 : rest.isEmpty && made < room { return }
    }
  }
}
