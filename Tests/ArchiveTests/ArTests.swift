import Archive
import Source
import Streams
import Testing

@Suite struct ArTests {
  /// An archive of files in the common form.
  static func archive(_ files: [(String, [UInt8])]) -> [UInt8] {
    var bytes = Array("!<arch>\n".utf8)
    func field(_ text: String, _ count: Int) {
      bytes += Array(text.utf8) + [UInt8](repeating: 0x20, count: count - text.utf8.count)
    }
    for (name, content) in files {
      field(name, 16)
      field("0", 12)
      field("0", 6)
      field("0", 6)
      field("100644", 8)
      field(String(content.count), 10)
      bytes += [0x60, 0x0A] + content
      if content.count % 2 == 1 { bytes.append(0x0A) }
    }
    return bytes
  }

  @Test(arguments: [1, 3, 10_000])
  func readsFilesInTurn(pieces: Int) throws {
    let files = [("debian-binary", Array("2.0\n".utf8)), ("a/", prose(301)), ("b", [])]
    let reader = ArReader(BytesInMemory(Self.archive(files), pieceSize: pieces))
    for (name, content) in files {
      let entry = try #require(try reader.next())
      #expect(entry.name == (name == "a/" ? "a" : name))
      #expect(entry.size == Int64(content.count))
      if name != "a/" { #expect(try reader.content.readAll(limit: 1000, what: "it") == content) }
    }
    #expect(try reader.next() == nil)
  }

  @Test func refusesWhatIsDamaged() throws {
    let good = Self.archive([("a", prose(100))])
    var noMagic = good
    noMagic[0] = 0x20
    var badEnd = good
    badEnd[8 + 58] = 0x20
    var badSize = good
    badSize[8 + 48] = UInt8(ascii: "-")
    var spacedSize = good
    spacedSize[8 + 48] = 0x20
    for bytes in [
      [], noMagic, badEnd, badSize, spacedSize, Array(good.dropLast(20)),
      Array(good[..<30]),
    ] {
      let reader = ArReader(BytesInMemory(bytes))
      #expect(throws: Failure.self) { while try reader.next() != nil {} }
    }
  }
}
