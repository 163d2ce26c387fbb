import Archive

extension Effect {
  /// The names by which BusyBox is called, which stand in the program itself: in `/bin` where BusyBox is
  /// asked for, and in `/busybox` of a variant for debugging.
  static let busyboxLinks = Effect(packages: ["busybox-static"]) { tree, context in
    guard context.package("busybox-static") != nil, let program = tree.content("bin/busybox") else {
      return
    }
    // A base without a package manager has none of BusyBox either.
    let names = applets(of: program).filter { !["dpkg", "dpkg-deb", "rpm"].contains($0) }
    if names.isEmpty {
      context.notes.append("busybox-static: its names were not found, so it has no links")
    }
    if context.spec.isDebugVariant {
      tree.write("busybox/busybox", program, mode: 0o755)
      tree.remove("bin/busybox")
      for name in names where name != "busybox" {
        tree.link(RawPath("busybox/\(name)"), to: "busybox")
      }
    } else {
      for name in names { tree.linkIfMissing(RawPath("bin/\(name)"), to: "busybox") }
    }
  }

  /// The names in the table of a BusyBox program: texts with null bytes between, the first `[`.
  static func applets(of program: [UInt8]) -> [String] {
    let start: [UInt8] = [0, 0x5B, 0, 0x5B, 0x5B, 0]
    var index = 0
    while index + start.count < program.count {
      guard let next = program[index...].firstIndex(of: 0x5B), next > 0 else { return [] }
      index = next + 1
      if !program[(next - 1)...].starts(with: start) { continue }
      var names: [String] = []
      var rest = program[next...]
      while let end = rest.firstIndex(of: 0), end > rest.startIndex, names.count < 1000 {
        let name = rest[..<end]
        guard name.count < 32, name.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
          break
        }
        names.append(String(decoding: name, as: UTF8.self))
        rest = rest[(end + 1)...]
      }
      if names.contains("sh"), names.contains("ls") { return names }
    }
    return []
  }
}
