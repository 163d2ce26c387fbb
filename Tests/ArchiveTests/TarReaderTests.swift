import Archive
import Source
import Streams
import TestSupport
import Testing

@Suite struct TarReaderTests {
  /// Each entry on a line, with the content of files.
  static func listing(_ archive: [UInt8], pieces: Int = 1 << 18) throws -> [String] {
    let reader = TarReader(BytesInMemory(archive, pieceSize: pieces), what: "the layer")
    var lines: [String] = []
    while let entry = try reader.next() {
      var line = "\(entry.kind) \(entry.path) \(String(entry.mode, radix: 8))"
      line += " \(entry.owner):\(entry.group) \(entry.size)"
      if !entry.link.isEmpty { line += " -> \(entry.link)" }
      let content = try reader.readAll(limit: 1 << 26)
      #expect(Int64(content.count) == entry.size)
      if content.count < 40 { line += " " + String(decoding: content, as: UTF8.self) }
      lines.append(line)
    }
    return lines
  }

  private static let long = String(repeating: "folder-with-a-name/", count: 12)

  /// A tree with every kind of name that fits each format.
  private static let tree = """
    umask 022; mkdir -p tree/sub tree/\(long); cd tree
    printf hello > a; printf world > 'with space'; ln a hard; ln -s a soft; ln -s /abs/x sub/absolute
    : > empty; chmod 4755 a; chmod 1777 sub; mkfifo pipe
    head -c 100000 /dev/zero > zeros; printf deep > \(long)file; printf u > 'Főtanúsítvány.pem'
    ln -s \(long)file tolong
    """

  private static func expected(_ prefix: String) -> Set<String> {
    [
      "file \(prefix)a 4755 0:0 5 hello", "file \(prefix)with space 644 0:0 5 world",
      "symbolicLink \(prefix)soft 777 0:0 0 -> a",
      "symbolicLink \(prefix)sub/absolute 777 0:0 0 -> /abs/x", "file \(prefix)empty 644 0:0 0 ",
      "folder \(prefix)sub/ 1777 0:0 0 ", "file \(prefix)zeros 644 0:0 100000",
      "file \(prefix)\(long)file 644 0:0 4 deep", "file \(prefix)Főtanúsítvány.pem 644 0:0 1 u",
      "pipe \(prefix)pipe 644 0:0 0 ",
    ]
  }

  @Test(arguments: ["gnu", "pax", "oldgnu"])
  func readsWhatGNUTarWrites(format: String) throws {
    let folder = try TemporaryFolder()
    try folder.script(Self.tree)
    let archive = try folder.run(
      "tar",
      ["-c", "--format=\(format)", "--owner=0", "--group=0", "--sort=name", "-C", "tree", "."])
    for pieces in [1 << 18, 512, 777] {
      let lines = try Self.listing(archive, pieces: pieces)
      let found = Set(lines.map { $0.hasPrefix("symbolicLink") ? String($0.dropLast()) : $0 })
      #expect(Self.expected("./").isSubset(of: found.union(Set(lines))), "\(lines)")
      #expect(lines.contains { $0.hasPrefix("hardLink ./hard 4755 0:0 0 -> ./a") })
      #expect(lines.count == 25)
    }
  }

  @Test(arguments: ["USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT"])
  func readsWhatPythonWrites(format: String) throws {
    let folder = try TemporaryFolder()
    let archive = try folder.python(
      """
      import tarfile, io, sys
      out = io.BytesIO()
      t = tarfile.open(fileobj=out, mode='w', format=tarfile.\(format))
      def add(name, data=b'', **more):
          i = tarfile.TarInfo(name); i.size = len(data); i.mtime = 1600000000
          for key, value in more.items(): setattr(i, key, value)
          t.addfile(i, io.BytesIO(data))
      add('a', b'hello', mode=0o755, uid=1000, gid=1001, uname='me', gname='us')
      add('p' * 90 + '/' + 'n' * 90, b'x')
      add('null', type=tarfile.CHRTYPE, devmajor=1, devminor=3)
      add('disk', type=tarfile.BLKTYPE, devmajor=8, devminor=0)
      add('dir', type=tarfile.DIRTYPE, mode=0o750)
      add('hard', type=tarfile.LNKTYPE, linkname='a')
      if tarfile.\(format) != tarfile.USTAR_FORMAT: add('big', uid=3000000)
      t.close()
      sys.stdout.buffer.write(out.getvalue())
      """)
    let lines = try Self.listing(archive)
    let name = String(repeating: "p", count: 90) + "/" + String(repeating: "n", count: 90)
    var expected = [
      "file a 755 1000:1001 5 hello", "file \(name) 644 0:0 1 x", "characterDevice null 644 0:0 0 ",
      "blockDevice disk 644 0:0 0 ", "folder dir 750 0:0 0 ", "hardLink hard 644 0:0 0 -> a ",
    ]
    if format != "USTAR_FORMAT" { expected.append("file big 644 3000000:0 0 ") }
    #expect(lines.map { $0.replacing("folder dir/ ", with: "folder dir ") } == expected)
    let reader = TarReader(BytesInMemory(archive))
    let first = try #require(try reader.next())
    #expect(first.ownerName == "me")
    #expect(first.groupName == "us")
    #expect(first.modified == TarEntry.Time(seconds: 1_600_000_000))
    _ = try reader.next()
    let device = try #require(try reader.next())
    #expect((device.deviceMajor, device.deviceMinor) == (1, 3))
  }

  @Test(.enabled(if: TemporaryFolder.has("busybox"), "busybox is not installed"))
  func readsWhatBusyBoxWrites() throws {
    let folder = try TemporaryFolder()
    try folder.script(Self.tree)
    let archive = try folder.run("busybox", ["tar", "-c", "-C", "tree", "."])
    let lines = try Self.listing(archive)
    #expect(lines.contains("file ./with space 644 0:0 5 world"))
    #expect(lines.contains("file ./\(Self.long)file 644 0:0 4 deep"))
    #expect(lines.contains { $0.hasPrefix("hardLink ") })
  }

  @Test func keepsAttributesAndTimes() throws {
    let folder = try TemporaryFolder()
    let archive = try folder.python(
      """
      import tarfile, io, sys
      out = io.BytesIO()
      t = tarfile.open(fileobj=out, mode='w', format=tarfile.PAX_FORMAT)
      i = tarfile.TarInfo('ping')
      i.pax_headers = {'SCHILY.xattr.user.note': 'a=b\\n', 'mtime': '-1.25', 'comment': 'kept'}
      t.addfile(i); t.close()
      sys.stdout.buffer.write(out.getvalue())
      """)
    let entry = try #require(try TarReader(BytesInMemory(archive)).next())
    #expect(entry.attributes == [TarEntry.Record("user.note", Array("a=b\n".utf8))])
    #expect(entry.modified == TarEntry.Time(seconds: -2, nanoseconds: 750_000_000))
    #expect(entry.records.contains(TarEntry.Record("comment", Array("kept".utf8))))
  }

  @Test(arguments: [
    "--format=gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0",
  ])
  func readsFilesWithHoles(option: String) throws {
    let folder = try TemporaryFolder()
    try folder.script(
      """
      truncate -s 3M holes
      for n in $(seq 0 9); do printf "piece $n" | dd of=holes bs=1 seek=$((n * 250000 + 4096)) conv=notrunc 2>/dev/null; done
      printf behind > next
      """)
    let options = option.hasPrefix("--sparse") ? ["--format=pax", option] : [option]
    let archive = try folder.run("tar", ["-cS"] + options + ["holes", "next"])
    let plain = try folder.script("cat holes")
    #expect(archive.count < 200_000)
    for pieces in [1 << 18, 333] {
      let reader = TarReader(BytesInMemory(archive, pieceSize: pieces))
      let entry = try #require(try reader.next())
      #expect(entry.path == "holes")
      #expect(entry.size == 3 << 20)
      #expect(try reader.readAll(limit: 4 << 20) == plain)
      #expect(try reader.next()?.path == "next")
      #expect(try reader.readAll(limit: 100) == Array("behind".utf8))
      #expect(try reader.next() == nil)
    }
  }

  @Test func readsArchivesWithoutAnEnd() throws {
    let folder = try TemporaryFolder()
    let archive = try folder.script("printf hello > a; tar -c a")
    for count in [1024, 1536, archive.count] {
      #expect(try Self.listing(Array(archive[..<count])).count == 1)
    }
    // The last block need not be filled.
    #expect(try Self.listing(Array(archive[..<517])).count == 1)
    #expect(try Self.listing([]).isEmpty)
  }

  @Test func readsHardLinksOfKnownSize() throws {
    let folder = try TemporaryFolder()
    for hasContent in [false, true] {
      let archive = try folder.python(
        """
        import tarfile, io, sys
        out = io.BytesIO()
        def header(name, size, type=tarfile.REGTYPE, link=''):
            i = tarfile.TarInfo(name); i.size = size; i.type = type; i.linkname = link
            out.write(i.tobuf(tarfile.USTAR_FORMAT))
        header('a', 5); out.write(b'hello'.ljust(512, b'\\0'))
        header('b', 5, tarfile.LNKTYPE, 'a')
        if \(hasContent ? "True" : "False"): out.write(b'hello'.ljust(512, b'\\0'))
        header('c', 0); out.write(bytes(1024))
        sys.stdout.buffer.write(out.getvalue())
        """)
      for pieces in [1 << 18, 100] {
        #expect(
          try Self.listing(archive, pieces: pieces) == [
            "file a 644 0:0 5 hello", "hardLink b 644 0:0 0 -> a ", "file c 644 0:0 0 ",
          ])
      }
    }
  }
}
