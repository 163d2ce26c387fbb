import Archive
import Source
import Streams
import TestSupport
import Testing

/// Archives that are damaged or ask for too much, by name.
@Suite struct TarAttackTests {
  /// Python that makes an archive; `header`, `out` and `pax` are at hand.
  private static let attacks: [(name: String, script: String, reason: String)] = [
    ("cut in a header", "header('a', 0); cut(300)", "it ends too early"),
    ("cut in content", "header('a', 5000); out.write(bytes(1000))", "it ends too early"),
    ("altered header", "header('a', 0); patch(0, b'b')", "the checksum of a header is wrong"),
    ("no archive", "out.write(b'hello' * 200)", "the checksum of a header is wrong"),
    ("size of 2^63", "header('a', 0, raw_size=b'\\xff' * 12)", "the size in a header is negative"),
    (
      "size that is no number", "header('a', 0, raw_size=b'12x45678901\\0')",
      "the size in a header is no number"
    ),
    (
      "huge size", "header('a', 0, raw_size=b'\\x80\\0\\0\\0\\x7f' + b'\\xff' * 7)",
      "it ends too early"
    ),
    (
      "binary size over 63 bits", "header('a', 0, raw_size=b'\\xbf' + b'\\xff' * 11)",
      "the size in a header is no number"
    ),
    (
      "single block of zeros", "header('a', 0); out.write(bytes(512)); header('b', 0)",
      "a block of zeros stands between its entries"
    ),
    ("extended header at the end", "pax(b'12 path=abc\\n')", "it ends after an extended header"),
    (
      "extended header without length", "pax(b'path=abc\\n'); header('a', 0)",
      "an extended header is not well formed"
    ),
    (
      "extended header with a wrong length", "pax(b'99 path=abc\\n'); header('a', 0)",
      "an extended header is not well formed"
    ),
    (
      "extended header with length 0", "pax(b'0 path=abc\\n'); header('a', 0)",
      "an extended header is not well formed"
    ),
    (
      "extended header without key", "pax(b'7 =abc\\n'); header('a', 0)",
      "an extended header is not well formed"
    ),
    (
      "null byte in a path", "pax(b'14 path=a\\0bcd\\n'); header('a', 0)",
      "a path in an extended header has a null byte"
    ),
    (
      "size that is negative", "pax(b'11 size=-1\\n'); header('a', 0)",
      "`size` in an extended header is no number"
    ),
    (
      "owner over 32 bits", "pax(b'18 uid=4294967296\\n'); header('a', 0)",
      "the number of an owner is larger than 32 bits"
    ),
    (
      "attribute without a name", "rec('SCHILY.xattr.', ''); header('a', 0)",
      "an extended attribute has no name"
    ),
    (
      "extended header of 2 MiB", "header('x', 2 << 20, b'x'); out.write(b'0' * (2 << 20))",
      "an extended header is longer than 1048576 bytes"
    ),
    (
      "extended header that tells 2^60",
      "header('x', 0, b'x', raw_size=b'\\x80' + bytes(3) + b'\\x10' + bytes(7))",
      "an extended header is longer than 1048576 bytes"
    ),
    (
      "path of 1 MiB", "header('x', 1 << 20, b'L'); out.write(b'a' * (1 << 20)); header('a', 0)",
      "a path is longer than 65536 bytes"
    ),
    (
      "path of 100 kB in a record", "pax(b'100012 path=' + b'a' * 99999 + b'\\n'); header('a', 0)",
      "a path is longer than 65536 bytes"
    ),
    ("link that leads nowhere", "header('a', 0, b'2')", "a link leads nowhere"),
    ("part of several volumes", "header('a', 0, b'M')", "it has an entry of the kind `M`"),
    (
      "holes of 2^60 bytes",
      "pax(b'22 GNU.sparse.major=1\\n22 GNU.sparse.minor=0\\n43 GNU.sparse.realsize=1152921504606846976\\n'); header('a', 512); out.write(b'0\\n'.ljust(512, b'\\0'))",
      "a file with holes is larger than 64 GiB"
    ),
    (
      "holes that overlap",
      "rec('GNU.sparse.size', '1000', 'GNU.sparse.map', '0,100,50,100,900,0'); header('a', 200); out.write(bytes(512))",
      "the map of a file with holes contradicts itself"
    ),
    (
      "holes beyond the file",
      "rec('GNU.sparse.size', '10', 'GNU.sparse.map', '50,100'); header('a', 100); out.write(bytes(512))",
      "the map of a file with holes contradicts itself"
    ),
    (
      "a million holes",
      "pax(b'22 GNU.sparse.major=1\\n22 GNU.sparse.minor=0\\n'); header('a', 512); out.write(b'1000000\\n'.ljust(512, b'\\0'))",
      "the map of a file with holes is not well formed"
    ),
    (
      "map without an end",
      "pax(b'22 GNU.sparse.major=1\\n22 GNU.sparse.minor=0\\n'); header('a', 512); out.write(b'5\\n1\\n'.ljust(512, b'0'))",
      "the map of a file with holes is not well formed"
    ),
  ]

  @Test(arguments: attacks.indices)
  func isRefused(index: Int) throws {
    let (name, script, reason) = Self.attacks[index]
    let archive = try TemporaryFolder().python(
      """
      import io, sys
      out = io.BytesIO()
      def header(name, size, type=b'0', raw_size=None):
          b = bytearray(512)
          b[0:len(name)] = name.encode(); b[100:108] = b'0000644\\0'
          b[108:116] = b[116:124] = b'0000000\\0'
          b[124:136] = raw_size or b'%011o\\0' % size; b[136:148] = b'00000000000\\0'
          b[156:157] = type; b[257:265] = b'ustar\\x0000'
          b[148:156] = b' ' * 8; b[148:156] = b'%06o\\0 ' % sum(b)
          out.write(b)
      def pax(data):
          header('x', len(data), b'x'); out.write(data); out.write(bytes(-len(data) % 512))
      def rec(*words):
          data = b''
          for key, value in zip(words[::2], words[1::2]):
              body = f' {key}={value}\\n'.encode()
              length = len(body) + 2
              data += str(length).encode() + body
              assert len(str(length)) == 2
          pax(data)
      def cut(size): out.truncate(size)
      def patch(at, data): out.seek(at); out.write(data)
      \(script)
      sys.stdout.buffer.write(out.getvalue())
      """)
    for pieces in [1 << 18, 700] {
      let failure = #expect(throws: Failure.self, "\(name)") {
        try TarReaderTests.listing(archive, pieces: pieces)
      }
      #expect(failure?.what == "cannot read the layer")
      #expect(failure?.because == [reason], "\(name)")
      #expect(failure?.hint != nil)
    }
  }

  @Test func countsHeaders() throws {
    let archive = try collected { sink in
      let writer = TarWriter(into: sink)
      for number in 0..<100 { try writer.add(TarEntry(.file, RawPath("f\(number)"))) }
      try writer.finish()
    }
    var limits = TarLimits()
    limits.headers = 50
    let reader = TarReader(BytesInMemory(archive), limits: limits)
    let failure = #expect(throws: Failure.self) { while try reader.next() != nil {} }
    #expect(failure?.because == ["it has more than 50 headers"])
  }

  /// Any byte altered: an error or an archive, never a crash.
  @Test func survivesAnyAlteredByte() throws {
    let folder = try TemporaryFolder()
    let archive = try folder.script(
      "printf hello > a; ln -s a b; mkdir c; tar -c --format=pax a b c | head -c 5120")
    for index in stride(from: 0, to: archive.count, by: 3) {
      for bit in [UInt8(1), 0x80] {
        var bytes = archive
        bytes[index] ^= bit
        let reader = TarReader(BytesInMemory(bytes, pieceSize: 1000))
        do throws(Failure) {
          while try reader.next() != nil { while try reader.read() != nil {} }
        } catch {}
      }
    }
  }
}
