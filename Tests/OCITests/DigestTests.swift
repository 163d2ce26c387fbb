import OCI
import Testing

@Suite struct DigestTests {
  /// The vectors of FIPS 180-4, and one that crosses a block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func knownDigests(text: String, hex: String) {
    let digest = Digest(of: Array(text.utf8))
    #expect(digest.hex == hex)
    #expect("\(digest)" == "sha256:\(hex)")
    #expect(Digest("\(digest)") == digest)
  }

  @Test func hashesWithSHA512() {
    let expected =
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
      + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    #expect(Digest(of: Array("abc".utf8), .sha512).description == "sha512:\(expected)")
    #expect(Digest("sha512:\(expected)")?.algorithm == .sha512)
  }

  @Test func hashesPiecesAsTheWhole() {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for algorithm in Digest.Algorithm.allCases {
      var digester = Digester(algorithm)
      var rest = bytes[...]
      var size = 1
      while !rest.isEmpty {
        digester.add(rest.prefix(size))
        rest = rest.dropFirst(size)
        size = size * 3 + 1
      }
      #expect(digester.count == 100_000)
      #expect(digester.finish() == Digest(of: bytes, algorithm))
    }
  }

  @Test(arguments: [
    "", "sha256", "sha256:", "sha256:abc", "md5:d41d8cd98f00b204e9800998ecf8427e",
    "sha256:" + String(repeating: "A", count: 64), "sha256:" + String(repeating: "g", count: 64),
    "sha256:" + String(repeating: "a", count: 65), "sha512:" + String(repeating: "a", count: 64),
    " sha256:" + String(repeating: "a", count: 64), "sha256:../../../../etc/passwd",
  ])
  func refusesWhatIsNone(_ text: String) { #expect(Digest(text) == nil) }
}
