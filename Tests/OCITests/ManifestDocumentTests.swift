import Documents
import OCI
import Source
import Testing

@Suite struct ManifestDocumentTests {
  static let hex = String(repeating: "0123456789abcdef", count: 4)
  static let blob = #"{"mediaType":"application/x","digest":"sha256:\#(hex)","size":7}"#

  private func read(_ text: String, told: MediaType? = nil) throws(Failure) -> ManifestDocument {
    try ManifestDocument(Array(text.utf8), told: told)
  }

  @Test func keepsTheBytesOfWhatItReads() throws {
    let text = #"""
      { "schemaVersion": 2, "x-unknown": [1.50], "config": \#(Self.blob),
        "layers": [\#(Self.blob.dropLast()), "urls": ["https://a"], "size2": 1}] }
      """#
    guard case .manifest(let manifest) = try read(text) else {
      Issue.record("it is a manifest")
      return
    }
    #expect(manifest.bytes == Array(text.utf8))
    #expect(manifest.digest == Digest(of: Array(text.utf8)))
    #expect(manifest.mediaType == .manifest)
    #expect(manifest.layers[0].json["urls"]?[0]?.string == "https://a")
    let moved = manifest.layers[0].with(mediaType: .layerZstd).json
    #expect(moved["size2"]?.int == 1 && moved["mediaType"]?.string == MediaType.layerZstd.rawValue)
  }

  @Test(arguments: [
    (#"{"manifests":[]}"#, nil, MediaType.index),
    (#"{"manifests":[]}"#, MediaType.dockerList, .dockerList),
    (#"{"mediaType":"\#(MediaType.index)","manifests":[]}"#, .dockerList, .index),
    (#"{"config":\#(blob),"layers":[]}"#, nil, .manifest),
    (#"{"config":\#(blob),"layers":[]}"#, .dockerManifest, .dockerManifest),
    (#"{"config":\#(blob)}"#, MediaType("application/json; charset=utf-8"), .manifest),
  ])
  func knowsWhatItIs(_ text: String, _ told: MediaType?, _ expected: MediaType) throws {
    #expect(try read(text, told: told).mediaType == expected)
  }

  @Test(
    arguments: [
      ("a page of a web server", "<!doctype html><title>hello</title>", nil),
      ("no object", "[]", nil),
      ("nothing", "", nil),
      ("neither", "{}", nil),
      ("both at once", #"{"manifests":[],"layers":[],"config":\#(blob)}"#, nil),
      ("an index that is told as a manifest", #"{"manifests":[]}"#, MediaType.manifest),
      ("a manifest that is told as an index", #"{"config":\#(blob)}"#, MediaType.index),
      ("schema 1", #"{"schemaVersion":1,"fsLayers":[]}"#, nil),
      ("repeated members", #"{"layers":[],"config":\#(blob),"layers":[\#(blob)]}"#, nil),
      (
        "a negative size", #"{"config":{"mediaType":"a","digest":"sha256:\#(hex)","size":-1}}"#, nil
      ),
      (
        "a size with a fraction",
        #"{"config":{"mediaType":"a","digest":"sha256:\#(hex)","size":1.5}}"#, nil
      ),
      (
        "a size past 64 bits",
        #"{"config":{"mediaType":"a","digest":"sha256:\#(hex)","size":99999999999999999999}}"#, nil
      ),
      (
        "a digest that is a path",
        #"{"config":{"mediaType":"a","digest":"sha256:../../etc","size":1}}"#, nil
      ),
      ("no digest", #"{"config":{"mediaType":"a","size":1}}"#, nil),
      ("depth", String(repeating: #"{"a":"#, count: 1000), nil),
    ] as [(String, String, MediaType?)])
  func refuses(_ name: String, _ text: String, _ told: MediaType?) {
    #expect(throws: Failure.self, "\(name)") { try read(text, told: told) }
  }

  @Test func refusesWhatIsTooLarge() {
    let text = #"{"manifests":[],"padding":"\#(String(repeating: "a", count: 5 << 20))"}"#
    #expect(throws: Failure.self) { try read(text) }
  }

  @Test func picksThePlatformThatFitsBest() throws {
    func entry(_ platform: String, _ digit: String) -> Descriptor {
      Descriptor(
        mediaType: .manifest, digest: Digest(of: Array(digit.utf8)),
        size: 1, platform: Platform(platform as String))
    }
    let index = ImageIndex(manifests: [
      entry("linux/arm/v6", "1"), entry("linux/arm64", "2"), entry("linux/arm/v7", "3"),
      entry("linux/amd64", "4"), entry("linux/amd64", "5"),
    ])
    let pick = { index.manifest(for: Platform($0 as String)!)?.digest }
    #expect(pick("linux/arm/v7") == Digest(of: Array("3".utf8)))
    #expect(pick("linux/arm/v6") == Digest(of: Array("1".utf8)))
    #expect(pick("linux/arm/v5") == nil)
    #expect(pick("linux/amd64/v3") == Digest(of: Array("4".utf8)))
    #expect(pick("linux/s390x") == nil)
    let again = try ManifestDocument(index.bytes)
    #expect(again.digest == index.digest && again.bytes == index.bytes)
  }
}
