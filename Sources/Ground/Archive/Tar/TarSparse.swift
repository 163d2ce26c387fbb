/// Where the bytes of a file with holes lie.
struct TarSparse {
  /// A stretch of bytes that the archive has.
  struct Extent: Hashable {
    let start: Int64
    let count: Int64
    var end: Int64 { start + count }
  }

  /// The stretches in rising order.
  let extents: [Extent]
  /// The length of the file, holes counted.
  let size: Int64

  /// The map of a file; nil when its numbers contradict each other.
  /// - Parameters:
  ///   - numbers: Start and count of each stretch.
  ///   - size: The length of the file.
  ///   - stored: The bytes that the archive has of it.
  init?(_ numbers: [Int64], size: Int64, stored: Int64) {
    guard numbers.count.isMultiple(of: 2), size >= 0 else { return nil }
    var extents: [Extent] = []
    var last: Int64 = 0
    var sum: Int64 = 0
    for index in stride(from: 0, to: numbers.count, by: 2) {
      let (start, count) = (numbers[index], numbers[index + 1])
      guard start >= last, count >= 0, start <= size, count <= size - start else { return nil }
      last = start + count
      sum += count
      if count > 0 { extents.append(Extent(start: start, count: count)) }
    }
    guard sum == stored else { return nil }
    self.extents = extents
    self.size = size
  }

  /// The numbers of up to `count` stretches of 24 bytes each in a block, of which the first that is
  /// empty ends the list.
  static func numbers(
    in block: [UInt8], from offset: Int, count: Int
  ) throws(TarHeader.Trouble) -> [Int64] {
    var numbers: [Int64] = []
    for index in 0..<count {
      let place = offset + index * 24
      if block[place] == 0 { break }
      numbers.append(try TarHeader.number(block[place..<(place + 12)], "sparse offset"))
      numbers.append(try TarHeader.number(block[(place + 12)..<(place + 24)], "sparse length"))
    }
    return numbers
  }
}
