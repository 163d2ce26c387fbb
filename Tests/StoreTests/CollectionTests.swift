import Host
import OCI
import Source
import Store
import Streams
import TestSupport
import Testing

@Suite struct CollectionTests {
  let base: ContentStoreTests
  var store: ContentStore { base.store }

  init() throws { base = try ContentStoreTests() }

  private func age(_ digest: Digest, days: Int) throws {
    try base.folder.shell("touch", "-d", "\(days) days ago", store.path(of: digest))
  }

  @Test func keepsWhatNamesLeadTo() throws {
    let manifest = try base.image("a", layers: [[1], [2]])
    let index = ImageIndex(manifests: [manifest.descriptor, Descriptor(of: [9], .manifest)])
    let root = try store.put(index.bytes, .index)
    try store.setName(ImageRecord(name: "b", descriptor: root, origin: .pulled, since: 1))
    try store.removeName("a")
    let loose = try store.put([7, 7, 7], .layer)
    do {
      let writer = try #require(try store.writer(for: Descriptor(of: [8, 8], .layer)))
      try writer.write([8])
    }
    let rehearsal = try store.collect(.init(isRehearsal: true))
    #expect(store.contains(loose))
    let report = try store.collect()
    #expect(rehearsal == report)
    #expect(report.removedBlobs == 2 && report.removedBytes == 4 && report.removedNames.isEmpty)
    #expect(!store.contains(loose))
    #expect(store.missingBlobs(of: root).isEmpty)
    let again = try store.collect()
    #expect(again.removedBlobs == 0 && again.keptBytes == report.keptBytes)
  }

  @Test func takesTheOldestFirstDownToTheCeiling() throws {
    let layer = { (byte: UInt8) in [UInt8](repeating: byte, count: 10_000) }
    let made = try base.image("made", layers: [layer(1)])
    let old = try base.image("old", layers: [layer(2), layer(9)], origin: .pulled)
    let new = try base.image("new", layers: [layer(3), layer(9)], origin: .pulled)
    let looseOld = try store.put(layer(4), .layer)
    let looseNew = try store.put(layer(5), .layer)
    for (digest, days) in [
      (made.digest, 90), (old.digest, 30), (new.digest, 10), (looseOld.digest, 5),
      (looseNew.digest, 4),
    ] {
      try age(digest, days: days)
    }
    #expect(try store.collect(.init(ceiling: 1 << 20)).removedBlobs == 0)
    #expect(try store.collect(.init(ceiling: 55_000)).removedBlobs == 1)
    #expect(!store.contains(looseOld) && store.contains(looseNew))
    // The layer that both share stays with the other.
    let report = try store.collect(.init(ceiling: 35_000))
    #expect(report.removedNames == ["old"])
    #expect(!store.contains(looseNew) && store.missingBlobs(of: new.descriptor).isEmpty)
    // What cannot be had again is never taken.
    let last = try store.collect(.init(ceiling: 0))
    #expect(last.removedNames == ["new"] && last.keptBytes > 10_000)
    #expect(store.missingBlobs(of: made.descriptor).isEmpty)
  }

  @Test func waitsForThoseWhoUseTheStore() throws {
    var lease: FileLock? = try store.lease()
    #expect(try store.collectIfFree(.init()) == nil)
    withExtendedLifetime(lease) {}
    lease = nil
    #expect(try store.collectIfFree(.init()) != nil)
  }
}
