import Analysis
import Archive
import Host
import Layers
import OCI
import Source
import Testing

@Suite struct ProgramCheckTests {
  private static let script = "#!/bin/sh\nexec true\n"

  /// A program and its libraries from this machine.
  private static func dynamic() throws -> [TestImage.Item] {
    let program = try #require(Files.realPath("/bin/cat"))
    var items = [TestImage.file("bin/cat", try Files.read(program), mode: 0o755)]
    let lines = try Spawn("ldd", [program]).run().outputText
    for word in lines.split(whereSeparator: { " \t\n".contains($0) }) where word.hasPrefix("/") {
      let path = String(word)
      items.append(
        TestImage.file(.init(String(path.dropFirst())), try Files.read(path), mode: 0o755))
    }
    return items
  }

  private static var platform: Platform { .host }

  private static func check(
    _ items: [TestImage.Item], _ change: (inout RuntimeConfig) -> Void,
    platform: Platform = .host
  ) throws -> ProgramCheck {
    var runtime = RuntimeConfig()
    change(&runtime)
    return try ImageAnalysis(of: try TestImage.image([items], runtime, platform: platform)).program
  }

  @Test(.enabled(if: Files.exists("/usr/bin/ldd"), "ldd is not installed"))
  func findsLibraries() throws {
    let items = try Self.dynamic()
    let good = try Self.check(items) { $0.entrypoint = ["cat"] }
    #expect(good.canStart, "\(good.problems)")
    #expect(good.path?.text == "/bin/cat")
    #expect(good.kind.hasSuffix("dynamic"))
    #expect(good.needs.contains { $0.name.hasPrefix("libc.so") && $0.path != nil })
    let libraries = items.dropFirst().map(\.entry.path.text)
    let libc = try #require(libraries.first { $0.contains("libc.so") })
    let loader = try #require(libraries.first { $0.contains("ld-linux") })
    for (left, word) in [(libc, "the library `libc.so.6`"), (loader, "the loader")] {
      let bad = try Self.check(items.filter { $0.entry.path.text != left }) {
        $0.entrypoint = ["/bin/cat"]
      }
      #expect(bad.problems.contains { $0.hasPrefix(word) }, "\(bad.problems)")
    }
    let other = try Self.check(
      items, { $0.entrypoint = ["cat"] },
      platform: Platform(
        os: "linux", architecture: Platform.host.architecture == "arm64" ? "amd64" : "arm64"))
    #expect(other.problems.contains { $0.contains("is built for") })
    // Found where LD_LIBRARY_PATH or ld.so.conf says.
    let moved = items.map { item in
      var item = item
      if item.entry.path.text == libc { item.entry.path = "opt/lib/libc.so.6" }
      return item
    }
    #expect(try !Self.check(moved) { $0.entrypoint = ["cat"] }.canStart)
    #expect(
      try Self.check(moved) {
        $0.entrypoint = ["cat"]
        $0.environment = ["LD_LIBRARY_PATH=/opt/lib"]
      }.canStart)
    let configured =
      moved + [
        TestImage.file("etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n"),
        TestImage.file("etc/ld.so.conf.d/x.conf", "# x\n/opt/lib\n"),
      ]
    #expect(try Self.check(configured) { $0.entrypoint = ["cat"] }.canStart)
  }

  @Test(
    arguments: [
      ("none", [], nil, "", "neither entrypoint nor command"),
      ("missing", ["/app"], nil, "", "`/app` is not in the image"),
      ("not in PATH", ["app"], nil, "", "is in no folder of PATH"),
      ("no mode", ["/opt/plain"], nil, "", "may not be executed by anyone"),
      ("no mode in PATH", ["plain"], "/opt", "", "`/opt/plain` may not be executed"),
      ("folder", ["/opt"], nil, "", "is a folder and no program"),
      ("data", ["/opt/data"], nil, "", "neither an ELF file nor a script"),
      ("empty", ["/opt/empty"], nil, "", "is empty"),
      ("interpreter missing", ["/opt/perl"], nil, "", "the interpreter `/usr/bin/perl`"),
      ("env without program", ["/opt/env"], nil, "", "`python3` is in no folder of PATH"),
      ("loop", ["/opt/loop"], nil, "", "`/opt/loop` is not in the image"),
      ("private", ["/opt/private"], nil, "1000", "may not be executed by the user `1000`"),
    ] as [(String, [String], String?, String, String)])
  func tellsProblems(
    name: String, entrypoint: [String], path: String?, user: String, problem: String
  ) throws {
    let items = [
      TestImage.file("opt/plain", Self.script), TestImage.file("opt/data", "text", mode: 0o755),
      TestImage.file("opt/empty", "", mode: 0o755),
      TestImage.file("opt/perl", "#!/usr/bin/perl -w\n", mode: 0o755),
      TestImage.file("opt/env", "#!/usr/bin/env -S python3\n", mode: 0o755),
      TestImage.file("usr/bin/env", Self.elf, mode: 0o755), TestImage.link("opt/loop", "loop"),
      TestImage.file("opt/private", Self.elf, mode: 0o700),
    ]
    let check = try Self.check(items) { runtime in
      runtime.entrypoint = entrypoint
      runtime.user = user
      if let path { runtime.environment = ["PATH=\(path)"] }
    }
    #expect(check.problems.count == 1, "\(name): \(check.problems)")
    #expect(check.problems.first?.contains(problem) == true, "\(name): \(check.problems)")
  }

  /// A static program of 64 bits for this machine, of which only the header is right.
  private static var elf: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 64)
    bytes.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
    bytes[18] = Platform.host.architecture == "arm64" ? 183 : 62
    return bytes
  }

  @Test func acceptsStaticProgramsAndScripts() throws {
    let items = [
      TestImage.file("app", Self.elf, mode: 0o755), TestImage.file("bin/sh", Self.elf, mode: 0o755),
      TestImage.file("run.sh", Self.script, mode: 0o755),
      TestImage.link("usr/local/bin/app", "/app"),
    ]
    for entrypoint in [["/app"], ["app"], ["/run.sh"], ["./run.sh"], ["/bin/sh", "-c", "x"]] {
      let check = try Self.check(items) { $0.entrypoint = entrypoint }
      #expect(check.canStart, "\(entrypoint): \(check.problems)")
    }
    let check = try Self.check(items) {
      $0.command = ["../run.sh"]
      $0.workingDirectory = "/bin"
    }
    #expect(check.kind == "script for /bin/sh")
    #expect(check.canStart)
  }

  /// Any damage to a real program: an answer, never a crash.
  @Test func survivesDamage() throws {
    let bytes = Array(try Files.read(try #require(Files.realPath("/bin/cat"))).prefix(30_000))
    for seed in 0..<60 {
      var damaged = bytes
      for step in 0..<20 {
        damaged[(seed * 131 + step * 37) % 1200] = UInt8(
          truncatingIfNeeded: seed &* 7 &+ step &* 29)
      }
      damaged.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, seed % 2 == 0 ? 2 : 1, 1])
      _ = try Self.check([TestImage.file("app", damaged, mode: 0o755)]) { $0.entrypoint = ["/app"] }
    }
  }
}
