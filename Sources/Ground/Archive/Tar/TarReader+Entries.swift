import Source

extension TarReader {
  /// What headers before an entry say of it.
  struct Extra {
    var records: [TarEntry.Record] = []
    var path: [UInt8]?
    var link: [UInt8]?
    var isEmpty: Bool { records.isEmpty && path == nil && link == nil }
  }

  /// The entry of a header, after which its content is read.
  func entry(_ header: TarHeader, _ extra: Extra) throws(Failure) -> TarEntry {
    var entry = TarEntry(kind(header), RawPath(extra.path ?? header.path))
    entry.link = RawPath(extra.link ?? Array(header.link))
    entry.mode = UInt32(truncatingIfNeeded: try number(header, 100, 8, "mode")) & 0o7777
    entry.size = try number(header, 124, 12, "size")
    entry.modified.seconds = try number(header, 136, 12, "time", canBeNegative: true)
    entry.owner = try account(try number(header, 108, 8, "owner", canBeNegative: true))
    entry.group = try account(try number(header, 116, 8, "group", canBeNegative: true))
    if header.format != .old {
      entry.ownerName = String(decoding: header.text(265, 32), as: UTF8.self)
      entry.groupName = String(decoding: header.text(297, 32), as: UTF8.self)
    }
    if entry.kind == .characterDevice || entry.kind == .blockDevice, header.format != .old {
      entry.deviceMajor = try device(try number(header, 329, 8, "device"))
      entry.deviceMinor = try device(try number(header, 337, 8, "device"))
    }
    var holes = Holes()
    try apply(extra.records, to: &entry, &holes)
    if let name = holes.name { entry.path = RawPath(name) }
    if entry.path.bytes.count > limits.pathBytes || entry.link.bytes.count > limits.pathBytes {
      throw refusal("a path is longer than \(limits.pathBytes) bytes")
    }
    switch entry.kind {
    case .symbolicLink, .hardLink: if entry.link.isEmpty { throw damage("a link leads nowhere") }
    case .file where entry.path.bytes.last == UInt8(ascii: "/") && header.flag == 0:
      // Old programs had no other sign for a folder.
      entry.kind = .folder
    default: break
    }
    try beginContent(of: &entry, header, holes)
    return entry
  }

  private func kind(_ header: TarHeader) -> TarEntry.Kind {
    switch header.flag {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"), UInt8(ascii: "S"): .file
    case UInt8(ascii: "1"): .hardLink
    case UInt8(ascii: "2"): .symbolicLink
    case UInt8(ascii: "3"): .characterDevice
    case UInt8(ascii: "4"): .blockDevice
    case UInt8(ascii: "5"), UInt8(ascii: "D"): .folder
    case UInt8(ascii: "6"): .pipe
    default: .other(header.flag)
    }
  }

  /// Makes ready for the content, of which only files have any.
  private func beginContent(
    of entry: inout TarEntry, _ header: TarHeader, _ holes: Holes
  ) throws(Failure) {
    switch entry.kind {
    case .file:
      try begin(size: entry.size)
      if let map = try sparseMap(of: &entry, header, holes) {
        if map.size > limits.sparseBytes {
          throw refusal("a file with holes is larger than \(limits.sparseBytes >> 30) GiB")
        }
        entry.size = map.size
        begin(map)
      }
    case .other: try begin(size: entry.size)
    case .folder:
      // Only the lists of names that GNU tar writes for incremental dumps are content.
      let size = header.flag == UInt8(ascii: "D") ? entry.size : 0
      entry.size = 0
      try begin(size: size, skipping: true)
    case .hardLink:
      // Most programs tell the size of the file and write no content; pax may write it again.
      let size = entry.size
      entry.size = 0
      if size > 0, try !isHeaderNext() {
        takeWaitingAsContent()
        try begin(size: size, skipping: true)
      }
    case .symbolicLink, .characterDevice, .blockDevice, .pipe:
      entry.size = 0
      try begin(size: 0)
    }
  }

  // MARK: Records

  /// What the records say of holes (GNU tar manual, "Storing Sparse Files").
  struct Holes {
    var major = ""
    var minor = ""
    var numbers: [Int64] = []
    var size: Int64?
    var isSparse = false
    var name: [UInt8]?
  }

  private func apply(
    _ records: [TarEntry.Record], to entry: inout TarEntry, _ holes: inout Holes
  ) throws(Failure) {
    entry.records = records
    for record in records {
      let value = record.value
      // An empty value takes back what a global header said.
      if value.isEmpty, !record.key.hasPrefix(TarEntry.attributePrefix) { continue }
      switch record.key {
      case "path", "linkpath", "uname", "gname", "GNU.sparse.name":
        if value.contains(0) { throw damage("a path in an extended header has a null byte") }
      default: break
      }
      switch record.key {
      case "path": entry.path = RawPath(value)
      case "GNU.sparse.name": holes.name = value
      case "linkpath": entry.link = RawPath(value)
      case "size": entry.size = try decimal(record)
      case "uid": entry.owner = try account(try decimal(record))
      case "gid": entry.group = try account(try decimal(record))
      case "uname": entry.ownerName = String(decoding: value, as: UTF8.self)
      case "gname": entry.groupName = String(decoding: value, as: UTF8.self)
      case "mtime":
        guard let time = TarRecords.time(value) else { throw damage("a time is not well formed") }
        entry.modified = time
      case "GNU.sparse.major": holes.major = String(decoding: value, as: UTF8.self)
      case "GNU.sparse.minor": holes.minor = String(decoding: value, as: UTF8.self)
      case "GNU.sparse.size", "GNU.sparse.realsize": holes.size = try decimal(record)
      case "GNU.sparse.map":
        holes.isSparse = true
        for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
          holes.numbers.append(try decimal(TarEntry.Record(record.key, Array(part))))
        }
      case "GNU.sparse.offset", "GNU.sparse.numbytes":
        holes.isSparse = true
        holes.numbers.append(try decimal(record))
      default:
        if record.key.hasPrefix(TarEntry.attributePrefix) {
          let name = String(record.key.dropFirst(TarEntry.attributePrefix.count))
          if name.isEmpty || name.utf8.contains(0) {
            throw damage("an extended attribute has no name")
          }
          entry.attributes.append(TarEntry.Record(name, value))
        }
      }
    }
  }

  private func sparseMap(
    of entry: inout TarEntry, _ header: TarHeader, _ holes: Holes
  ) throws(Failure) -> TarSparse? {
    var numbers = holes.numbers
    var size = holes.size ?? entry.size
    do throws(TarHeader.Trouble) {
      if header.flag == UInt8(ascii: "S"), header.format == .gnu {
        numbers = try TarSparse.numbers(in: header.bytes, from: 386, count: 4)
        size = try header.number(483, 12, "real size")
        var isMore = header.bytes[482] != 0
        while isMore {
          guard let block = try? readBlock() else { throw .number("sparse map") }
          numbers += try TarSparse.numbers(in: block, from: 0, count: 21)
          if numbers.count > limits.extents * 2 { throw .number("sparse map") }
          isMore = block[504] != 0
        }
      } else if holes.major == "1", holes.minor == "0" {
        numbers = try readSparseMap()
      } else if !holes.isSparse {
        return nil
      }
    } catch {
      throw damage("the map of a file with holes is not well formed")
    }
    if numbers.count > limits.extents * 2 {
      throw refusal("a file has more than \(limits.extents) holes")
    }
    guard let map = TarSparse(numbers, size: size, stored: storedCount) else {
      throw damage("the map of a file with holes contradicts itself")
    }
    return map
  }

  /// The map that stands before the content: decimal numbers, each with a line break, of which the
  /// first counts the stretches; filled up to a block.
  private func readSparseMap() throws(TarHeader.Trouble) -> [Int64] {
    var numbers: [Int64] = []
    var wanted: Int64?
    var current: Int64 = 0
    var hasDigits = false
    while true {
      guard let block = try? readContentBlock() else { throw .number("sparse map") }
      for byte in block {
        if byte == 10 {
          if !hasDigits { throw .number("sparse map") }
          if wanted == nil {
            if current > Int64(limits.extents) { throw .number("sparse map") }
            wanted = current * 2
          } else {
            numbers.append(current)
          }
          current = 0
          hasDigits = false
          if Int64(numbers.count) == wanted { return numbers }
        } else if byte >= 48, byte <= 57, current < Int64.max / 16 {
          current = current * 10 + Int64(byte - 48)
          hasDigits = true
        } else {
          throw .number("sparse map")
        }
      }
    }
  }

  // MARK: Numbers

  func number(
    _ header: TarHeader, _ start: Int, _ count: Int, _ name: String, canBeNegative: Bool = false
  ) throws(Failure) -> Int64 {
    let value: Int64
    do throws(TarHeader.Trouble) {
      value = try header.number(start, count, name)
    } catch {
      throw damage("the \(name) in a header is no number")
    }
    if value < 0, !canBeNegative { throw damage("the \(name) in a header is negative") }
    return value
  }

  private func decimal(_ record: TarEntry.Record) throws(Failure) -> Int64 {
    guard let value = TarRecords.number(record.value) else {
      throw damage("`\(record.key)` in an extended header is no number")
    }
    return value
  }

  /// The number of a user or group; some programs write -2 for nobody.
  private func account(_ value: Int64) throws(Failure) -> UInt32 {
    if let number = UInt32(exactly: value) { return number }
    if value < 0, let number = Int32(exactly: value) { return UInt32(bitPattern: number) }
    throw damage("the number of an owner is larger than 32 bits")
  }

  private func device(_ value: Int64) throws(Failure) -> UInt32 {
    guard let number = UInt32(exactly: value) else {
      throw damage("the number of a device is larger than 32 bits")
    }
    return number
  }
}

extension TarEntry {
  /// What keys of records begin with that hold extended attributes.
  static let attributePrefix = "SCHILY.xattr."
}
