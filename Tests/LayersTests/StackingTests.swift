import Archive
import Layers
import Source
import TestSupport
import Testing

/// How layers stack: in memory and on the disk alike.
@Suite struct StackingTests {
  typealias Item = TestLayers.Item

  private static func file(_ path: RawPath, _ content: String = "") -> Item {
    TestLayers.file(path, content)
  }
  private static func folder(_ path: RawPath) -> Item { TestLayers.folder(path) }
  private static func link(_ path: RawPath, _ target: RawPath) -> Item {
    TestLayers.link(path, target)
  }
  private static func hard(_ path: RawPath, _ target: RawPath) -> Item {
    TestLayers.hard(path, target)
  }

  static let cases: [(name: String, layers: [[Item]], paths: [String])] = [
    ("plain", [[folder("a/"), file("a/b"), file("c")]], ["/a/", "/a/b", "/c"]),
    (
      "ways of writing a path", [[file("./a//b"), file("/c"), file("d/../e")]],
      ["/a/", "/a/b", "/c", "/e"]
    ),
    ("overwritten", [[file("a", "1")], [file("a", "2")]], ["/a"]),
    ("twice in one layer", [[file("a", "1"), file("a", "2")]], ["/a"]),
    ("deleted", [[folder("d"), file("d/a"), file("b")], [file("d/.wh.a")]], ["/b", "/d/"]),
    ("folder deleted", [[folder("d"), file("d/a"), file("b")], [file(".wh.d")]], ["/b"]),
    (
      "folder emptied", [[file("d/a"), file("d/b")], [file("d/.wh..wh..opq"), file("d/c")]],
      ["/d/", "/d/c"]
    ),
    (
      "emptied after what is new", [[file("d/a")], [file("d/c"), file("d/.wh..wh..opq")]],
      ["/d/", "/d/c"]
    ),
    (
      "deleted and made anew", [[file("d/a")], [file(".wh.d"), folder("d"), file("d/c")]],
      ["/d/", "/d/c"]
    ),
    (
      "made anew and deleted", [[file("d/a")], [folder("d"), file("d/c"), file(".wh.d")]],
      ["/d/", "/d/c"]
    ),
    ("mark of the own layer", [[file("a")], [file("b"), file(".wh.b")]], ["/a", "/b"]),
    ("mark in the lowest layer", [[file("a"), file(".wh.a"), file(".wh..wh..opq")]], ["/a"]),
    (
      "mark of nothing", [[file("a")], [file(".wh.x"), file("y/.wh.z"), file("z/.wh..wh..opq")]],
      ["/a"]
    ),
    ("notes of AUFS", [[file(".wh..wh.plnk/x"), folder(".wh..wh.orph"), file("a")]], ["/a"]),
    (
      "root emptied", [[file("a"), file("b/c")], [file(".wh..wh..opq"), file("b/d")]],
      ["/b/", "/b/d"]
    ),
    ("file becomes folder", [[file("a")], [folder("a"), file("a/b")]], ["/a/", "/a/b"]),
    ("file becomes folder unsaid", [[file("a")], [file("a/b")]], ["/a/", "/a/b"]),
    ("folder becomes file", [[file("a/b")], [file("a")]], ["/a"]),
    ("folder becomes link", [[file("a/b")], [link("a", "c")]], ["/a -> c"]),
    (
      "link becomes folder unsaid",
      [[file("usr/lib/x"), link("lib", "usr/lib")], [file("lib/y")]],
      ["/lib/", "/lib/y", "/usr/", "/usr/lib/", "/usr/lib/x"]
    ),
    (
      "hard links", [[file("a", "x"), hard("b", "a"), hard("d/c", "./a")]],
      ["/a", "/b", "/d/", "/d/c"]
    ),
    ("hard link to a lower layer", [[file("a", "x")], [hard("b", "a")]], ["/a", "/b"]),
    (
      "first name overwritten", [[file("a", "x"), hard("b", "a")], [file("a", "y")]], ["/a", "/b"]
    ),
    ("first name deleted", [[file("a", "x"), hard("b", "a")], [file(".wh.a")]], ["/b"]),
    ("hard link to a link", [[link("a", "x"), hard("b", "a")]], ["/a -> x", "/b -> x"]),
    (
      "hard link over itself again", [[file("a", "x"), hard("b", "a"), hard("b", "a")]],
      ["/a", "/b"]
    ),
    ("pipe", [[TestLayers.other(.pipe, "p")]], ["/p pipe"]),
    (
      "no text", [[file(RawPath([0x66, 0xFF])), file("é"), file("e\u{301}")]],
      ["/e\u{301}", "/f\u{FFFD}", "/é"]
    ),
  ]

  @Test(arguments: cases.indices)
  func stacks(index: Int) throws {
    let (name, items, paths) = Self.cases[index]
    let layers = try TestLayers.layers(items)
    let tree = try FileTree(reading: layers, hashing: true)
    let lines = TestLayers.listing(tree)
    let plain = lines.map { line in
      line.contains("->") || line.hasSuffix("pipe") ? line : String(line.prefix { $0 != " " })
    }
    #expect(plain == paths, "\(name)")
    #expect(tree.count == paths.count)
    let folder = try TemporaryFolder()
    try Unpacker.unpack(layers, into: folder.at("root"), TestLayers.options)
    #expect(try TestLayers.listing(ofFolder: folder.at("root")) == lines, "\(name)")
  }

  /// Layers by chance: the tree, the folder and the merged archive must agree.
  @Test(arguments: 0..<40)
  func agreesOnAnything(seed: Int) throws {
    var state = UInt64(seed) &* 977 &+ 3
    func random(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    func path() -> String {
      (0...random(3)).map { _ in ["a", "b", "c"][random(3)] }.joined(separator: "/")
    }
    var layers: [LayerBlob] = []
    var tree = FileTree()
    while layers.count < 4 {
      let items = (0..<random(8)).map { number in
        switch random(8) {
        case 0: TestLayers.folder(RawPath(path()))
        case 1: TestLayers.link(RawPath(path()), RawPath(["/", "../../x", "a", "b/c"][random(4)]))
        case 2: TestLayers.hard(RawPath(path()), RawPath(path()))
        case 3: TestLayers.file(RawPath(path() + "/.wh.a"))
        case 4: TestLayers.file(RawPath(path() + "/.wh..wh..opq"))
        default: TestLayers.file(RawPath(path()), "\(layers.count) \(number)")
        }
      }
      let layer = try TestLayers.layer(items).blob
      // Hard links that lead nowhere are failures, which other tests look at.
      guard let next = try? FileTree(reading: layers + [layer], hashing: true) else { continue }
      tree = next
      layers.append(layer)
    }
    let lines = TestLayers.listing(tree)
    let folder = try TemporaryFolder()
    do throws(Failure) {
      try Unpacker.unpack(layers, into: folder.at("root"), TestLayers.options)
      #expect(try TestLayers.listing(ofFolder: folder.at("root")) == lines)
    } catch {
      // What a hard link leads to can lie below the name that it replaces.
      #expect(error.description.contains("hard link") || error.what.contains("cannot link"))
    }
    let merged = try TestLayers.merged(tree, layers)
    #expect(TestLayers.listing(try FileTree(reading: [merged], hashing: true)) == lines)
  }

  @Test func countsNamesAndTellsLayers() throws {
    let tree = try FileTree(
      reading: TestLayers.layers([
        [Self.file("a", "x"), Self.hard("b", "a"), Self.file("c", "1")], [Self.file("c", "2")],
      ]))
    #expect(tree[try LayerPath("a")]?.nameCount == 2)
    #expect(tree[try LayerPath("a")]?.layer == 0)
    #expect(tree[try LayerPath("c")]?.layer == 1)
    #expect(tree[try LayerPath("d")] == nil)
  }

  @Test func hasALimit() throws {
    var limits = LayerLimits()
    limits.entries = 100
    let items = (0..<101).map { Self.file(RawPath("f\($0)")) }
    let layers = try TestLayers.layers([items])
    let failure = #expect(throws: Failure.self) {
      try FileTree(reading: layers, limits: limits)
    }
    #expect(failure?.because == ["there are more than 100"])
    // The same path again and again is one file.
    let same = try TestLayers.layers([(0..<1000).map { _ in Self.file("a/b") }])
    #expect(try FileTree(reading: same, limits: limits).count == 2)
  }
}
