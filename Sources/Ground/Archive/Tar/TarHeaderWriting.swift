import Source

/// The blocks of an entry before its content.
struct TarHeaderWriting {
  /// The header itself.
  let block: [UInt8]
  /// The extended header before it, where one is needed.
  let records: (header: TarEntry, bytes: [UInt8])?

  /// The blocks of an entry.
  /// - Throws: `Failure` when a value cannot be written.
  init(_ entry: TarEntry) throws(Failure) {
    var plain = entry
    var records: [(key: String, value: [UInt8])] = []
    if entry.path.isEmpty || entry.path.bytes.contains(0) || entry.link.bytes.contains(0) {
      throw Failure(
        "cannot write the archive", because: ["a path is empty or has a null byte"],
        hint: "leave that file out")
    }
    // A folder ends with a slash: programs before ustar know it by nothing else.
    if entry.kind == .folder, entry.path.bytes.last != UInt8(ascii: "/") {
      plain.path = RawPath(entry.path.bytes + [UInt8(ascii: "/")])
    }
    if !Self.isPlain(plain.path) || Self.split(plain.path) == nil {
      records.append(("path", plain.path.bytes))
      plain.path = Self.shortened(plain.path)
    }
    if !Self.isPlain(plain.link) || plain.link.bytes.count > 100 {
      records.append(("linkpath", plain.link.bytes))
      plain.link = Self.shortened(plain.link)
    }
    // Old readers take bytes for what they are; new ones must be told that they are no text.
    if [entry.path, entry.link].contains(where: { !Self.isText($0) }) {
      records.append(("hdrcharset", Array("BINARY".utf8)))
    }
    if entry.kind != .file { plain.size = 0 }
    if plain.size < 0 {
      throw Failure("cannot write the archive", because: ["the size of a file is negative"])
    }
    if plain.size > 0o7777_7777_777 {
      records.append(("size", Array(String(plain.size).utf8)))
      plain.size = 0
    }
    if plain.owner > 0o7777_777 {
      records.append(("uid", Array(String(plain.owner).utf8)))
      plain.owner = 0
    }
    if plain.group > 0o7777_777 {
      records.append(("gid", Array(String(plain.group).utf8)))
      plain.group = 0
    }
    let time = plain.modified
    if time.nanoseconds != 0 || time.seconds < 0 || time.seconds > 0o7777_7777_777 {
      records.append(("mtime", Array(TarRecords.text(time).utf8)))
      plain.modified = TarEntry.Time(
        seconds: min(max(0, time.seconds), 0o7777_7777_777), nanoseconds: 0)
    }
    for (key, name) in [("uname", plain.ownerName), ("gname", plain.groupName)]
    where name.utf8.count > 31 || !name.utf8.allSatisfy({ $0 < 128 && $0 != 0 }) {
      records.append((key, Array(name.utf8)))
    }
    for attribute in entry.attributes {
      records.append((TarEntry.attributePrefix + attribute.key, attribute.value))
    }
    block = try Self.block(plain)
    if records.isEmpty {
      self.records = nil
    } else {
      let bytes =
        records.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .flatMap { TarRecords.line($0.key, $0.value) }
      var header = TarEntry(.other(UInt8(ascii: "x")), Self.extendedName(plain.path))
      header.size = Int64(bytes.count)
      self.records = (header, bytes)
    }
  }

  /// The 512 bytes of an entry that fits.
  static func block(_ entry: TarEntry) throws(Failure) -> [UInt8] {
    guard let (prefix, name) = split(entry.path) else {
      throw Failure("cannot write the archive", because: ["a path does not fit its header"])
    }
    var bytes = [UInt8](repeating: 0, count: 512)
    func put(_ text: some Collection<UInt8>, _ start: Int, _ count: Int) {
      var place = start
      for byte in text.prefix(count) {
        bytes[place] = byte
        place += 1
      }
    }
    func number(_ value: Int64, _ start: Int, _ count: Int) {
      let digits = String(value, radix: 8)
      put(
        (String(repeating: "0", count: max(0, count - 1 - digits.utf8.count)) + digits).utf8, start,
        count - 1)
    }
    put(name, 0, 100)
    number(Int64(entry.mode & 0o7777), 100, 8)
    number(Int64(entry.owner), 108, 8)
    number(Int64(entry.group), 116, 8)
    number(entry.size, 124, 12)
    number(entry.modified.seconds, 136, 12)
    bytes[156] = flag(entry.kind)
    put(entry.link.bytes, 157, 100)
    put("ustar\u{0}00".utf8, 257, 8)
    for (name, start) in [(entry.ownerName, 265), (entry.groupName, 297)] {
      put(name.utf8.filter { $0 < 128 && $0 != 0 }, start, 31)
    }
    if entry.kind == .characterDevice || entry.kind == .blockDevice {
      if entry.deviceMajor > 0o7777_777 || entry.deviceMinor > 0o7777_777 {
        throw Failure(
          "cannot write the archive", because: ["the number of a device does not fit its header"],
          hint: "leave that device out")
      }
    }
    number(Int64(entry.deviceMajor), 329, 8)
    number(Int64(entry.deviceMinor), 337, 8)
    put(prefix, 345, 155)
    put("        ".utf8, 148, 8)
    let sum = bytes.reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    put((String(repeating: "0", count: 6 - digits.utf8.count) + digits + "\u{0} ").utf8, 148, 8)
    return bytes
  }

  private static func flag(_ kind: TarEntry.Kind) -> UInt8 {
    switch kind {
    case .file: UInt8(ascii: "0")
    case .hardLink: UInt8(ascii: "1")
    case .symbolicLink: UInt8(ascii: "2")
    case .characterDevice: UInt8(ascii: "3")
    case .blockDevice: UInt8(ascii: "4")
    case .folder: UInt8(ascii: "5")
    case .pipe: UInt8(ascii: "6")
    case .other(let letter): letter
    }
  }

  private static func isPlain(_ path: RawPath) -> Bool { path.bytes.allSatisfy { $0 < 128 } }

  private static func isText(_ path: RawPath) -> Bool {
    String(validating: path.bytes, as: UTF8.self) != nil
  }

  /// A path in the two parts of a header; nil when it does not fit.
  private static func split(_ path: RawPath) -> (
    prefix: ArraySlice<UInt8>, name: ArraySlice<UInt8>
  )? {
    let bytes = path.bytes
    if bytes.count <= 100 { return ([], bytes[...]) }
    // The last slash that leaves a prefix of at most 155 bytes; one at the end parts nothing.
    let last = min(155, bytes.count - 2)
    guard let slash = bytes[...last].lastIndex(of: UInt8(ascii: "/")), slash > 0,
      bytes.count - slash - 1 <= 100
    else { return nil }
    return (bytes[..<slash], bytes[(slash + 1)...])
  }

  /// What readers that know no extended headers see in place of a path.
  private static func shortened(_ path: RawPath) -> RawPath {
    RawPath(path.bytes.map { $0 < 128 ? $0 : UInt8(ascii: "_") }.prefix(100)[...])
  }

  private static func extendedName(_ path: RawPath) -> RawPath {
    let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
    return RawPath(Array("PaxHeaders/".utf8) + name.prefix(80))
  }
}
