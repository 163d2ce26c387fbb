import Archive
import Containers
import Host
import Layers
import OCI
import Snapshots
import Source
import Streams
import TestSupport
import Testing

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct SnapshotStoreTests {
  /// Layers as scripts that make the files of each, and what a container sees of all.
  @Test(arguments: [
    (["mkdir a; echo 1 > a/x; echo 2 > a/y", "mkdir a; touch a/.wh.x"], "a/ a/y"),
    (["mkdir a; echo 1 > a/x", "mkdir a; touch a/.wh..wh..opq; echo 2 > a/z"], "a/ a/z"),
    (["mkdir -p a/b; echo 1 > a/b/x", "touch .wh.a; mkdir a; echo 2 > a/n"], "a/ a/n"),
    (["mkdir -p a/b; echo 1 > a/b/x", "touch .wh.a"], ""),
    (["echo 1 > a", "mkdir a; echo 1 > a/b"], "a/ a/b"),
    (["mkdir a; echo 1 > a/b", "echo 1 > a"], "a"),
    (["mkdir a; echo 1 > a/x", "touch .wh.a", "mkdir a; echo 2 > a/y"], "a/ a/y"),
    (["touch .wh.nothing; echo 1 > x"], "x"),
  ])
  func stacks(scripts: [String], seen: String) throws {
    let snapshots = try TestSnapshots()
    var layers = [try snapshots.base()]
    for (index, script) in scripts.enumerated() {
      try snapshots.folder.script("mkdir -p l\(index)/t; cd l\(index)/t; \(script)")
      layers.append(try snapshots.layer("l\(index)"))
    }
    let lower = try snapshots.store.unpack(layers)
    let draft = try snapshots.store.draft()
    let output = try snapshots.run(
      "cd /t; for f in $(busybox find . | busybox sort); do"
        + " test $f = . && continue; test -d $f && f=$f/; echo ${f#./}; done", lower, draft)
    #expect(output.split(separator: "\n").joined(separator: " ") == seen)
  }

  @Test func aFolderThatALayerOnlyImpliesKeepsItsProperties() throws {
    let snapshots = try TestSnapshots()
    let base = try snapshots.base()
    try snapshots.folder.script(
      "mkdir -p a/srv/app; chmod 2750 a/srv/app; chown 10001:20002 a/srv/app; touch -d @1000 a/srv/app"
    )
    try snapshots.folder.script(
      "mkdir -p b/srv/app; echo x > b/srv/app/f; tar -C b -cf b.tar srv/app/f")
    let lower = try snapshots.store.unpack([
      base, snapshots.layer("a"), snapshots.blob(snapshots.folder.at("b.tar")),
    ])
    let output = try snapshots.run(
      "stat -c '%a %u:%g %Y' /srv/app; cat /srv/app/f", lower, snapshots.store.draft())
    #expect(output == "2750 10001:20002 1000\nx\n")
  }

  @Test func aHardLinkToALowerLayerIsMade() throws {
    let snapshots = try TestSnapshots()
    let base = try snapshots.base()
    let lower = try snapshots.store.unpack([base])
    try snapshots.folder.script("mkdir c; printf same > c/one; ln c/one c/two")
    let first = try snapshots.layer("c")
    try snapshots.folder.python(
      """
      import tarfile
      t = tarfile.open("d.tar", "w")
      h = tarfile.TarInfo("three"); h.type = tarfile.LNKTYPE; h.linkname = "one"
      t.addfile(h); t.close()
      """)
    let all = try snapshots.store.unpack([
      base, first, snapshots.blob(snapshots.folder.at("d.tar")),
    ])
    #expect(all[0] == lower[0])
    let output = try snapshots.run("cat /three; stat -c %h /three", all, snapshots.store.draft())
    #expect(output == "same2\n")
  }

  @Test func aHundredAndTwentyLayers() throws {
    let snapshots = try TestSnapshots()
    var layers = [try snapshots.base()]
    for index in 0..<120 {
      try snapshots.folder.script(
        "mkdir -p n\(index)/many; echo \(index) > n\(index)/many/\(index); echo \(index) > n\(index)/top"
      )
      layers.append(try snapshots.layer("n\(index)"))
    }
    let lower = try snapshots.store.unpack(layers)
    let draft = try snapshots.store.draft()
    let output = try snapshots.run(
      "ls /many | wc -l; cat /top; cat /many/0; rm /many/60; echo new > /top", lower, draft)
    #expect(output == "120\n119\n0\n")
    let changes = try snapshots.changes(draft, lower).entries.map(\.summary)
    #expect(changes == ["many/", "many/.wh.60", "top"])
  }

  @Test func attributesGoThrough() throws {
    let snapshots = try TestSnapshots()
    let base = try snapshots.base()
    // The capability `cap_net_raw=ep` as the kernel stores it.
    let capability = "0sAQAAAgAgAAAAAAAAAAAAAAAAAAA="
    try snapshots.folder.python(
      """
      import os, base64
      os.makedirs("x")
      open("x/ping", "w").close()
      os.setxattr("x/ping", "security.capability", base64.b64decode("\(capability.dropFirst(2))"))
      os.setxattr("x/ping", "user.note", b"hello")
      """)
    let lower = try snapshots.store.unpack([base, snapshots.layer("x")])
    let draft = try snapshots.store.draft()
    try snapshots.run("cp -p /bin/busybox /b; chmod 755 /ping", lower, draft)
    let changes = try snapshots.changes(draft, lower)
    let ping = try #require(changes.entries.first { $0.summary == "ping" })
    #expect(ping.attributes.map(\.key) == ["security.capability", "user.note"])
    #expect(ping.attributes.last?.value == Array("hello".utf8))
  }

  @Test func changesBecomeALayerAndASnapshot() throws {
    let snapshots = try TestSnapshots()
    let lower = try snapshots.store.unpack([snapshots.base()])
    let draft = try snapshots.store.draft()
    try snapshots.run(
      "mkdir /srv; echo data > /srv/f; ln /srv/f /srv/g; rm /etc/group", lower, draft)
    let changes = try snapshots.changes(draft, lower)
    let bytes = BytesCollected()
    let writer = try LayerWriter(into: bytes, .none)
    try changes.write(to: writer.archive) { $0.modified = .init(seconds: 0) }
    let result = try writer.finish()
    try Files.write(bytes.bytes, to: snapshots.folder.at("made.tar"))
    let listing = try snapshots.folder.run("tar", ["-tf", "made.tar"])
    #expect(
      String(decoding: listing, as: UTF8.self) == "etc/\netc/.wh.group\nsrv/\nsrv/f\nsrv/g\n")
    let chain = Digest(of: Array("a step".utf8))
    let folder = try draft.commit(as: chain)
    #expect(snapshots.store.folder(of: chain) == folder)
    // Applied from its archive, it is the same.
    let again = try snapshots.store.unpack(
      snapshots.blob(snapshots.folder.at("made.tar")), as: result.diffID, on: lower)
    for top in [folder, again] {
      let seen = try snapshots.run(
        "cat /srv/g; stat -c %h /srv/f; test -e /etc/group || echo gone", lower + [top],
        snapshots.store.draft())
      #expect(seen == "data\n2\ngone\n")
    }
  }

  @Test func stubsLeaveNoTrace() throws {
    let snapshots = try TestSnapshots()
    let base = try snapshots.base()
    try snapshots.folder.script(
      "mkdir -p v/var v/run; ln -s /run v/var/run; mkdir v/etc; ln -s ../run/systemd/resolve/stub v/etc/resolv.conf; touch -d @5000 v/run"
    )
    let lower = try snapshots.store.unpack([base, snapshots.layer("v")])
    let draft = try snapshots.store.draft()
    try snapshots.folder.write("secret", "s3cret")
    let source = snapshots.folder.at("secret")
    var plan = ContainerPlan([
      "sh", "-euc", "cat /var/run/secrets/a /etc/hosts; echo x > /cache/y; echo 1 > /kept/f",
    ])
    plan.mounts += [
      .bind(source, at: "/var/run/secrets/a", isReadOnly: true), .bind(source, at: "/etc/hosts"),
      .bind(source, at: "/etc/resolv.conf"),
      .memory(at: "/cache"), .memory(at: "/new/inner"),
    ]
    var root: DetachedMount? = try .overlay(draft.overlay(on: lower), place: snapshots.store.place)
    try snapshots.folder.script("mkdir \(draft.upper)/kept")
    let stubs = try MountStubs(plan.mounts.map(\.target) + ["/kept"], in: root!.folder())
    var output: [UInt8] = []
    let outcome = try snapshots.runner.run(plan, root: root!) { output += $1 }
    root = nil
    #expect(outcome.succeeded)
    #expect(String(decoding: output, as: UTF8.self) == "s3crets3cret")
    #expect(Files.exists(draft.upper + "/run/secrets/a"))
    #expect(Files.exists(draft.upper + "/run/systemd/resolve/stub"))
    let view = try snapshots.store.view(of: lower)
    try stubs.remove(from: draft.upper, over: view)
    #expect(try snapshots.changes(draft, lower).entries.map(\.summary) == ["kept/", "kept/f"])
    #expect(Files.status(draft.upper + "/run")?.modified == 5000)
  }

  @Test func whatIsLeftGoes() throws {
    let snapshots = try TestSnapshots()
    let store = snapshots.store
    let alive = try store.draft()
    // What a process that was killed left.
    try snapshots.folder.script(
      "cd snapshots; mkdir -p making/dead/upper/deep; touch making/dead.lock making/dead/upper/deep/f"
    )
    try store.sweep()
    #expect(Files.isFolder(alive.upper))
    #expect(!Files.exists(snapshots.folder.at("snapshots/making/dead")))
    #expect(try Files.list(snapshots.folder.at("snapshots/trash")).isEmpty)
  }

  @Test func manySweepAtOnce() throws {
    let snapshots = try TestSnapshots()
    let store = snapshots.store
    try snapshots.folder.script(
      "cd snapshots/trash; for i in $(seq 40); do mkdir -p $i/a/b; touch $i/a/b/c; done")
    let results = Parallel.map(Array(0..<8), threads: 8) { _ in
      Result { () throws(Failure) in try store.sweep() }
    }
    for result in results { try result.get() }
    try store.sweep()
    #expect(try Files.list(snapshots.folder.at("snapshots/trash")).isEmpty)
  }

  @Test func theOldestGoFirst() throws {
    let snapshots = try TestSnapshots()
    let store = snapshots.store
    var chains: [Digest] = []
    for index in 0..<3 {
      let draft = try store.draft()
      try snapshots.folder.script("head -c 100000 /dev/zero > \(draft.upper)/f")
      chains.append(Digest(of: [UInt8(index)]))
      _ = try draft.commit(as: chains[index])
      try snapshots.folder.script(
        "touch -d @\(1_000_000 + index) snapshots/used/\(chains[index].hex)")
    }
    var lease: FileLock? = try store.lease()
    #expect(try store.collectIfFree(ceiling: 0) == nil)
    #expect(lease != nil)
    lease = nil
    let report = try #require(try store.collectIfFree(ceiling: 200_000))
    #expect(report.removed == 1)
    #expect(report.keptBytes == 200_000)
    #expect(chains.map { store.folder(of: $0) != nil } == [false, true, true])
  }

  @Test func aPowerCutIsNotTrusted() throws {
    let snapshots = try TestSnapshots()
    let chain = Digest(of: [1])
    _ = try snapshots.store.draft().commit(as: chain)
    #expect(snapshots.store.folder(of: chain) != nil)
    try snapshots.folder.write("snapshots/notes/\(chain.hex)", "another start")
    #expect(snapshots.store.folder(of: chain) == nil)
    _ = try snapshots.store.draft().commit(as: chain)
    // Some minutes later it is on the disk, and a start of the machine does it no harm.
    try snapshots.folder.script("touch -d '1 hour ago' snapshots/notes/\(chain.hex)")
    #expect(snapshots.store.folder(of: chain) != nil)
    #expect(try snapshots.folder.read("snapshots/notes/\(chain.hex)") == "settled")
  }

  @Test func manyUnpackTheSameAtOnce() throws {
    let snapshots = try TestSnapshots()
    let layer = try snapshots.base()
    let store = snapshots.store
    let results = Parallel.map(Array(0..<8), threads: 8) { _ in
      Result { () throws(Failure) in try store.unpack([layer]) }
    }
    let folders = Set(try results.map { try $0.get() })
    #expect(folders.count == 1)
    #expect(try Files.list(snapshots.folder.at("snapshots/making")).isEmpty)
  }
}
