import Archive
import Layers
import Source
import Streams
import Testing

@Suite struct ResolvingTests {
  private static func tree() throws -> (FileTree, [LayerBlob]) {
    let layers = try TestLayers.layers([
      [
        TestLayers.file("usr/bin/python3.12", "python"),
        TestLayers.link("usr/bin/python3", "python3.12"),
        TestLayers.link("usr/bin/python", "/etc/alternatives/python"),
        TestLayers.link("etc/alternatives/python", "/usr/bin/python3"),
        TestLayers.link("bin", "usr/bin"), TestLayers.link("out", "../../../../etc"),
        TestLayers.link("loop1", "loop2"), TestLayers.link("loop2", "loop1"),
        TestLayers.link("self", "self/x"), TestLayers.link("nowhere", "missing"),
        TestLayers.file("etc/passwd", "root"), TestLayers.link("slash", "usr/bin/python3/"),
      ]
    ])
    return (try FileTree(reading: layers), layers)
  }

  @Test(
    arguments: [
      ("/usr/bin/python3.12", "/usr/bin/python3.12"), ("bin/python", "/usr/bin/python3.12"),
      ("/bin/../lib", nil), ("/bin/..", "/usr"), ("out/passwd", "/etc/passwd"),
      ("/../../etc/passwd", "/etc/passwd"), ("nowhere", nil), ("/", "/"), ("", "/"),
      ("etc/passwd/", nil), ("etc/passwd/x", nil), ("etc/", "/etc"), ("bin/", "/usr/bin"),
      ("slash", nil), ("etc//./passwd", "/etc/passwd"),
    ] as [(String, String?)])
  func resolves(path: String, expected: String?) throws {
    let (tree, _) = try Self.tree()
    let place = try tree.resolve(RawPath(path))
    #expect(place.map { tree.path(of: $0).text } == expected)
  }

  @Test(arguments: ["loop1", "loop1/x", "self"])
  func endsLoops(path: String) throws {
    let (tree, _) = try Self.tree()
    let failure = #expect(throws: Failure.self) { try tree.resolve(RawPath(path)) }
    #expect(failure?.because == ["its links lead in a loop"])
  }

  @Test func keepsTheLastLink() throws {
    let (tree, _) = try Self.tree()
    let place = try #require(try tree.resolve("bin/python", followsLast: false))
    #expect(tree.path(of: place).text == "/usr/bin/python")
  }

  @Test func readsContent() throws {
    let (tree, layers) = try Self.tree()
    for path: RawPath in ["/usr/bin/python3.12", "bin/python"] {
      let bytes = try tree.content(of: path, in: layers).readAll(limit: 100, what: "it")
      #expect(bytes == Array("python".utf8))
    }
    for (path, reason) in [("missing", "there is no such file"), ("etc", "it is a folder")] {
      let failure = #expect(throws: Failure.self) {
        try tree.content(of: RawPath(path), in: layers)
      }
      #expect(failure?.because == [reason])
    }
  }

  @Test func tellsDifferences() throws {
    let old = try FileTree(
      reading: TestLayers.layers([
        [
          TestLayers.file("a", "1"), TestLayers.file("b", "1"), TestLayers.file("c", "1"),
          TestLayers.link("l", "a"), TestLayers.file("same", "x"),
        ]
      ]), hashing: true)
    let new = try FileTree(
      reading: TestLayers.layers([
        [
          TestLayers.file("a", "2"), TestLayers.file("b", "1", mode: 0o755),
          TestLayers.file("d/e", "1"), TestLayers.link("l", "b"), TestLayers.file("same", "x"),
        ]
      ]), hashing: true)
    let lines = old.changes(to: new).map { change in
      "\(change.kind.rawValue) \(change.path) "
        + change.aspects.map(\.rawValue).joined(separator: ",")
    }
    #expect(
      lines == [
        "changed /a content", "changed /b mode", "removed /c ", "added /d ", "added /d/e ",
        "changed /l link",
      ])
    #expect(old.changes(to: old).isEmpty)
  }
}
