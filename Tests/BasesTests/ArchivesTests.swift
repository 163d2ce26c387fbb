import Apt
import Bases
import Debian
import HTTP
import Host
import OCI
import Source
import TestSupport
import Testing

@Suite(.enabled(if: PackageArchive.isPossible, "needs gpg, gpgv and python3"))
struct ArchivesTests {
  private typealias W = Workshop
  static let one = W.package(
    "aa", files: #"[{"path": "./usr/", "mode": 493}, {"path": "./usr/x", "content": "x"}]"#)

  private func failure(_ body: () throws -> some Any) -> String {
    do {
      _ = try body()
      return "it worked"
    } catch let failure as Failure {
      return "\(failure.what); \(failure.because.joined(separator: "; ")); \(failure.hint ?? "")"
    } catch { return "\(error)" }
  }

  @Test(arguments: [
    #""sign": "inline", "compress": ["xz", "gz"], "byHash": true,"#,
    #""sign": "detached", "compress": ["gz"],"#, #""sign": "inline", "compress": [""],"#,
  ])
  func believesWhatIsSigned(kind: String) throws {
    let workshop = try W("[\(W.suite([Self.one], kind))]")
    #expect(try workshop.resolved("aa") == ["aa 1"])
  }

  @Test func refusesWhatIsNotSigned() throws {
    var workshop = try W("[\(W.suite([Self.one], #""sign": "none","#))]")
    #expect(failure { try workshop.resolved("aa") }.contains("it is not signed"))
    workshop = try W("[\(W.suite([Self.one]))]")
    workshop.settings.keyrings = [workshop.archive.otherKeyring]
    #expect(failure { try workshop.resolved("aa") }.contains("in none of the keyrings"))
    workshop.settings.keyrings = []
    #expect(failure { try workshop.resolved("aa") }.contains("no keyring is known"))
    workshop.settings.keyrings = ["/no/such/keyring.gpg"]
    #expect(failure { try workshop.resolved("aa") }.contains("there is no keyring"))
    workshop.settings.keyrings = [workshop.archive.keyring]
    workshop.settings.environment = ["PATH": "/nowhere"]
    #expect(failure { try workshop.resolved("aa") }.contains("neither `gpgv` nor `sqv`"))
  }

  @Test func refusesWhatWasAlteredAfterwards() throws {
    let workshop = try W("[\(W.suite([Self.one]))]")
    try workshop.archive.change("dists/stable/InRelease") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(text.split(separator: "Origin: Test").joined(separator: "Origin: Evil").utf8)
    }
    let text = failure { try workshop.resolved("aa") }
    #expect(
      text.contains("cannot trust the suite `stable`") && text.contains("its signature is bad"))
  }

  @Test func believesKeysInArmourToo() throws {
    var workshop = try W("[\(W.suite([Self.one]))]")
    let bytes = try Files.read(workshop.archive.keyring)
    let text = try workshop.folder.python(
      "import base64; d = open('\(workshop.archive.keyring)', 'rb').read(); print('-----BEGIN PGP PUBLIC KEY BLOCK-----\\n\\n' + base64.encodebytes(d).decode() + '=AAAA\\n-----END PGP PUBLIC KEY BLOCK-----')"
    )
    #expect(!bytes.isEmpty)
    try workshop.folder.write("key.asc", text)
    workshop.settings.keyrings = [workshop.folder.at("key.asc")]
    #expect(try workshop.resolved("aa") == ["aa 1"])
    let inline = AptSource(
      uri: "file://" + workshop.archive.path, suite: "stable", components: ["main"],
      trust: .inline(String(decoding: text, as: UTF8.self)))
    workshop.settings.keyrings = []
    workshop.settings.sources = [inline]
    #expect(try workshop.resolved("aa") == ["aa 1"])
  }

  @Test func heedsTheEndOfItsTime() throws {
    var workshop = try W(
      "[\(W.suite([Self.one], #""validUntil": 1700000100,"#))]", now: 1_700_000_200)
    let text = failure { try workshop.resolved("aa") }
    #expect(text.contains("2023-11-14T22:15:00Z") && text.contains("--allow-expired"))
    workshop.settings.allowsExpired = true
    #expect(try workshop.resolved("aa") == ["aa 1"])
  }

  @Test func refusesIndexesThatAreNotVouchedFor() throws {
    for (change, reason) in [
      ({ (bytes: inout [UInt8]) in bytes[bytes.count / 2] ^= 1 }, "the SHA-256 of"),
      ({ (bytes: inout [UInt8]) in bytes.removeLast(10) }, "bytes and not the"),
      ({ (bytes: inout [UInt8]) in bytes += [0] }, "bytes and not the"),
    ] as [((inout [UInt8]) -> Void, String)] {
      let workshop = try W("[\(W.suite([Self.one]))]")
      try workshop.archive.change("dists/stable/main/binary-amd64/Packages.xz", change)
      let text = failure { try workshop.resolved("aa") }
      #expect(
        text.contains("cannot get the packages of `main` in `stable`") && text.contains(reason),
        "\(text)")
    }
    let workshop = try W("[\(W.suite([Self.one]))]")
    try Files.remove(workshop.archive.at("dists/stable/main/binary-amd64/Packages.xz"))
    #expect(failure { try workshop.resolved("aa") }.contains("does not have"))
  }

  @Test func namesWhatIsNotThere() throws {
    let workshop = try W("[\(W.suite([Self.one]))]")
    var spec = try W.spec("aa")
    spec.suites = ["unstable"]
    #expect(failure { try workshop.lock(spec) }.contains("none of the archives has it"))
    spec = try W.spec("aa", "components: [contrib]\n")
    #expect(failure { try workshop.lock(spec) }.contains("no such component, only main"))
    spec = try W.spec("aa")
    let archives = try workshop.archives()
    #expect(
      failure { try BaseLock.make(spec, architectures: ["arm64"], archives) }
        .contains("not made for arm64"))
    var empty = workshop
    empty.settings.sources = []
    #expect(failure { try empty.lock(spec) }.contains("no archive of packages is set up here"))
    #expect(failure { try AptSettings.mirror("no-such-folder", folder: "/") }.contains("neither"))
  }

  @Test func refusesPackagesThatAreNotTheirs() throws {
    for (change, reason) in [
      ({ (bytes: inout [UInt8]) in bytes[bytes.count / 2] ^= 1 }, "its SHA-256 at"),
      ({ (bytes: inout [UInt8]) in bytes.removeLast(10) }, "bytes of it and not"),
    ] as [((inout [UInt8]) -> Void, String)] {
      let workshop = try W("[\(W.suite([Self.one]))]")
      try workshop.archive.change("pool/main/aa_1_amd64.deb", change)
      let text = failure { try workshop.build(try W.spec("aa")) }
      #expect(text.contains("cannot get the package `aa` 1") && text.contains(reason), "\(text)")
    }
    let workshop = try W("[\(W.suite([Self.one]))]")
    try Files.remove(workshop.archive.at("pool/main/aa_1_amd64.deb"))
    let text = failure { try workshop.build(try W.spec("aa")) }
    #expect(text.contains("no archive has `pool/main/aa_1_amd64.deb` any more"))
    #expect(text.contains("base lock --update"))
  }

  @Test func takesAPackageFromTheNextArchiveWhereOneIsWrong() throws {
    var workshop = try W("[\(W.suite([Self.one]))]")
    let good = workshop.folder.at("good")
    try workshop.folder.run("cp", ["-r", workshop.archive.path, good])
    try workshop.archive.change("pool/main/aa_1_amd64.deb") { $0[100] ^= 1 }
    workshop.settings.sources += try AptSettings.mirror(good, folder: "/")
    _ = try workshop.build(try W.spec("aa"))
  }

  @Test func worksFromItsCacheAlone() throws {
    var workshop = try W("[\(W.suite([Self.one], #""byHash": true,"#))]")
    workshop.settings.isOffline = true
    #expect(failure { try workshop.build(try W.spec("aa")) }.contains("it is not in the cache"))
    workshop.settings.isOffline = false
    let digest = try workshop.build(try W.spec("aa")).built.manifest.digest
    workshop.settings.isOffline = true
    try workshop.folder.run("rm", ["-rf", workshop.archive.path])
    #expect(try workshop.build(try W.spec("aa")).built.manifest.digest == digest)
    let packages = workshop.folder.at("cache/packages")
    for entry in try Files.list(packages) { try Files.remove("\(packages)/\(entry.name)") }
    let text = failure { try workshop.build(try W.spec("aa")) }
    #expect(text.contains("cannot get the package `aa` 1") && text.contains("without --offline"))
  }

  @Test func readsTheSetUpOfAMachine() throws {
    let folder = try TemporaryFolder()
    try folder.write("etc/apt/sources.list", "deb http://a x main\n")
    try folder.write("etc/apt/sources.list.d/b.sources", "Types: deb\nURIs: http://b\nSuites: y\n")
    try folder.write("etc/apt/sources.list.d/c.list.disabled", "nonsense")
    try folder.write("etc/apt/apt.conf.d/10x", "Acquire::Check-Valid-Until \"no\";")
    try folder.write("etc/apt/apt.conf.d/20x", "Acquire::http::Proxy \"http://p:1\";")
    try folder.write("etc/apt/apt.conf.d/30x.disabled", "Acquire::http::Proxy \"http://q:1\";")
    try folder.write("etc/apt/trusted.gpg.d/k.gpg", "x")
    try folder.write("usr/share/keyrings/debian-archive-keyring.gpg", "x")
    let machine = try AptMachine(root: folder.path)
    #expect(machine.sources.map(\.uri) == ["http://a", "http://b"])
    #expect(machine.keyrings.map { Paths.name(of: $0) } == ["k.gpg", "debian-archive-keyring.gpg"])
    let settings = AptSettings(machine, environment: [:], cache: "/x", now: { 0 })
    #expect(settings.allowsExpired && settings.http.proxies.plain == "http://p:1")
  }

  @Test(arguments: [
    (["HARDSTAND_CACHE": "/c"], "/c/packages"), (["XDG_CACHE_HOME": "/x"], "/x/hardstand/packages"),
  ])
  func knowsWherePackagesAreKept(environment: [String: String], folder: String) throws {
    #expect(try AptSettings.cacheFolder(in: environment) == folder)
    #expect(throws: Failure.self) { try AptSettings.cacheFolder(in: [:]) }
  }
}
