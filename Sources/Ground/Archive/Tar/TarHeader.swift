/// The 512 bytes before the content of a file.
struct TarHeader {
  /// What is wrong with a header.
  enum Trouble: Error {
    case checksum
    case number(String)
  }

  /// Which of the formats it has: they differ in what stands behind byte 345.
  enum Format {
    case old, ustar, star, gnu
  }

  let bytes: [UInt8]
  let format: Format

  /// A header from a block of 512 bytes.
  init(_ block: [UInt8]) throws(Trouble) {
    bytes = block
    guard TarHeader.isValid(block) else { throw .checksum }
    if bytes[257..<263].elementsEqual("ustar\0".utf8) {
      format = bytes[508..<512].elementsEqual("tar\0".utf8) ? .star : .ustar
    } else if bytes[257..<265].elementsEqual("ustar  \0".utf8) {
      format = .gnu
    } else {
      format = .old
    }
  }

  /// Whether the checksum of a block is right; some programs summed signed bytes.
  static func isValid(_ block: [UInt8]) -> Bool {
    guard block.count == 512, let told = try? octal(block[148..<156], "") else { return false }
    let (unsigned, signed) = block.withUnsafeBufferPointer { bytes in
      var unsigned = 0
      var signed = 0
      for index in 0..<512 {
        let byte = index >= 148 && index < 156 ? 32 : bytes[index]
        unsigned &+= Int(byte)
        signed &+= Int(Int8(bitPattern: byte))
      }
      return (unsigned, signed)
    }
    return told == unsigned || told == signed
  }

  var flag: UInt8 { bytes[156] }
  var name: ArraySlice<UInt8> { text(0, 100) }
  var link: ArraySlice<UInt8> { text(157, 100) }

  /// The path, of its two parts where the format has two.
  var path: [UInt8] {
    let prefix: ArraySlice<UInt8> =
      switch format {
      case .ustar: text(345, 155)
      case .star: text(345, 131)
      case .old, .gnu: []
      }
    return prefix.isEmpty ? Array(name) : prefix + [UInt8(ascii: "/")] + name
  }

  /// The bytes of a field up to the first null byte.
  func text(_ start: Int, _ count: Int) -> ArraySlice<UInt8> {
    let field = bytes[start..<(start + count)]
    return field.prefix(upTo: field.firstIndex(of: 0) ?? field.endIndex)
  }

  /// The number in a field: octal digits, or binary where the first bit is set.
  func number(_ start: Int, _ count: Int, _ name: String) throws(Trouble) -> Int64 {
    try TarHeader.number(bytes[start..<(start + count)], name)
  }

  /// The number in a field: octal digits, or binary where the first bit is set.
  static func number(_ field: ArraySlice<UInt8>, _ name: String) throws(Trouble) -> Int64 {
    guard let first = field.first, first & 0x80 != 0 else { return try Int64(octal(field, name)) }
    let isNegative = first & 0x40 != 0
    var value: Int64 = isNegative ? -1 : 0
    for (index, byte) in field.enumerated() {
      // The first byte has the mark and the sign.
      let byte = index == 0 ? byte & 0x7F | (isNegative ? 0x80 : 0) : byte
      if value > Int64.max >> 8 || value < Int64.min >> 8 { throw .number(name) }
      value = value << 8 | Int64(byte)
    }
    return value
  }

  private static func octal(_ field: ArraySlice<UInt8>, _ name: String) throws(Trouble) -> Int {
    var digits = field.drop { $0 == 32 || $0 == 0 }
    digits = digits.prefix(upTo: digits.firstIndex(of: 0) ?? digits.endIndex)
    while digits.last == 32 { digits.removeLast() }
    var value = 0
    for digit in digits {
      guard digit >= 48, digit <= 55, value < 1 << 59 else { throw .number(name) }
      value = value << 3 | Int(digit - 48)
    }
    return value
  }
}
