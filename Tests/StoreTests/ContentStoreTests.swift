import Documents
import Host
import OCI
import Source
import Store
import Streams
import TestSupport
import Testing

@Suite struct ContentStoreTests {
  let folder: TemporaryFolder
  let store: ContentStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ContentStore(folder.at("store"))
  }

  static let bytes = (0..<500_000).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }

  @discardableResult
  func image(
    _ name: String, layers: [[UInt8]], origin: ImageRecord.Origin = .made
  ) throws -> Manifest {
    let config = ImageConfig(
      platform: .host, runtime: RuntimeConfig(), diffIDs: layers.map { Digest(of: $0) })
    let manifest = Manifest(
      config: try store.put(config.bytes, .config),
      layers: try layers.map { try store.put($0, .layer) })
    try store.put(manifest.bytes, .manifest)
    try store.setName(
      ImageRecord(name: name, descriptor: manifest.descriptor, origin: origin, since: 1))
    return manifest
  }

  @Test(arguments: Digest.Algorithm.allCases)
  func givesBackWhatItTook(_ algorithm: Digest.Algorithm) throws {
    let descriptor = try store.put(Self.bytes, .layer, algorithm)
    #expect(store.contains(descriptor))
    #expect(try store.open(descriptor).readAll(limit: .max, what: "it") == Self.bytes)
    #expect(Files.status(store.path(of: descriptor.digest))?.mode == 0o444)
    // The same bytes again are no more bytes.
    #expect(try store.put(Self.bytes, .layer, algorithm) == descriptor)
    #expect(try Files.list(folder.at("store/ingest")).isEmpty)
  }

  @Test func goesOnWhereItStopped() throws {
    let descriptor = Descriptor(of: Self.bytes, .layer)
    do {
      let writer = try #require(try store.writer(for: descriptor))
      try writer.write(Self.bytes[..<200_000])
    }
    #expect(!store.contains(descriptor))
    let writer = try #require(try store.writer(for: descriptor))
    #expect(writer.count == 200_000)
    try writer.write(Self.bytes[200_000...])
    try writer.commit()
    #expect(try store.open(descriptor).drain() == 500_000)
    #expect(try store.writer(for: descriptor) == nil)
    #expect(try Files.list(folder.at("store/partial")).isEmpty)
  }

  @Test(arguments: [
    ("altered", 0, 500_000), ("altered at its end", 499_999, 500_000), ("cut", -1, 499_999),
    ("too long", -1, 500_001), ("empty", -1, 0),
  ])
  func takesNoWrongBlob(_ name: String, _ altered: Int, _ count: Int) throws {
    let descriptor = Descriptor(of: Self.bytes, .layer)
    var wrong = Array((Self.bytes + [1]).prefix(count))
    if altered >= 0 { wrong[altered] ^= 1 }
    let writer = try #require(try store.writer(for: descriptor))
    #expect(throws: Failure.self, "\(name)") {
      for start in stride(from: 0, to: wrong.count, by: 65_536) {
        try writer.write(wrong[start..<min(start + 65_536, wrong.count)])
      }
      try writer.commit()
    }
    #expect(!store.contains(descriptor))
    #expect(!Files.exists(store.path(of: descriptor.digest)))
  }

  @Test func findsAlteredBlobsWhenTheyAreRead() throws {
    let descriptor = try store.put(Self.bytes, .layer)
    let file = store.path(of: descriptor.digest)
    var altered = Self.bytes
    altered[400_000] ^= 0x80
    try Files.write(altered, to: file)
    let stream = try store.open(descriptor)
    #expect(throws: Failure.self) { try stream.drain() }
    let report = try store.verify(removing: true, threads: 2)
    #expect(report.altered == [descriptor.digest])
    #expect(try store.verify(removing: false, threads: 2).isSound)
    try Files.write(Array(Self.bytes.dropLast()), to: file)
    #expect(throws: Failure.self) { try store.open(descriptor) }
  }

  @Test func keepsNames() throws {
    let name = "localhost:5000/" + String(repeating: "long/", count: 60) + "name:tag"
    let manifest = try image(name, layers: [[1]])
    #expect(try store.record(name)?.descriptor.digest == manifest.digest)
    #expect(try store.record("other") == nil)
    try image("b", layers: [[2]])
    #expect(try store.records().map(\.name) == ["b", name])
    #expect(try store.removeName(name)?.name == name)
    #expect(try store.removeName(name) == nil)
    #expect(try store.records().map(\.name) == ["b"])
  }

  @Test func tellsWhatAnImageLacks() throws {
    let manifest = try image("a", layers: [[1], [2]])
    #expect(store.missingBlobs(of: manifest.descriptor).isEmpty)
    try Files.remove(store.path(of: manifest.layers[1].digest))
    #expect(store.missingBlobs(of: manifest.descriptor) == [manifest.layers[1].digest])
    #expect(
      try store.verify(removing: false, threads: 1).missing == ["a": [manifest.layers[1].digest]])
    let other = Descriptor(of: [9], .manifest)
    let index = ImageIndex(manifests: [manifest.descriptor, other])
    let root = try store.put(index.bytes, .index)
    #expect(store.missingBlobs(of: root) == [manifest.layers[1].digest])
    let empty = try store.put(ImageIndex(manifests: [other]).bytes, .index)
    #expect(store.missingBlobs(of: empty) == [other.digest])
  }

  @Test func refusesANewerLayout() throws {
    try folder.write("store/version", "2\n")
    #expect(throws: Failure.self) { try ContentStore(folder.at("store")) }
  }

  @Test func keepsAJournal() throws {
    for number in 0..<3 {
      store.note(
        .init(
          action: "pull", name: "a:\(number)", started: 5, milliseconds: 7,
          failure: number == 1 ? "no" : nil))
    }
    #expect(store.journal().map(\.name) == ["a:0", "a:1", "a:2"])
    #expect(store.journal().map(\.failure) == [nil, "no", nil])
  }

  @Test(arguments: [
    (["HARDSTAND_STORE": "/a"], "/a"),
    (["XDG_DATA_HOME": "/x", "HOME": "/h"], "/x/hardstand/store"),
  ])
  func findsItsFolder(_ environment: [String: String], _ expected: String) throws {
    #expect(try ContentStore.folder(in: environment) == expected)
    #expect(throws: Failure.self) { try ContentStore.folder(in: [:]) }
  }
}
