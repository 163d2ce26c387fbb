import Source
import TestSupport
import Testing

@testable import Host

@Suite struct FilesTests {
  @Test func readsWhatWasWritten() throws {
    let folder = try TemporaryFolder()
    for size in [0, 1, 4095, 4096, 4097, 70_000, 1_000_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Files.write(bytes, to: folder.at("file"))
      #expect(try Files.read(folder.at("file")) == bytes)
    }
    #expect(try Files.list(folder.path).map(\.name) == ["file"])
  }

  @Test func keepsModeAndLinks() throws {
    let folder = try TemporaryFolder()
    try folder.write("real", "old")
    try folder.shell("chmod", "640", "real")
    try folder.shell("ln", "-s", "real", "link")
    try Files.write(Array("new".utf8), to: folder.at("link"))
    #expect(try Files.read(folder.at("real")) == Array("new".utf8))
    #expect(Files.status(folder.at("real"))?.mode == 0o640)
    #expect(Files.statusOfLink(folder.at("link"))?.kind == .link)
  }

  @Test func refusesWhatIsNoFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("large", String(repeating: "x", count: 100))
    try folder.shell("mkfifo", "pipe")
    try folder.shell("ln", "-s", "loop", "loop")
    let cases: [(path: String, reason: String)] = [
      (folder.at("missing"), "there is no such file or folder"), (folder.path, "it is a folder"),
      (folder.at("pipe"), "it is a named pipe"), (folder.at("loop"), "its links lead in a loop"),
      ("/dev/zero", "it is a device"), (folder.at("large/x"), "a part of the path is no folder"),
      (folder.at("large"), "it is larger than 99 bytes"), ("", "the path is empty"),
    ]
    for (path, reason) in cases {
      let failure = #expect(throws: Failure.self) { try Files.read(path, limit: 99) }
      #expect(failure?.because == [reason], "\(path)")
      if !path.isEmpty { #expect(failure?.what == "cannot read `\(path)`") }
    }
    let null = folder.at("a\0b")
    #expect(throws: Failure.self) { try Files.read(null) }
    #expect(!Files.exists(null))
    #expect(throws: Failure.self) { try Files.write([], to: folder.path) }
    #expect(throws: Failure.self) { try Files.write([], to: folder.at("none/file")) }
  }

  @Test func readsSpecialFilesWhenAsked() {
    #expect(throws: Failure.self) {
      try Files.read("/dev/zero", limit: 1000, special: .allowed)
    }
    #expect((try? Files.read("/dev/null", special: .allowed)) == [])
    // Files of the kernel say that they are empty and are not.
    #expect((try? Files.read("/proc/self/status"))?.isEmpty == false)
  }

  @Test func listsInTheOrderOfBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", "B", "é", "a.b", "a-b"] { try folder.write(name) }
    #expect(try Files.list(folder.path).map(\.name) == ["B", "a", "a-b", "a.b", "b", "é"])
    #expect(throws: Failure.self) { try Files.list(folder.path, limit: 5) }
  }
}

@Suite struct PathsTests {
  @Test(arguments: [
    ("a/b/c", "a/b", "c"), ("a", ".", "a"), ("/a", "/", "a"), ("/", "/", ""), ("a/b/", "a", "b"),
    ("a//b", "a", "b"),
  ])
  func takesApart(path: String, folder: String, name: String) {
    #expect(Paths.folder(of: path) == folder)
    #expect(Paths.name(of: path) == name)
  }

  @Test(arguments: [
    ("a/./b//c/../d", "a/b/d"), ("../a/../..", "../.."), ("/../a", "/a"), ("", "."), ("/", "/"),
    ("a/..", "."),
  ])
  func normalizes(path: String, normal: String) { #expect(Paths.normalized(path) == normal) }

  @Test(arguments: [
    ("/a/b/c", "/a", "b/c"), ("/a", "/a/b", ".."), ("/a/c", "/a/b", "../c"), ("/a", "/a", "."),
  ])
  func findsTheWay(path: String, folder: String, way: String) {
    #expect(Paths.relative(path, to: folder) == way)
  }
}
