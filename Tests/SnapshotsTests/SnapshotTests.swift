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

/// A store of snapshots, and a runner for what changes them.
struct TestSnapshots {
  let folder: TemporaryFolder
  let store: SnapshotStore
  let runner: ContainerRunner

  init() throws {
    folder = try TemporaryFolder()
    store = try SnapshotStore(folder.at("snapshots"))
    runner = try ContainerRunner(
      RuntimeProgram.find(in: System.environment), folder: folder.at("run"))
  }

  /// The layer that an archive of the files below a folder makes.
  func layer(_ name: String) throws -> LayerBlob {
    try folder.script("tar -C \(name) --xattrs --xattrs-include='*' -cf \(name).tar .")
    return try blob(folder.at("\(name).tar"))
  }

  func blob(_ path: String) throws -> LayerBlob {
    let bytes = try Files.read(path, limit: 1 << 30)
    let digest = Digest(of: bytes)
    let descriptor = Descriptor(
      mediaType: .layer(.none), digest: digest, size: Int64(bytes.count))
    return LayerBlob(descriptor, diffID: digest) { () throws(Failure) in BytesInMemory(bytes) }
  }

  /// The base: a small system.
  func base() throws -> LayerBlob {
    try TestRoot.make(folder, "base")
    return try layer("base")
  }

  /// Runs a script on top of folders, and says what it changed.
  func changes(_ script: String, on lower: [String]) throws -> [String] {
    let draft = try store.draft()
    try run(script, lower, draft)
    return try changes(draft, lower).entries.map(\.summary)
  }

  func changes(_ draft: SnapshotDraft, _ lower: [String]) throws -> SnapshotChanges {
    try SnapshotChanges(draft.upper, over: store.view(of: lower))
  }

  @discardableResult
  func run(_ script: String, _ lower: [String], _ draft: SnapshotDraft) throws -> String {
    var text: [UInt8] = []
    let root = try DetachedMount.overlay(draft.overlay(on: lower), place: store.place)
    let outcome = try runner.run(ContainerPlan(["sh", "-euc", script]), root: root) {
      text += $1
    }
    if !outcome.succeeded {
      throw Failure("\(outcome): \(String(decoding: text, as: UTF8.self))")
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension TarEntry {
  /// The kind and the path, and what a link leads to.
  var summary: String {
    switch kind {
    case .folder: "\(path)/"
    case .symbolicLink: "\(path) -> \(link)"
    case .hardLink: "\(path) = \(link)"
    case .characterDevice: "\(path) c \(deviceMajor):\(deviceMinor)"
    case .pipe: "\(path) |"
    default: "\(path)"
    }
  }
}

@Suite(.enabled(if: TestRoot.isPossible, "takes root, busybox, and crun or runc"))
struct SnapshotTests {
  @Test(arguments: [
    ("true", []),
    ("echo x > /made", ["made"]),
    ("mkdir -p /a/b; echo x > /a/b/c", ["a/", "a/b/", "a/b/c"]),
    ("rm /etc/group", ["etc/", "etc/.wh.group"]),
    ("rm -r /etc", [".wh.etc"]),
    ("rm -r /etc; mkdir /etc; echo x > /etc/y", ["etc/", "etc/.wh..wh..opq", "etc/y"]),
    ("echo x >> /etc/passwd", ["etc/", "etc/passwd"]),
    (": >> /etc/passwd", []),
    ("touch /etc/x; rm /etc/x", []),
    ("chmod 700 /etc", ["etc/"]),
    ("chmod 600 /etc/passwd; chmod 644 /etc/passwd", []),
    ("ln -s /etc/passwd /l", ["l -> /etc/passwd"]),
    ("ln /bin/busybox /b", ["b", "bin/", "bin/busybox = b"]),
    ("echo x > /one; ln /one /two", ["one", "two = one"]),
    ("mv /etc/group /tmp/g", ["etc/", "etc/.wh.group", "tmp/", "tmp/g"]),
    ("mknod /p p; mknod /c c 1 3", ["c c 1:3", "p |"]),
  ])
  func tellsChanges(script: String, changes: [String]) throws {
    let snapshots = try TestSnapshots()
    let lower = try snapshots.store.unpack([snapshots.base()])
    #expect(try snapshots.changes(script, on: lower) == changes)
  }
}
