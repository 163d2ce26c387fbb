import Archive
import Host
import Layers
import OCI
import Source
import Streams
import TestSupport
import Testing

/// Layers that mean harm, by name: a clear error or no effect outside, and nothing left behind.
@Suite struct LayerAttackTests {
  typealias Item = TestLayers.Item

  private static func file(_ path: RawPath, _ content: String = "evil") -> Item {
    TestLayers.file(path, content)
  }
  private static func link(_ path: RawPath, _ target: RawPath) -> Item {
    TestLayers.link(path, target)
  }
  private static func hard(_ path: RawPath, _ target: RawPath) -> Item {
    TestLayers.hard(path, target)
  }

  /// The reason of the failure; nil where the layer is harmless when it is read rightly.
  static let attacks: [(name: String, layers: [[Item]], reason: String?)] = [
    ("path above the root", [[file("../canary")]], "it leads out of the image"),
    ("path above the root later", [[file("a/../../canary")]], "it leads out of the image"),
    ("folder above the root", [[TestLayers.folder("..")]], "it leads out of the image"),
    ("absolute path", [[file("/canary")]], nil),
    ("root that is a link", [[link("./", "/tmp")]], "the root is a folder"),
    ("root that is a file", [[file("/")]], "the root is a folder"),
    ("file through a link", [[link("x", "OUTSIDE"), file("x/canary")]], nil),
    ("file through a relative link", [[link("x", "../"), file("x/canary")]], nil),
    ("file through a link below", [[link("x", "OUTSIDE")], [file("x/canary")]], nil),
    ("file through two links", [[link("x", "y"), link("y", "OUTSIDE"), file("x/canary")]], nil),
    ("file over a link", [[link("x", "OUTSIDE/canary"), file("x")]], nil),
    ("folder over a link", [[link("x", "OUTSIDE"), TestLayers.folder("x", mode: 0o777)]], nil),
    ("mark through a link", [[link("x", "OUTSIDE")], [file("x/.wh.canary")]], nil),
    ("emptying through a link", [[link("x", "OUTSIDE")], [file("x/.wh..wh..opq")]], nil),
    (
      "hard link through a link", [[link("x", "OUTSIDE"), hard("y", "x/canary")]],
      "as a hard link it leads to `/x/canary`, which is not there"
    ),
    (
      "hard link out of the image", [[hard("y", "../canary")]],
      "as a hard link it leads out of the image"
    ),
    (
      "hard link to an absolute path", [[hard("y", "OUTSIDE/canary"), file("y")]],
      "which is not there"
    ),
    (
      "hard link to a link, then written",
      [[link("x", "OUTSIDE/canary"), hard("y", "x"), file("y")]],
      nil
    ),
    (
      "hard link to nothing", [[hard("a", "b")]],
      "as a hard link it leads to `/b`, which is not there"
    ),
    ("hard link to itself", [[file("a"), hard("a", "a")]], "as a hard link it leads to itself"),
    (
      "hard link to a folder", [[TestLayers.folder("d"), hard("a", "d")]],
      "as a hard link it leads to a folder"
    ),
    ("hard link to the root", [[hard("a", "/")]], "as a hard link it leads to"),
    (
      "mark of a parent", [[file("d/a")], [file("d/.wh...")]],
      "it marks nothing that can be deleted"
    ),
    (
      "mark of the folder itself", [[file("d/a")], [file("d/.wh..")]],
      "it marks nothing that can be deleted"
    ),
    ("mark of no name", [[file("d/a")], [file("d/.wh.")]], "it marks nothing that can be deleted"),
    ("mark that is a folder", [[file(".wh.d/a")]], "a mark of deletion cannot be a folder"),
    ("looping links", [[link("a", "b"), link("b", "a"), file("a/x")]], nil),
    (
      "unknown kind", [[TestLayers.other(.other(UInt8(ascii: "Z")), "a")]],
      "it is of the unknown kind `Z`"
    ),
    (
      "path of 5000 bytes", [[file(RawPath(String(repeating: "a", count: 5000)))]],
      "it is longer than 4096 bytes"
    ),
    (
      "300 folders deep", [[file(RawPath(String(repeating: "a/", count: 300) + "x"))]],
      "it is more than 256 folders deep"
    ),
  ]

  @Test(arguments: attacks.indices)
  func doesNoHarm(index: Int) throws {
    let (name, items, reason) = Self.attacks[index]
    let folder = try TemporaryFolder()
    try Files.write(Array("canary".utf8), to: folder.at("canary"))
    let layers = try TestLayers.layers(
      items.map { layer in
        layer.map { item in
          var item = item
          item.entry.link = RawPath(item.entry.link.text.replacing("OUTSIDE", with: folder.path))
          return item
        }
      })
    for links in [UnpackOptions.Links.replaced, .followed] {
      var options = TestLayers.options
      options.links = links
      do throws(Failure) {
        try Unpacker.unpack(layers, into: folder.at("root"), options)
        if links == .replaced { #expect(reason == nil, "\(name)") }
      } catch {
        if links == .replaced {
          #expect(reason != nil && error.description.contains(reason ?? ""), "\(name): \(error)")
          #expect(error.hint != nil)
        }
        // Nothing is left behind.
        #expect(!Files.exists(folder.at("root")), "\(name)")
      }
      #expect(try Files.read(folder.at("canary")) == Array("canary".utf8), "\(name)")
      #expect(
        try Files.list(folder.path).map(\.name).filter { $0 != "root" } == ["canary"], "\(name)")
      try folder.script("rm -rf root")
    }
    do throws(Failure) {
      _ = try FileTree(reading: layers)
      #expect(reason == nil, "\(name)")
    } catch {
      #expect(reason != nil && error.description.contains(reason ?? ""), "\(name): \(error)")
    }
  }

  @Test func leavesOutDevicesAndPrivileges() throws {
    let folder = try TemporaryFolder()
    let layers = try TestLayers.layers([
      [
        TestLayers.other(.characterDevice, "null"), TestLayers.other(.blockDevice, "disk"),
        TestLayers.hard("null2", "null"), TestLayers.file("su", "x", mode: 0o4755),
      ]
    ])
    try Unpacker.unpack(layers, into: folder.at("kept"), TestLayers.options)
    #expect(try Files.list(folder.at("kept")).map(\.name) == ["su"])
    #expect(Files.status(folder.at("kept/su"))?.mode == 0o4755)
    var options = TestLayers.options
    options.keepsPrivileges = false
    try Unpacker.unpack(layers, into: folder.at("dropped"), options)
    #expect(Files.status(folder.at("dropped/su"))?.mode == 0o755)
    options.devices = .refused
    let failure = #expect(throws: Failure.self) {
      try Unpacker.unpack(layers, into: folder.at("refused"), options)
    }
    #expect(failure?.because == ["it is a device"])
    #expect(!Files.exists(folder.at("refused")))
  }

  @Test func holdsToTheLimitOfBytes() throws {
    let folder = try TemporaryFolder()
    var options = TestLayers.options
    options.maximumBytes = 10 << 20
    let big = TestLayers.Item(
      entry: TarEntry(.file, "big", size: 20 << 20),
      content: [UInt8](repeating: 0, count: 20 << 20))
    let layers = try TestLayers.layers([[big]])
    let failure = #expect(throws: Failure.self) {
      try Unpacker.unpack(layers, into: folder.at("root"), options)
    }
    #expect(failure?.because == ["the files have more than 10 MiB in all"])
    #expect(!Files.exists(folder.at("root")))
  }

  @Test(arguments: ["truncated", "altered", "longer", "other digest", "other diff ID", "no gzip"])
  func refusesOtherBytes(attack: String) throws {
    let (good, bytes) = try TestLayers.layer([
      Self.file("a", String(repeating: "text ", count: 9000))
    ])
    var other = bytes
    var diffID = good.diffID
    switch attack {
    case "truncated": other.removeLast(20)
    case "altered": other[bytes.count - 9] ^= 1
    case "longer": other += [0, 0, 0, 0]
    case "other digest": other = try TestLayers.layer([Self.file("a", "b")]).bytes
    case "other diff ID": diffID = Digest(of: [1])
    default: other = Array("hello".utf8)
    }
    let content = other
    let layer = LayerBlob(good.descriptor, diffID: diffID) { BytesInMemory(content, pieceSize: 50) }
    let failure = #expect(throws: Failure.self) {
      let reader = try LayerReader(layer, checksDiffID: true)
      while try reader.next() != nil { while try reader.read() != nil {} }
    }
    #expect(failure?.hint != nil)
    let folder = try TemporaryFolder()
    if attack != "other diff ID" {
      #expect(throws: Failure.self) {
        try Unpacker.unpack([layer], into: folder.at("root"), TestLayers.options)
      }
      #expect(!Files.exists(folder.at("root")))
    }
  }

  @Test func isNotMisledByTheMediaType() throws {
    for compression in [Compression.none, .gzip, .zstd] {
      let (blob, bytes) = try TestLayers.layer([Self.file("a", "x")], compression)
      let told = blob.descriptor.with(mediaType: .layerGzip)
      let layer = LayerBlob(told, diffID: blob.diffID) { BytesInMemory(bytes) }
      #expect(try FileTree(reading: [layer]).count == 1)
    }
  }
}
