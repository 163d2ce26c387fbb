import Analysis
import Archive
import Layers
import Source
import Terminal
import Testing

@Suite struct FileListTests {
  @Test func printsFiles() throws {
    let image = try TestImage.image([
      [
        TestImage.file("a", "hello", mode: 0o4755), TestImage.folder("tmp", mode: 0o1777),
        TestImage.link("l", "a"), TestImage.file("e\u{1B}", "x", mode: 0o2640),
      ]
    ])
    let tree = try FileTree(reading: image.layers)
    var long: [String] = []
    var short: [String] = []
    tree.forEach { path, file in
      long.append(FileListText.line(path, file, isLong: true, Style()))
      short.append(FileListText.line(path, file, isLong: false, Style()))
    }
    #expect(
      long.prefix(1) + long.suffix(2) == [
        "-rwsr-xr-x         0:0           5   0 /a",
        "lrwxrwxrwx         0:0           0   0 /l -> a",
        "drwxrwxrwt         0:0           0   0 /tmp/",
      ])
    #expect(long[1].hasPrefix("-rw-r-S---"))
    #expect(short.first == "/a")
    #expect(!short[1].contains("\u{1B}"))
  }

  @Test func printsDifferences() throws {
    let old = try FileTree(
      reading: TestImage.image([[TestImage.file("a", "1"), TestImage.file("b", "1")]]).layers,
      hashing: true)
    let new = try FileTree(
      reading: TestImage.image([[TestImage.file("a", "22"), TestImage.folder("c")]]).layers,
      hashing: true)
    #expect(
      old.changes(to: new).map { FileListText.line($0, Style()) } == [
        "~ /a (content, size)", "- /b", "+ /c/",
      ])
  }
}
