import Frontend
import Host
import OCI
import Source

/// Whether commands for another processor can run here.
enum ForeignPlatform {
  /// - Throws: `Failure` where they cannot.
  static func require(_ platform: Platform, handlers folder: String = "/proc/sys/fs/binfmt_misc")
    throws(Failure)
  {
    let here = Platform.host
    if platform.os == here.os, platform.architecture == here.architecture { return }
    // Processors run what the smaller ones of their kind do.
    let family = ["amd64": ["386"], "arm64": ["arm"]][here.architecture] ?? []
    if platform.os == here.os, family.contains(platform.architecture) { return }
    guard platform.os == "linux", let machine = machines[platform.architecture] else {
      throw Failure(
        "cannot run commands for \(platform)", because: ["this machine is \(here)"],
        hint: "Build the files elsewhere and take them by COPY, which needs no command")
    }
    var reason = "no emulator is registered for it"
    for entry in (try? Files.list(folder, limit: 1000)) ?? [] {
      let path = Paths.join(folder, entry.name)
      guard let bytes = try? Files.read(path, limit: 65_536, special: .allowed),
        let handler = Handler(String(decoding: bytes, as: UTF8.self)),
        handler.takes(header(machine, platform.architecture))
      else { continue }
      if handler.isEnabled, handler.isFixed { return }
      reason =
        handler.isEnabled
        ? "its emulator `\(entry.name)` is registered without the flag F, so that it is looked for "
          + "inside of the image"
        : "its emulator `\(entry.name)` is switched off"
    }
    throw Failure(
      "cannot run commands for \(platform)", because: ["this machine is \(here)", reason],
      hint:
        "Register qemu-user with the flag F, as Debian's package `qemu-user-binfmt` does; files "
        + "that COPY and ADD take need no emulator, and `FROM --platform=$BUILDPLATFORM` with a "
        + "compiler for other machines needs none either")
  }

  /// A handler of binfmt_misc (Linux, Documentation/admin-guide/binfmt-misc.rst).
  private struct Handler {
    var isEnabled = false
    /// Whether the interpreter was opened when it was registered.
    var isFixed = false
    var offset = 0
    var magic: [UInt8] = []
    var mask: [UInt8] = []

    init?(_ text: String) {
      for (number, line) in text.split(separator: "\n").enumerated() {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        if number == 0 { isEnabled = words.first == "enabled" }
        guard words.count == 2 else { continue }
        switch words[0] {
        case "flags:": isFixed = words[1].contains("F")
        case "offset": offset = Int(words[1]) ?? -1
        case "magic": magic = Self.bytes(words[1])
        case "mask": mask = Self.bytes(words[1])
        default: break
        }
      }
      guard !magic.isEmpty, offset >= 0 else { return nil }
    }

    func takes(_ header: [UInt8]) -> Bool {
      guard offset + magic.count <= header.count else { return false }
      return magic.indices.allSatisfy { index in
        let bits = index < mask.count ? mask[index] : 0xFF
        return header[offset + index] & bits == magic[index] & bits
      }
    }

    private static func bytes(_ text: String) -> [UInt8] {
      let digits = Array(text.utf8)
      return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
      }
    }
  }

  /// The first bytes of a program for a processor (ELF, "ELF Header").
  private static func header(_ machine: UInt16, _ architecture: String) -> [UInt8] {
    let isWide = !["386", "arm", "mips", "mipsle"].contains(architecture)
    let isBig = ["s390x", "ppc64", "mips", "mips64"].contains(architecture)
    func half(_ value: UInt16) -> [UInt8] {
      let (low, high) = (UInt8(value & 0xFF), UInt8(value >> 8))
      return isBig ? [high, low] : [low, high]
    }
    var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBig ? 2 : 1, 1, 0]
    bytes += [UInt8](repeating: 0, count: 8)
    return bytes + half(2) + half(machine) + half(1) + half(0)
  }

  /// The numbers of processors in ELF.
  private static let machines: [String: UInt16] = [
    "amd64": 62, "386": 3, "arm64": 183, "arm": 40, "riscv64": 243, "ppc64le": 21, "ppc64": 21,
    "s390x": 22, "mips": 8, "mipsle": 8, "mips64": 8, "mips64le": 8, "loong64": 258,
  ]
}
