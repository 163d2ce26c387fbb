/// What an ELF file says of how it is started (System V ABI, "Object Files" and "Program Loading").
struct ELFFacts: Hashable, Sendable {
  /// Whether addresses have 64 bits, and whether the lowest byte comes first.
  var is64Bit: Bool
  var isLittleEndian: Bool
  /// The number of the processor.
  var machine: Int
  /// The loader that starts it; nil where it starts by itself or is a library.
  var interpreter: String?
  /// The libraries it asks for.
  var needed: [String] = []
  /// Where it asks them to be looked for: before and after the environment.
  var rpath: [String] = []
  var runpath: [String] = []
  /// Whether the file was read far enough to know its libraries.
  var isComplete = true

  /// What a file says.
  /// - Parameters:
  ///   - start: The file from its beginning, as far as it was kept.
  ///   - dynamic: The dynamic section, where it lies behind that.
  /// - Returns: nil when it is no ELF file, or its header is damaged.
  init?(_ start: [UInt8], dynamic: [UInt8]? = nil) {
    guard let header = ELFHeader(start) else { return nil }
    is64Bit = header.is64Bit
    isLittleEndian = header.isLittleEndian
    machine = header.machine
    if let segment = header.segments.first(where: { $0.kind == 3 }) {
      interpreter = header.text(at: segment.offset, limit: min(4096, segment.size), in: start)
    }
    guard let segment = header.segments.first(where: { $0.kind == 2 }) else { return }
    let section: [UInt8]
    if segment.offset + segment.size <= start.count {
      section = Array(start[segment.offset..<(segment.offset + segment.size)])
    } else if let dynamic {
      section = dynamic
    } else {
      isComplete = false
      return
    }
    var strings: Int?
    var names: [(tag: Int, offset: Int)] = []
    let width = is64Bit ? 8 : 4
    for place in stride(from: 0, to: section.count - width * 2 + 1, by: width * 2).prefix(4096) {
      guard let tag = header.number(at: place, width, in: section),
        let value = header.number(at: place + width, width, in: section), tag != 0
      else { break }
      if tag == 5 { strings = header.fileOffset(of: value) }
      if [1, 15, 29].contains(tag) { names.append((tag, value)) }
    }
    guard let strings else {
      isComplete = names.isEmpty
      return
    }
    for (tag, offset) in names {
      guard let text = header.text(at: strings &+ offset, limit: 4096, in: start) else {
        isComplete = false
        continue
      }
      switch tag {
      case 1: needed.append(text)
      case 15: rpath += text.split(separator: ":").map(String.init)
      default: runpath += text.split(separator: ":").map(String.init)
      }
    }
  }

  /// The processor in words.
  var machineName: String {
    ELFFacts.machines.first { $0.value == machine }?.key ?? "processor number \(machine)"
  }

  /// The number that files for an architecture have; nil where it is not known.
  static func machine(of architecture: String) -> Int? { machines[architecture] }

  private static let machines = [
    "amd64": 62, "386": 3, "arm64": 183, "arm": 40, "ppc64le": 21, "s390x": 22, "riscv64": 243,
    "mips64le": 8, "loong64": 258,
  ]
}

/// The header of an ELF file and its segments.
struct ELFHeader {
  let is64Bit, isLittleEndian: Bool
  private(set) var machine = 0
  private(set) var segments: [(kind: Int, offset: Int, address: Int, size: Int)] = []

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 52, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]),
      bytes[4] == 1 || bytes[4] == 2,
      bytes[5] == 1 || bytes[5] == 2
    else { return nil }
    is64Bit = bytes[4] == 2
    isLittleEndian = bytes[5] == 1
    guard let machine = number(at: 18, 2, in: bytes),
      let table = number(at: is64Bit ? 32 : 28, is64Bit ? 8 : 4, in: bytes),
      let size = number(at: is64Bit ? 54 : 42, 2, in: bytes),
      let count = number(at: is64Bit ? 56 : 44, 2, in: bytes)
    else { return nil }
    self.machine = machine
    let width = is64Bit ? 8 : 4
    for index in 0..<min(count, 256) {
      guard table < 1 << 40, let kind = number(at: table + index * size, 4, in: bytes),
        let offset = number(at: table + index * size + (is64Bit ? 8 : 4), width, in: bytes),
        let address = number(at: table + index * size + (is64Bit ? 16 : 8), width, in: bytes),
        let length = number(at: table + index * size + (is64Bit ? 32 : 16), width, in: bytes)
      else { break }
      // Offsets that no file has would only lead sums astray.
      if offset < 1 << 40, length < 1 << 40 { segments.append((kind, offset, address, length)) }
    }
  }

  /// The number of `count` bytes at a place; nil beyond the end, or where it is too large.
  func number(at place: Int, _ count: Int, in bytes: [UInt8]) -> Int? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    var value: UInt64 = 0
    for index in 0..<count {
      let byte = bytes[place + (isLittleEndian ? count - 1 - index : index)]
      value = value << 8 | UInt64(byte)
    }
    return Int(exactly: value)
  }

  /// Where an address of the running program lies in the file.
  func fileOffset(of address: Int) -> Int? {
    for segment in segments where segment.kind == 1 {
      if address >= segment.address, address - segment.address < segment.size {
        return segment.offset + (address - segment.address)
      }
    }
    return nil
  }

  /// The text up to a null byte.
  func text(at place: Int, limit: Int, in bytes: [UInt8]) -> String? {
    guard place >= 0, place < bytes.count else { return nil }
    let rest = bytes[place..<min(bytes.count, place + limit)]
    return String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self)
  }
}
