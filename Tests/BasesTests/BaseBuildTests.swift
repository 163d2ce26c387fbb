import Archive
import Bases
import Documents
import Host
import OCI
import Source
import Store
import TestSupport
import Testing

@Suite(.enabled(if: PackageArchive.isPossible, "needs gpg, gpgv and python3"))
struct BaseBuildTests {
  private typealias W = Workshop

  private static func workshop(_ packages: String...) throws -> W { try W("[\(W.suite(packages))]") }

  @Test func unpacksAndWritesDown() throws {
    let files = #"""
      [{"path": "./"}, {"path": "./bin/"}, {"path": "./bin/tool", "content": "x", "mode": 2541},
       {"path": "./usr/bin/"}, {"path": "./usr/bin/twin", "hard": "./bin/tool"},
       {"path": "./usr/bin/link", "link": "tool"},
       {"path": "./usr/bin/script", "content": "#!/bin/sh\n", "mode": 493},
       {"path": "./usr/share/doc/aa/copyright", "content": "c"},
       {"path": "./usr/share/doc/aa/changelog.gz", "content": "c"},
       {"path": "./usr/share/man/man1/aa.1", "content": "m"},
       {"path": "./usr/share/locale/de/LC_MESSAGES/aa.mo", "content": "m"},
       {"path": "./usr/share/locale/fr/LC_MESSAGES/aa.mo", "content": "m"},
       {"path": "./opt/drop/me", "content": "d"}, {"path": "./opt/keep", "content": "k"}]
      """#
    let workshop = try Self.workshop(
      W.package(
        "aa", "1:2-3", ["Depends": "bb"], files: files, scripts: #"{"md5sums": "0 usr/x\n"}"#),
      W.package("bb"))
    let spec = try W.spec(
      "aa",
      """
      drop: [/opt/drop]
      locales: [de]
      user: app
      accounts: [{name: app, uid: 10001, home: /srv/app}]
      environment: {PATH: /usr/bin, A: b}
      entrypoint: [/usr/bin/tool, -x]
      labels: {l: v}
      annotations: {a.b: c}
      """)
    let (image, built) = try workshop.build(spec)
    let found = try W.files(image)
    #expect(found["/bin"]?.entry.link == "usr/bin")
    let tool = try #require(found["/usr/bin/tool"])
    #expect(tool.entry.mode == 0o755 && built.notes.contains { $0.contains("/bin/tool") })
    #expect(found["/usr/bin/twin"]?.entry.kind == .hardLink)
    #expect(found["/usr/bin/script"] == nil && built.notes.contains { $0.contains("script") })
    #expect(
      found["/usr/share/doc/aa/copyright"] != nil && found["/usr/share/doc/aa/changelog.gz"] == nil)
    #expect(found["/usr/share/man/man1/aa.1"] == nil && found["/opt/keep"] != nil)
    #expect(found["/opt/drop"] == nil && found["/opt/drop/me"] == nil)
    #expect(found["/usr/share/locale/de/LC_MESSAGES/aa.mo"] != nil)
    #expect(found["/usr/share/locale/fr/LC_MESSAGES/aa.mo"] == nil)
    let status = try #require(found["/var/lib/dpkg/status.d/aa"]).text
    #expect(status.contains("Package: aa\n") && status.contains("Version: 1:2-3\n"))
    #expect(found["/var/lib/dpkg/status.d/aa.md5sums"]?.text == "0 usr/x\n")
    #expect(
      found["/etc/passwd"]?.text.contains("app:x:10001:10001:app:/srv/app:/sbin/nologin\n") == true)
    #expect(found["/srv/app"]?.entry.owner == 10_001)
    #expect(found["/tmp"]?.entry.mode == 0o1777)
    for (_, file) in found { #expect(file.entry.modified.seconds == 1_700_000_000) }
    let runtime = image.config.runtime
    #expect(runtime.user == "10001:10001" && runtime.environment == ["PATH=/usr/bin", "A=b"])
    #expect(runtime.entrypoint == ["/usr/bin/tool", "-x"] && runtime.labels["l"] == "v")
    #expect(image.manifest.annotations["a.b"] == "c")
    #expect(image.config.created == "2023-11-14T22:13:20Z")
    #expect(built.packageCount == 2)
  }

  @Test func makesTheSameImageOfTheSameLock() throws {
    let workshop = try Self.workshop(
      W.package(
        "aa", files: #"[{"path": "./usr/b", "content": "b"}, {"path": "./usr/a", "content": "a"}]"#)
    )
    let spec = try W.spec("aa")
    let first = try workshop.build(spec).built
    let second = try workshop.build(spec).built
    #expect(first.manifest == second.manifest && !second.isCached)
    #expect(try workshop.build(spec, usesCache: true).built.isCached)
    // Another store has nothing of it.
    try workshop.folder.run("rm", ["-rf", workshop.folder.at("store")])
    let third = try workshop.build(spec, usesCache: true).built
    #expect(!third.isCached && third.manifest == first.manifest)
  }

  @Test func keepsLocksAsText() throws {
    let workshop = try Self.workshop(
      W.package("aa", "1:2~3", ["Source": "src (1)", "Depends": "busybox-static"]),
      W.package("busybox-static"))
    let spec = try W.spec("aa")
    let lock = try workshop.lock(spec).lock
    let again = try BaseLock(SourceText(name: "x", text: lock.document))
    #expect(again == lock && again.document == lock.document)
    #expect(!lock.document.contains("://") && !lock.document.contains(workshop.archive.path))
    var other = spec
    other.packages = ["busybox-static"]
    let platform = Platform(os: "linux", architecture: "amd64")
    #expect(throws: Failure.self) { try BasePlan(other, lock, platform: platform) }
    #expect(throws: Failure.self) {
      try BasePlan(spec, lock, platform: Platform(os: "linux", architecture: "arm64"))
    }
    var later = lock
    later.packages["amd64"]?.removeLast()
    let changes = LockChanges(from: later, to: lock)
    #expect(changes.lines == ["+ aa 1:2~3  (stable)"])
    #expect(LockChanges(from: lock, to: lock).isEmpty)
  }

  @Test(arguments: [
    ("file: ../x", "does not lie in an archive"),
    ("file: http://x/y", "does not lie in an archive"),
    ("size: -1", "no number of bytes"), ("sha256: xyz", "is none"), ("other: 1", "no key"),
  ])
  func refusesLocks(line: String, reason: String) throws {
    let workshop = try Self.workshop(W.package("aa"))
    let key = line.prefix { $0 != ":" }
    var lines = try workshop.lock(try W.spec("aa")).lock.document.split(separator: "\n").map(
      String.init)
    let index =
      lines.firstIndex { $0.contains(" \(key): ") } ?? lines.lastIndex { $0.contains("sha256") }
    let place = try #require(index)
    lines[place] = "      \(line)"
    let failure = #expect(throws: Failure.self) {
      try BaseLock(SourceText(name: "x", text: lines.joined(separator: "\n")))
    }
    #expect(failure?.because.first?.contains(reason) == true, "\(failure?.description ?? "")")
  }

  static let hostile: [(files: String, reason: String)] = [
    (#"[{"path": "../x", "content": "x"}]"#, "it leads out of the image"),
    (#"[{"path": "./a/../../x", "content": "x"}]"#, "it leads out of the image"),
    (#"[{"path": "./dev/sda", "device": 1}]"#, "it brings the device or pipe `/dev/sda`"),
    (#"[{"path": "./usr/.wh.x", "content": "x"}]"#, "its name would mark a deletion"),
    (#"[{"path": "./usr/x", "hard": "./etc/passwd"}]"#, "which is no file"),
    (#"[{"path": "./usr/x", "hard": "../../etc/passwd"}]"#, "it leads out of the image"),
    (
      #"[{"path": "./usr/x", "link": "/nowhere"}, {"path": "./usr/x/y", "content": "y"}]"#,
      "below a link"
    ),
    (
      #"[{"path": "./usr/x", "content": "x"}, {"path": "./usr/x/y", "content": "y"}]"#,
      "below a link"
    ),
    (#"[{"path": "./usr/x", "size": 1099511627776}]"#, "it ends too early"),
  ]

  @Test(arguments: hostile.indices)
  func refusesPackagesThatAreHostile(index: Int) throws {
    let workshop = try Self.workshop(W.package("aa", files: Self.hostile[index].files))
    let failure = #expect(throws: Failure.self) { try workshop.build(try W.spec("aa")) }
    let text = failure.map { "\($0.what) \($0.because)" } ?? ""
    #expect(text.contains(Self.hostile[index].reason), "\(text)")
  }

  @Test func followsLinksOfOtherPackages() throws {
    let workshop = try Self.workshop(
      W.package(
        "aa", files: #"[{"path": "./usr/lib/real/"}, {"path": "./usr/lib/link", "link": "real"}]"#),
      W.package(
        "bb", "1", ["Depends": "aa"],
        files: #"[{"path": "./usr/lib/link/"}, {"path": "./usr/lib/link/x", "content": "x"}]"#))
    let found = try W.files(try workshop.build(try W.spec("bb")).image)
    #expect(found["/usr/lib/real/x"] != nil && found["/usr/lib/link"]?.entry.kind == .symbolicLink)
  }

  @Test func tellsOfPackagesThatClash() throws {
    let file = #"[{"path": "./usr/x", "content": "C"}]"#
    let same = file.split(separator: "C").joined(separator: "one")
    let other = file.split(separator: "C").joined(separator: "other")
    var workshop = try Self.workshop(
      W.package("aa", files: same), W.package("bb", files: other))
    let failure = #expect(throws: Failure.self) { try workshop.build(try W.spec("aa, bb")) }
    #expect(failure?.because == ["the package `aa` has it too"])
    workshop = try Self.workshop(W.package("aa", files: same), W.package("bb", files: same))
    _ = try workshop.build(try W.spec("aa, bb"))
    workshop = try Self.workshop(
      W.package("aa", files: same), W.package("bb", "1", ["Replaces": "aa"], files: other))
    let found = try W.files(try workshop.build(try W.spec("aa, bb")).image)
    #expect(found["/usr/x"]?.text == "other")
  }

  @Test func refusesAPackageThatCallsItselfOtherwise() throws {
    let workshop = try Self.workshop(W.package("aa"))
    let lock = try workshop.lock(try W.spec("aa")).lock
    var text = lock.document
    text = text.split(separator: "version: \"1\"").joined(separator: "version: \"2\"")
    let wrong = try BaseLock(SourceText(name: "x", text: text))
    #expect(wrong.packages["amd64"]?.first?.version == "2")
    let bases = Bases(store: try workshop.store(), archives: try workshop.archives(), threads: 1)
    let plan = try BasePlan(
      try W.spec("aa"), wrong, platform: Platform(os: "linux", architecture: "amd64"))
    let failure = #expect(throws: Failure.self) { try bases.build(plan) }
    #expect(failure?.because == ["it calls itself `aa` 1"])
  }

  @Test(.enabled(if: System.isSuperuser, "needs to mount a small file system"))
  func tellsOfAFullDisk() throws {
    let workshop = try Self.workshop(
      W.package(
        "aa",
        files:
          #"[{"path": "./usr/x", "content": "\#(String(repeating: "0123456789abcdef", count: 100))"}]"#
      ))
    let spec = try W.spec("aa")
    let lock = try workshop.lock(spec).lock
    let packages = workshop.folder.at("cache/partial")
    try workshop.folder.run("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", packages])
    defer { _ = try? workshop.folder.run("umount", [packages]) }
    try Files.write([UInt8](repeating: 1, count: 4000), to: "\(packages)/filler")
    let bases = Bases(store: try workshop.store(), archives: try workshop.archives(), threads: 1)
    let plan = try BasePlan(spec, lock, platform: Platform(os: "linux", architecture: "amd64"))
    let failure = #expect(throws: Failure.self) { try bases.build(plan) }
    #expect(failure?.what == "cannot get the package `aa` 1")
    #expect(failure?.because.last == "the disk is full", "\(failure?.because ?? [])")
    #expect(failure?.hint == "free some space")
  }
}
