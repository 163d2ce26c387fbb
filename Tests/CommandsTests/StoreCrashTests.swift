import Host
import Store
import TestSupport
import Testing

/// The store after its processes were killed at any point.
@Suite struct StoreCrashTests {
  /// An archive of an image with a few layers of bytes that do not repeat.
  static func archive(_ folder: TemporaryFolder) throws {
    let script = """
      import hashlib, io, json, random, tarfile
      random.seed(7)
      def add(out, name, data):
          entry = tarfile.TarInfo(name); entry.size = len(data); out.addfile(entry, io.BytesIO(data))
      for image in "ab":
          layers, diffs = [], []
          with tarfile.open(image + ".tar", "w") as out:
              for number in range(5):
                  data = random.randbytes(300_000) if number else b"shared" * 50_000
                  add(out, f"{number}.tar", data)
                  layers.append(f"{number}.tar"); diffs.append("sha256:" + hashlib.sha256(data).hexdigest())
              config = {"os": "linux", "architecture": "amd64", "config": {},
                        "rootfs": {"type": "layers", "diff_ids": diffs}}
              add(out, "c.json", json.dumps(config).encode())
              add(out, "manifest.json", json.dumps(
                  [{"Config": "c.json", "RepoTags": ["acme/" + image + ":1"], "Layers": layers}]).encode())
      """
    try folder.shell("python3", "-c", script)
  }

  @Test(.timeLimit(.minutes(5))) func survivesKillingAtAnyPoint() async throws {
    let folder = try TemporaryFolder()
    try Self.archive(folder)
    #expect(BuiltProgram.path != nil, "the program is built with the tests")
    let environment = ["HARDSTAND_STORE": folder.at("store"), "HARDSTAND_QUIET": "true"]
    let calls: [[String]] = [
      ["image", "load", "-i", folder.at("a.tar")], ["image", "load", "-i", folder.at("b.tar")],
      ["rmi", "-f", "acme/a:1"], ["store", "gc"],
      ["image", "copy", "docker-archive:\(folder.at("b.tar"))", "acme/c:2"],
      ["tag", "acme/c:2", "acme/d:3"], ["rmi", "-f", "acme/c:2", "acme/d:3"],
    ]
    var random = SystemRandomNumberGenerator()
    var killed = 0
    for round in 0..<2500 where killed < 250 {
      guard
        var spawn = BuiltProgram.spawn(
          calls[Int.random(in: 0..<calls.count, using: &random)], environment)
      else { return }
      spawn.timeout = .microseconds(Int.random(in: 300...30_000, using: &random))
      if try spawn.run().ending == .timedOut { killed += 1 }
      if round % 20 == 19 {
        await Task.yield()
        try check(folder.at("store"), "after \(round + 1) rounds")
      }
    }
    #expect(killed >= 250, "only \(killed) calls were killed")
    // What comes next works as if nothing had been.
    for call in [calls[0], calls[1], calls[3]] {
      let outcome = try #require(try BuiltProgram.spawn(call, environment)?.run())
      #expect(outcome.succeeded, "\(outcome.errorText)")
    }
    let store = try ContentStore(folder.at("store"))
    let usage = try store.usage()
    #expect(usage.unfinished == 0 && usage.looseBlobs == 0)
    #expect(try store.record("docker.io/acme/a:1") != nil)
    #expect(try store.record("docker.io/acme/b:1") != nil)
    try check(folder.at("store"), "at the end")
  }

  private func check(_ path: String, _ when: String) throws {
    guard Files.exists(path) else { return }
    let report = try ContentStore(path).verify(removing: false, threads: 2)
    #expect(report.isSound, "\(when): \(report)")
  }
}
