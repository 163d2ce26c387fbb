import Debian
import Source
import Testing

@Suite struct AptFilesTests {
  @Test func readsSourcesOfOneLineEach() throws {
    let text = """
      # deb http://no/ x main
      deb http://a/debian/ bookworm main contrib # more
      deb-src http://a/debian bookworm main
      deb [arch=amd64,arm64 signed-by=/k.gpg check-valid-until=no] https://b  stable  main
      deb [ trusted=yes ] file:/c ./
      """
    let sources = try AptSource.parse(list: SourceText(name: "x", text: text))
    #expect(sources.count == 3)
    #expect(
      sources[0]
        == AptSource(
          uri: "http://a/debian", suite: "bookworm", components: ["main", "contrib"]))
    #expect(sources[1].architectures == ["amd64", "arm64"])
    #expect(sources[1].trust == .files(["/k.gpg"]) && sources[1].checksValidUntil == false)
    #expect(sources[2].trust == .anybody && sources[2].suite == "./")
    let failure = #expect(throws: Failure.self) {
      try AptSource.parse(list: SourceText(name: "x", text: "\ndeb http://a"))
    }
    #expect(failure?.place?.position.line == 2)
  }

  @Test func readsSourcesInParagraphs() throws {
    let text = """
      Types: deb deb-src
      # A comment within.
      URIs: http://a/debian
      Suites: bookworm bookworm-updates
      Components: main
      Signed-By: /usr/share/keyrings/a.gpg

      Types: deb
      Enabled: no
      URIs: http://b
      Suites: x

      Types: deb
      URIs: http://c http://d
      Suites: x
      Components: main
      Signed-By:
       -----BEGIN PGP PUBLIC KEY BLOCK-----
       .
       AAAA
       -----END PGP PUBLIC KEY BLOCK-----
      """
    let sources = try AptSource.parse(paragraphs: SourceText(name: "x", text: text))
    #expect(
      sources.map { "\($0.uri) \($0.suite)" } == [
        "http://a/debian bookworm", "http://a/debian bookworm-updates", "http://c x", "http://d x",
      ])
    #expect(sources[0].trust == .files(["/usr/share/keyrings/a.gpg"]))
    guard case .inline(let key) = sources[2].trust else {
      Issue.record("no key")
      return
    }
    #expect(key.contains("\n\nAAAA\n"))
  }

  @Test func readsSettings() {
    var settings = AptConfiguration()
    settings.add(
      Array(
        """
        // A comment with "quotes";
        Acquire::Check-Valid-Until "false"; # more
        Acquire { http { Proxy "http://proxy:3128"; /* ; */ Timeout "5" ; } ; Languages { "none"; }; };
        APT::Default-Release stable;
        """.utf8))
    #expect(settings.flag("acquire::check-valid-until") == false)
    #expect(settings["Acquire::http::proxy"] == "http://proxy:3128")
    #expect(settings["APT::Default-Release"] == "stable")
    #expect(settings["Acquire::https::Proxy"] == nil)
    settings.add(Array("Acquire::http::Proxy \"DIRECT\"; { } } ;;; \"".utf8))
    #expect(settings["Acquire::http::Proxy"] == "DIRECT")
  }

  @Test func takesSignedTextsApart() throws {
    let text = """
      -----BEGIN PGP SIGNED MESSAGE-----
      Hash: SHA256

      one \t
      - -----dashed
      three
      -----BEGIN PGP SIGNATURE-----

      AAAA
      -----END PGP SIGNATURE-----

      """
    let signed = try ClearSignedText(SourceText(name: "x", text: text))
    #expect(String(decoding: signed.content, as: UTF8.self) == "one\n-----dashed\nthree")
    let wrong = [
      "", "Origin: x\n", "\n" + text, text + "Origin: evil\n",
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
        .joined(separator: "\n"),
      text.split(separator: "- -----dashed").joined(separator: "-----dashed"),
      text.split(separator: "Hash: SHA256").joined(separator: "Origin: evil"),
    ]
    for text in wrong {
      #expect(throws: Failure.self) { try ClearSignedText(SourceText(name: "x", text: text)) }
    }
  }

  @Test func readsReleases() throws {
    let digest = String(repeating: "a", count: 64)
    let text = """
      Suite: stable
      Codename: x
      Date: Sat, 11 Jul 2026 10:16:37 UTC
      Valid-Until: Sat, 18 Jul 2026 10:16:37 UTC
      Acquire-By-Hash: yes
      Architectures: all amd64
      No-Support-for-Architecture-all: Packages
      Components: main
      SHA256:
       \(digest) 12 main/binary-amd64/Packages.xz
      """
    let release = try ReleaseFile(SourceText(name: "x", text: text))
    #expect(release.date == 1_783_764_997 && release.validUntil == 1_784_369_797)
    #expect(release.hasByHash && release.listsAllWithEach)
    #expect(release.files["main/binary-amd64/Packages.xz"]?.size == 12)
    for wrong in [
      "", "Suite: x", "SHA256:\n x y", "Date: now\nSHA256:\n", "SHA256:\n \(digest) -1 x",
    ] {
      #expect(throws: Failure.self) { try ReleaseFile(SourceText(name: "x", text: wrong)) }
    }
  }
}
