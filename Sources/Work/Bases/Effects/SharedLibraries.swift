import Archive

extension Effect {
  /// Writes the cache of `ldconfig` where packages bring folders of libraries besides the usual ones,
  /// which the loader searches without it.
  static let sharedLibraries = Effect(packages: ["libc-bin"]) { tree, context in
    let usual = ["lib", "usr/lib", "lib/\(context.triplet)", "usr/lib/\(context.triplet)"].map {
      tree.place(RawPath($0))
    }
    var cache = LoaderCache()
    var folders: Set<RawPath> = []
    for file in tree.files(in: "etc/ld.so.conf.d") {
      for line in (tree.text(file) ?? "").split(separator: "\n") where line.hasPrefix("/") {
        let folder = tree.place(RawPath(String(line.dropFirst())))
        guard !usual.contains(folder), folders.insert(folder).inserted else { continue }
        // Files of a package bear the name by which programs ask for them, or have a link that does.
        for library in tree.files(in: folder)
        where library.name.contains(".so") && tree.exists(library) {
          cache.add(library.name, path: "\(line)/\(library.name)")
        }
      }
    }
    guard !cache.isEmpty else { return }
    if let bytes = cache.bytes(context.architecture) {
      tree.write("etc/ld.so.cache", bytes)
    } else {
      context.notes.append(
        "programs find the libraries of \(folders.count) folders only after `ldconfig`, since its "
          + "cache for \(context.architecture) is not known")
    }
  }
}

/// The file by which the loader of the GNU C library finds libraries (glibc, `dl-cache.h`, format 1.1).
struct LoaderCache {
  private var libraries: [(name: String, path: String)] = []

  /// Whether it names no library.
  var isEmpty: Bool { libraries.isEmpty }

  /// Adds a library; of two with one name the first counts.
  mutating func add(_ name: String, path: String) {
    if !libraries.contains(where: { $0.name == name }) { libraries.append((name, path)) }
  }

  /// The kinds of libraries by Debian's names of architectures: ELF for the C library 6, and the word
  /// size and processor.
  private static let kinds: [String: UInt32] = [
    "amd64": 0x0303, "arm64": 0x0A03, "i386": 0x0003, "ppc64el": 0x0503, "s390x": 0x0403,
    "armhf": 0x0903, "riscv64": 0x1003,
  ]

  /// The file; nil for an architecture whose kind is not known, or whose numbers begin with the highest
  /// byte.
  func bytes(_ architecture: String) -> [UInt8]? {
    guard let kind = Self.kinds[architecture], architecture != "s390x" else { return nil }
    // The loader searches by halving, from the last name to the first.
    let sorted = libraries.sorted { Self.order($0.name, $1.name) > 0 }
    let start = 48 + sorted.count * 24
    var strings: [UInt8] = []
    var entries: [UInt8] = []
    func append(_ value: UInt32, to bytes: inout [UInt8]) {
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
      }
    }
    for library in sorted {
      let key = UInt32(start + strings.count)
      strings += Array(library.name.utf8) + [0]
      let value = UInt32(start + strings.count)
      strings += Array(library.path.utf8) + [0]
      append(kind, to: &entries)
      append(key, to: &entries)
      append(value, to: &entries)
      // The version of the system, and what the processor must have: any.
      for _ in 0..<3 { append(0, to: &entries) }
    }
    var bytes = Array("glibc-ld.so.cache1.1".utf8)
    append(UInt32(sorted.count), to: &bytes)
    append(UInt32(strings.count), to: &bytes)
    // The order of bytes, 2 for the lowest first, three bytes of filling, no extension, three spare
    // numbers.
    append(2, to: &bytes)
    for _ in 0..<4 { append(0, to: &bytes) }
    return bytes + entries + strings
  }

  /// The loader's order of names: numbers within them count as numbers.
  static func order(_ left: String, _ right: String) -> Int {
    let (one, two) = (Array(left.utf8) + [0], Array(right.utf8) + [0])
    var (i, j) = (0, 0)
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func number(_ bytes: [UInt8], _ index: inout Int) -> Int {
      var value = 0
      while isDigit(bytes[index]) {
        value = value &* 10 &+ Int(bytes[index] - 0x30)
        index += 1
      }
      return value
    }
    while one[i] != 0 {
      if isDigit(one[i]) {
        guard isDigit(two[j]) else { return 1 }
        let (first, second) = (number(one, &i), number(two, &j))
        if first != second { return first - second }
      } else if isDigit(two[j]) {
        return -1
      } else if one[i] != two[j] {
        return Int(one[i]) - Int(two[j])
      } else {
        i += 1
        j += 1
      }
    }
    return Int(one[i]) - Int(two[j])
  }
}
