import Streams

/// Bytes that look random and are the same each time.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}

/// Bytes that compress well.
func prose(_ count: Int) -> [UInt8] {
  var bytes: [UInt8] = []
  var line = 0
  while bytes.count < count {
    bytes += Array("line \(line &* 2_654_435_761 % 1000) of the text\n".utf8)
    line += 1
  }
  return Array(bytes.prefix(count))
}

/// What a sink of memory got.
func collected(_ body: (BytesCollected) throws -> Void) rethrows -> [UInt8] {
  let sink = BytesCollected()
  try body(sink)
  return sink.bytes
}
