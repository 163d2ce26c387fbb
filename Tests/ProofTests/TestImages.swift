import Archive
import Host
import Layers
import OCI
import Source
import Streams

@testable import Proof

/// Images of a few entries, made in the test.
enum TestImages {
  struct Item {
    var entry: TarEntry
    var content: [UInt8] = []
  }

  static func file(
    _ path: RawPath, _ content: String = "", mode: UInt32 = 0o644, owner: UInt32 = 0,
    group: UInt32 = 0
  ) -> Item {
    let bytes = Array(content.utf8)
    return Item(
      entry: TarEntry(
        .file, path, mode: mode, owner: owner, group: group, size: Int64(bytes.count)),
      content: bytes)
  }

  static func folder(_ path: RawPath, mode: UInt32 = 0o755) -> Item {
    Item(entry: TarEntry(.folder, path, mode: mode))
  }

  static func link(_ path: RawPath, _ target: RawPath) -> Item {
    Item(entry: TarEntry(.symbolicLink, path, link: target, mode: 0o777))
  }

  static func image(
    _ layers: [[Item]], _ runtime: RuntimeConfig = RuntimeConfig()
  ) throws(Failure) -> ProvenImage {
    var blobs: [LayerBlob] = []
    for items in layers {
      let sink = BytesCollected()
      let writer = try LayerWriter(into: sink, .gzip)
      for item in items {
        try writer.archive.add(item.entry)
        try writer.archive.write(item.content[...])
      }
      let result = try writer.finish()
      let bytes = sink.bytes
      blobs.append(
        LayerBlob(result.descriptor, diffID: result.diffID) { () throws(Failure) in
          BytesInMemory(bytes)
        })
    }
    let config = ImageConfig(
      platform: .host, runtime: runtime, diffIDs: blobs.compactMap(\.diffID))
    return try ProvenImage(blobs, config)
  }

  /// The results of the tests of a text on an image, none of which runs a command.
  static func results(_ yaml: String, _ image: ProvenImage) throws(Failure) -> [ProofResult] {
    let config = try ProofConfig(
      SourceText(name: "t.yaml", bytes: Array("schemaVersion: 2.0.0\n\(yaml)".utf8)))
    var prover = Prover(image, nil, threads: 1)
    return try prover.prove([config]).flatMap(\.results)
  }
}
