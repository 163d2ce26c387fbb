import Archive
import Source
import Streams
import TestSupport
import Testing

@Suite struct TarWriterTests {
  static func archive(_ body: (TarWriter) throws -> Void) throws -> [UInt8] {
    try collected { sink in
      let writer = TarWriter(into: sink)
      try body(writer)
      try writer.finish()
    }
  }

  private static let entries: [TarEntry] = {
    var entries: [TarEntry] = [
      TarEntry(.folder, "dir/", mode: 0o755),
      TarEntry(.file, "dir/a", mode: 0o4755, owner: 1000, group: 1001, size: 5),
      TarEntry(.hardLink, "hard", link: "dir/a"), TarEntry(.symbolicLink, "soft", link: "/x/y"),
      TarEntry(.pipe, "pipe"), TarEntry(.file, "Főtanúsítvány.pem"),
      TarEntry(
        .file, RawPath(String(repeating: "p", count: 150) + "/" + String(repeating: "n", count: 99))
      ),
      TarEntry(.file, RawPath(String(repeating: "n", count: 120))),
      TarEntry(.symbolicLink, "long", link: RawPath(String(repeating: "l", count: 300))),
      TarEntry(.file, "high", owner: 4_294_967_294, group: 3_000_000),
      TarEntry(
        .file, "time", modified: TarEntry.Time(seconds: 1_600_000_000, nanoseconds: 123_456_789)),
      TarEntry(.file, "old", modified: TarEntry.Time(seconds: -2, nanoseconds: 750_000_000)),
      TarEntry(
        .file, "cap", attributes: [TarEntry.Record("security.capability", [1, 0, 0, 2, 10, 61])]),
      TarEntry(.file, RawPath([0x66, 0xFF, 0xFE])),
    ]
    var device = TarEntry(.characterDevice, "null")
    device.deviceMajor = 1
    device.deviceMinor = 3
    device.ownerName = "root"
    entries.append(device)
    return entries
  }()

  private static func write(_ writer: TarWriter) throws {
    for entry in entries {
      try writer.add(entry)
      if entry.size > 0 { try writer.write(Array("hello".utf8)[...]) }
    }
  }

  @Test func isReadBackWhole() throws {
    let archive = try Self.archive(Self.write)
    #expect(archive.count.isMultiple(of: 512))
    #expect(try Self.archive(Self.write) == archive)
    let reader = TarReader(BytesInMemory(archive))
    for expected in Self.entries {
      var entry = try #require(try reader.next())
      entry.records = []
      #expect(entry == expected)
    }
    #expect(try reader.next() == nil)
  }

  @Test func isReadByGNUTarAndPython() throws {
    let folder = try TemporaryFolder()
    let archive = try Self.archive(Self.write)
    let names = String(
      decoding: try folder.run("tar", ["-t", "--quoting-style=escape"], input: archive),
      as: UTF8.self
    ).split(separator: "\n")
    #expect(names.count == Self.entries.count)
    #expect(names.first == "dir/")
    #expect(names.contains("f\\377\\376"))
    let lines = String(
      decoding: try folder.run(
        "python3",
        [
          "-c",
          """
          import sys, tarfile, io
          for m in tarfile.open(fileobj=io.BytesIO(sys.stdin.buffer.read())):
              print(m.name[:20].encode('utf8', 'surrogateescape'), m.uid, m.gid, m.mtime, m.linkname[:8])
          """,
        ], input: archive), as: UTF8.self)
    #expect(lines.contains("b'high' 4294967294 3000000 0"))
    #expect(lines.contains("b'time' 0 0 1600000000.123"))
    #expect(lines.contains("b'old' 0 0 -1.25"))
    #expect(lines.contains("b'long' 0 0 0 llllllll"))
  }

  @Test func usesPlainHeadersWhereTheyFit() throws {
    let archive = try Self.archive { writer in
      try writer.add(TarEntry(.file, "a"), bytes: Array("hi".utf8))
    }
    #expect(archive.count == 2048)
    #expect(Array(archive[257..<265]) == Array("ustar\u{0}00".utf8))
  }

  @Test func refusesFilesOfAnotherSize() throws {
    let writer = TarWriter(into: BytesCollected())
    try writer.add(TarEntry(.file, "a", size: 3))
    #expect(throws: Failure.self) { try writer.write(Array("hello".utf8)[...]) }
    #expect(throws: Failure.self) { try writer.finish() }
    for path: RawPath in ["", RawPath([65, 0, 66])] {
      #expect(throws: Failure.self) {
        try TarWriter(into: BytesCollected()).add(TarEntry(.file, path))
      }
    }
  }
}
