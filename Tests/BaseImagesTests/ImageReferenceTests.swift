import BaseImages
import OCI
import Testing

@Suite struct ImageReferenceTests {
  @Test(
    arguments: [
      ("busybox", "docker.io", "library/busybox", nil, nil),
      ("busybox:1.36", "docker.io", "library/busybox", "1.36", nil),
      ("library/busybox", "docker.io", "library/busybox", nil, nil),
      ("docker.io/busybox", "docker.io", "library/busybox", nil, nil),
      ("index.docker.io/library/busybox", "docker.io", "library/busybox", nil, nil),
      ("nginx/unit:1.2", "docker.io", "nginx/unit", "1.2", nil),
      ("localhost/app", "localhost", "app", nil, nil),
      ("localhost:5000/app:v1", "localhost:5000", "app", "v1", nil),
      ("127.0.0.1:5000/a/b", "127.0.0.1:5000", "a/b", nil, nil),
      ("[::1]:5000/app", "[::1]:5000", "app", nil, nil),
      ("gcr.io/distroless/static", "gcr.io", "distroless/static", nil, nil),
      ("Registry.Example.COM/app", "Registry.Example.COM", "app", nil, nil),
      ("a/b__c/d-e--f.g", "docker.io", "a/b__c/d-e--f.g", nil, nil),
      ("debian@sha256:\(Self.hex)", "docker.io", "library/debian", nil, "sha256:\(Self.hex)"),
      ("debian:12@sha256:\(Self.hex)", "docker.io", "library/debian", "12", "sha256:\(Self.hex)"),
      ("a:_x", "docker.io", "library/a", "_x", nil),
    ] as [(String, String, String, String?, String?)])
  func reads(_ text: String, registry: String, path: String, tag: String?, digest: String?) throws {
    let reference = try ImageReference(parsing: text)
    #expect(reference.registry == registry)
    #expect(reference.path == path)
    #expect(reference.tag == tag)
    #expect(reference.digest == digest)
  }

  static let hex = "0178a641fbb4858c5f1b48e34bdaabe0350a330a1b1149aabd498d0699ff5fb2"

  @Test(
    arguments: [
      ("", .empty, 0..<0),
      ("python:${V}-slim", .unexpandedVariable, 7..<16),
      ("python:3.12@sha256:<digest>", .placeholder(.digest), 12..<27),
      ("python@sha256:abc123...", .placeholder(.digest), 7..<23),
      ("python@sha256:xxxxxxxx", .placeholder(.digest), 7..<22),
      ("python@sha256:YOUR_DIGEST", .placeholder(.digest), 7..<25),
      ("python:<tag>", .placeholder(.tag), 7..<12),
      ("REPLACE-ME", .placeholder(.name), 0..<10),
      ("{{image}}", .placeholder(.name), 0..<9),
      ("https://ghcr.io/a/b", .scheme("https"), 0..<8),
      ("a b", .blank, 1..<2),
      ("Python:3", .upperCaseRepository(lowercased: "python"), 0..<6),
      ("ghcr.io/Acme/App:1", .upperCaseRepository(lowercased: "acme/app"), 8..<16),
      ("-bad.host/app", .malformedRegistry, 0..<9),
      ("host:port/app", .malformedRegistry, 0..<9),
      ("a//b", .malformedPath, 0..<4),
      ("a/", .malformedPath, 0..<2),
      ("a___b", .malformedPath, 0..<5),
      ("a..b", .malformedPath, 0..<4),
      ("-a", .malformedPath, 0..<2),
      (":tag", .malformedPath, 0..<0),
      ("a:", .emptyTag, 1..<2),
      ("a:.x", .malformedTag, 2..<4),
      ("a:x:y", .malformedTag, 2..<5),
      ("a@sha256", .malformedDigest, 2..<8),
      ("a@sha256:", .malformedDigest, 2..<9),
      ("a@sha256:0123", .digestLength(expected: 64, actual: 4), 2..<13),
      ("a@md5:0123", .unsupportedAlgorithm("md5"), 2..<10),
      ("a@sha256:\(Self.hex.uppercased())", .upperCaseDigest, 2..<73),
      (Self.hex, .bareIdentifier, 0..<64),
    ] as [(String, ImageReferenceProblem.Kind, Range<Int>)])
  func refuses(_ text: String, kind: ImageReferenceProblem.Kind, range: Range<Int>) {
    let problem = #expect(throws: ImageReferenceProblem.self) { try ImageReference(parsing: text) }
    #expect(problem?.kind == kind)
    #expect(problem?.range == range)
    #expect(problem?.message.isEmpty == false)
  }

  @Test func boundsLengths() throws {
    _ = try ImageReference(parsing: "a:" + String(repeating: "t", count: 128))
    #expect(throws: ImageReferenceProblem.self) {
      try ImageReference(parsing: "a:" + String(repeating: "t", count: 129))
    }
    _ = try ImageReference(parsing: "h.io/" + String(repeating: "p", count: 255))
    #expect(throws: ImageReferenceProblem.self) {
      try ImageReference(parsing: "h.io/" + String(repeating: "p", count: 256))
    }
  }

  @Test func knowsScratchAndOfficialImages() throws {
    #expect(try ImageReference(parsing: "scratch").isScratch)
    #expect(try !ImageReference(parsing: "scratch:1").isScratch)
    #expect(try ImageReference(parsing: "python").isOfficial)
    #expect(try !ImageReference(parsing: "acme/python").isOfficial)
    #expect(try ImageReference(parsing: "python").familiarRepository == "python")
    #expect(try ImageReference(parsing: "acme/app").familiarRepository == "acme/app")
    #expect(try ImageReference(parsing: "gcr.io/a/b").familiarRepository == "gcr.io/a/b")
    #expect(try ImageReference(parsing: "python").description == "docker.io/library/python")
  }

  @Test(arguments: [
    ("0", true), ("ab", true), ("0123456789abcdef", true), ("deadbeef", true),
  ])
  func knowsMadeUpDigests(_ unit: String, madeUp: Bool) throws {
    let hex = String(repeating: unit, count: 64 / unit.utf8.count)
    #expect(try ImageReference(parsing: "a@sha256:\(hex)").hasPlaceholderDigest == madeUp)
    #expect(try !ImageReference(parsing: "a@sha256:\(Self.hex)").hasPlaceholderDigest)
  }

  @Test(
    arguments: [
      ("a", .tag(.floating)), ("a:latest", .tag(.floating)), ("a:slim", .tag(.floating)),
      ("node:24", .tag(.major)), ("python:3.12-slim", .tag(.majorMinor)),
      ("python:3.12.7-slim-bookworm", .tag(.patch)), ("a:v1.2.3", .tag(.patch)),
      ("debian:bookworm-20260803-slim", .tag(.dated)), ("alpine:20240606", .tag(.dated)),
      ("amazonlinux:2023.5.20240805.0", .tag(.patch)), ("a:7f3c2ab91", .tag(.other)),
      ("a@sha256:\(Self.hex)", .digest), ("scratch", .scratch),
      ("a@sha256:\(String(repeating: "0", count: 64))", .placeholderDigest),
    ] as [(String, ImagePinning)])
  func classesTags(_ text: String, pinning: ImagePinning) throws {
    #expect(try ImageReference(parsing: text).pinning() == pinning)
  }

  @Test func survivesArbitraryText() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("aZ09._-/:@$<>{}[] sha256\u{0}\u{7F}é…".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<40, using: &generator)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let reference = try? ImageReference(parsing: text) else { continue }
      // What was accepted prints as a text that means the same.
      let again = try? ImageReference(parsing: reference.description)
      #expect(again?.description == reference.description, "\(text)")
      _ = BaseImageCatalog.shared.facts(for: reference)
      _ = BaseImageCatalog.shared.tagVerdict(for: reference)
    }
  }
}
