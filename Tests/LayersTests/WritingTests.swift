import Archive
import Host
import Layers
import OCI
import Source
import Streams
import TestSupport
import Testing

extension TestLayers {
  /// A tree as one archive.
  static func merged(_ tree: FileTree, _ layers: [LayerBlob]) throws(Failure) -> LayerBlob {
    let sink = BytesCollected()
    let writer = try LayerWriter(into: sink, .none)
    try tree.write(to: writer.archive, contentFrom: layers)
    let result = try writer.finish()
    let bytes = sink.bytes
    return LayerBlob(result.descriptor, diffID: result.diffID) { BytesInMemory(bytes) }
  }
}

@Suite struct WritingTests {
  private static func layer(
    _ path: String, _ input: ArchiveInput = ArchiveInput(), _ compression: Compression = .gzip
  ) throws(Failure) -> (result: LayerWriter.Result, bytes: [UInt8]) {
    let sink = BytesCollected()
    let writer = try LayerWriter(into: sink, compression)
    try input.write(OpenFolder(path), to: writer.archive)
    return (try writer.finish(), sink.bytes)
  }

  private static let script = """
    mkdir -p $1/b/c $1/a; cd $1; printf hello > b/c/file; printf x > z; ln z a/hard; ln -s ../z a/soft
    chmod 4755 z; mkfifo pipe; printf y > a.b; touch -d @1700000000.5 z; touch -d @1500000000 a.b
    """

  @Test func givesTheSameBytesForTheSameFiles() throws {
    let folder = try TemporaryFolder()
    for name in ["one", "two"] { try folder.run("sh", ["-euc", Self.script, "sh", name]) }
    var input = ArchiveInput()
    input.latestTime = 1_600_000_000
    input.dropsOwners = true
    for compression in Compression.written {
      let (first, bytes) = try Self.layer(folder.at("one"), input, compression)
      let (second, again) = try Self.layer(folder.at("two"), input, compression)
      #expect(first == second)
      #expect(bytes == again)
      #expect(first.descriptor.digest == Digest(of: bytes))
      #expect(first.descriptor.size == Int64(bytes.count))
      #expect(first.descriptor.mediaType == .layer(compression))
    }
    let (result, bytes) = try Self.layer(folder.at("one"), input)
    let blob = LayerBlob(result.descriptor, diffID: result.diffID) { BytesInMemory(bytes) }
    let reader = try LayerReader(blob, checksDiffID: true)
    var lines: [String] = []
    while let step = try reader.next() {
      guard case .put(let entry) = step.action else { continue }
      lines.append("\(entry.kind) \(step.path)")
      #expect(entry.modified <= TarEntry.Time(seconds: 1_600_000_000))
      #expect(entry.owner == 0)
    }
    #expect(
      lines == [
        "folder /a", "file /a/hard", "symbolicLink /a/soft", "file /a.b", "folder /b",
        "folder /b/c", "file /b/c/file", "pipe /pipe", "hardLink /z",
      ])
  }

  @Test func isUnpackedByGNUTar() throws {
    let folder = try TemporaryFolder()
    try folder.run("sh", ["-euc", Self.script, "sh", "one"])
    let (_, bytes) = try Self.layer(folder.at("one"))
    try Files.write(bytes, to: folder.at("layer.tar.gz"))
    try folder.script(
      "mkdir out; tar -xzpf layer.tar.gz -C out; diff -r --no-dereference one out -x pipe")
    #expect(
      try TestLayers.listing(ofFolder: folder.at("out"))
        == TestLayers.listing(ofFolder: folder.at("one")))
    #expect(Files.status(folder.at("out/z"))?.mode == 0o4755)
    #expect(Files.status(folder.at("out/z"))?.modifiedNanoseconds == 500_000_000)
  }

  @Test func mergesForGNUTar() throws {
    let layers = try TestLayers.layers([
      [
        TestLayers.folder("d"), TestLayers.file("d/a", "1"), TestLayers.hard("d/b", "d/a"),
        TestLayers.link("l", "d/a"), TestLayers.file("gone", "x"),
      ],
      [TestLayers.file("d/a", "2"), TestLayers.file(".wh.gone"), TestLayers.file("e/f", "3")],
    ])
    let tree = try FileTree(reading: layers, hashing: true)
    let folder = try TemporaryFolder()
    let bytes = try TestLayers.merged(tree, layers).open().readAll(limit: 1 << 20, what: "it")
    try Files.write(bytes, to: folder.at("merged.tar"))
    try folder.script("mkdir out; tar -xf merged.tar -C out")
    #expect(try TestLayers.listing(ofFolder: folder.at("out")) == TestLayers.listing(tree))
    #expect(try Files.read(folder.at("out/d/b")) == Array("1".utf8))
  }

  @Test func takesArchives() throws {
    let folder = try TemporaryFolder()
    try folder.run("sh", ["-euc", Self.script, "sh", "one"])
    let archive = try folder.run("tar", ["-czf", "-", "-C", "one", "."])
    let sink = BytesCollected()
    let writer = try LayerWriter(into: sink, .none)
    let reader = try LayerReader(archive: BytesInMemory(archive), what: "the archive")
    #expect(try ArchiveInput().write(reader, to: writer.archive) == 9)
    let result = try writer.finish()
    let bytes = sink.bytes
    let blob = LayerBlob(result.descriptor) { BytesInMemory(bytes) }
    #expect(
      TestLayers.listing(try FileTree(reading: [blob], hashing: true))
        == (try TestLayers.listing(ofFolder: folder.at("one"))))
  }

  @Test func refusesNamesThatMarkDeletions() throws {
    let folder = try TemporaryFolder()
    try folder.script("mkdir one; touch one/.wh.a; tar -cf a.tar -C one .")
    let failure = #expect(throws: Failure.self) { try Self.layer(folder.at("one")) }
    #expect(failure?.because == ["in an image its name would mark a deletion"])
    let archive = try Files.read(folder.at("a.tar"))
    #expect(throws: Failure.self) {
      let reader = try LayerReader(archive: BytesInMemory(archive), what: "the archive")
      try ArchiveInput().write(reader, to: TarWriter(into: BytesCollected()))
    }
  }
}
