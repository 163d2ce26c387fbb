import Apt
import Debian
import Testing

@Suite struct PackageIndexTests {
  static let text = """
    Package: a
    Version: 1
    Architecture: amd64
    Depends: b,
     c
    Description: words
     that go on
    Provides: v (= 2), w
    Size: 1

    Package: b
    Version: 2
    Essential: yes
    Description: Package: nonsense

    Package: b
    Version: 1
    """

  @Test(arguments: [false, true])
  func findsParagraphsByName(isReduced: Bool) throws {
    var bytes = Array(Self.text.utf8)
    if isReduced { bytes = PackageIndex.reduced(bytes) }
    let index = PackageIndex(
      bytes, origin: PackageOrigin(suite: "s", component: "c"), architecture: "amd64")
    let a = try #require(try index.packages("a").first)
    #expect(a.depends.map(\.description) == ["b", "c"])
    #expect(try index.packages("b").map(\.version.text) == ["2", "1"])
    #expect(index.providers(of: "v") == ["a"] && index.providers(of: "w") == ["a"])
    #expect(index.essentialNames == ["b"])
    #expect(index.has("a") && !index.has("nonsense") && !index.has("c"))
    #expect(index.nearestName(to: "aa") == "a")
    if isReduced { #expect(!String(decoding: bytes, as: UTF8.self).contains("words")) }
  }

  @Test func isEmptyWithoutText() throws {
    let index = PackageIndex(
      [], origin: PackageOrigin(suite: "s", component: "c"), architecture: "amd64")
    #expect(try index.packages("a").isEmpty && index.essentialNames.isEmpty)
  }
}
