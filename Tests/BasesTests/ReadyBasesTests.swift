import Apt
import Archive
import Bases
import Debian
import Host
import OCI
import Source
import Store
import Streams
import TestSupport
import Testing

/// What this machine has to make bases of.
enum MachineArchives {
  /// The archives of this machine, with the cache of its user; nil where they do not have the suite.
  static let archives: Archives? = {
    guard PackageArchive.isPossible, let machine = try? AptMachine(root: "/"),
      !machine.sources.isEmpty,
      let cache = try? AptSettings.cacheFolder(in: System.environment)
    else { return nil }
    let settings = AptSettings(
      machine, environment: System.environment, cache: cache, now: { System.secondsSince1970 })
    guard let archives = try? Archives(settings), (try? archives.suite("bookworm")) != nil else {
      return nil
    }
    return archives
  }()

  /// A program for the C library of the base can be made on the same release only.
  static var isBookworm: Bool {
    let text = (try? Files.read("/etc/os-release")).map { String(decoding: $0, as: UTF8.self) }
    return text?.contains("VERSION_CODENAME=bookworm") == true && TemporaryFolder.has("g++")
  }
}

/// The bases that hardstand brings, made from the archives that this machine asks and run.
@Suite(
  .serialized, .enabled(if: MachineArchives.archives != nil, "needs an archive with bookworm"))
struct ReadyBasesTests {
  private let folder: TemporaryFolder
  private let store: ContentStore

  init() throws {
    folder = try TemporaryFolder()
    store = try ContentStore(folder.at("store"))
  }

  /// A base of its lock, or of the packages of today where an archive no longer has those of the lock.
  private func build(
    _ name: String, _ compression: Compression = .zstd, isDebugVariant: Bool = false
  ) throws -> (image: StoredImage, built: Bases.Built) {
    let archives = try #require(MachineArchives.archives)
    var spec = try BaseSpec(try #require(ReadyBases.specification(name)))
    if isDebugVariant { spec = spec.debugVariant }
    var bases = Bases(store: store, archives: archives, threads: System.processorCount)
    bases.usesCache = false
    let platform = Platform(os: "linux", architecture: "amd64")
    func make(_ lock: BaseLock) throws -> Bases.Built {
      try bases.build(try BasePlan(spec, lock, platform: platform, compression: compression))
    }
    let built: Bases.Built
    do {
      built = try make(try BaseLock(try #require(ReadyBases.lock(name))))
    } catch let failure as Failure where failure.hint?.contains("--update") == true {
      built = try make(try BaseLock.make(spec, architectures: ["amd64"], archives).lock)
    }
    return (try store.image(built.manifest, platform), built)
  }

  /// Checks that nothing is there that an attacker could use: no shell, no package manager, no file with
  /// the rights of others.
  private func requireBare(_ image: StoredImage) throws {
    let unwanted: Set<String> = [
      "sh", "bash", "dash", "ash", "busybox", "apt", "apt-get", "dpkg", "apk", "rpm", "perl", "su",
      "mount",
    ]
    for (path, file) in try Workshop.files(image, withContent: false) {
      if file.entry.kind == .file || file.entry.kind == .symbolicLink {
        let isProgram = path.contains("/bin/") || path.contains("/sbin/")
        #expect(!isProgram || !unwanted.contains(Paths.name(of: path)), "\(path)")
      }
      if file.entry.kind == .file { #expect(file.entry.mode & 0o6002 == 0, "\(path)") }
    }
    #expect(image.config.runtime.user == "65532:65532")
  }

  /// The sizes in bytes that the design measured, compressed with gzip.
  @Test(arguments: [("static", 600_000), ("cc", 8_600_000), ("python3", 18_100_000)])
  func isAsSmallAsMeasured(name: String, most: Int64) throws {
    let (image, built) = try build(name, .gzip)
    print("\(name): \(built.size) bytes, at most \(most)")
    #expect(built.size <= most)
    #expect(try build(name, .gzip).built.manifest == built.manifest)
    try requireBare(image)
  }

  @Test(.enabled(if: Container.isPossible, "needs crun or runc, and root"))
  func pythonRunsWithTheLeastRights() throws {
    let (image, _) = try build("python3")
    try requireBare(image)
    let container = try Container(image)
    let script = """
      import bz2, ctypes, curses, decimal, lzma, os, pwd, readline, sqlite3, ssl, uuid, zoneinfo
      status = dict(l.split(":", 1) for l in open("/proc/self/status"))
      assert int(status["CapBnd"], 16) == int(status["CapEff"], 16) == 0
      assert status["NoNewPrivs"].strip() == "1" and os.getuid() == os.getgid() == 65532
      assert pwd.getpwuid(65532).pw_name == "nonroot"
      try:
          open("/x", "w")
          raise SystemExit("the root can be written")
      except OSError as error:
          assert error.errno == 30, error
      assert ssl.create_default_context().cert_store_stats()["x509_ca"] > 100
      assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
      assert zoneinfo.ZoneInfo("Europe/Dublin").key == "Europe/Dublin"
      assert ctypes.CDLL(None).getpid() == os.getpid()
      assert not os.path.exists("/bin/sh")
      print("python-ok")
      """
    let outcome = try container.run(["/usr/bin/python3", "-c", script])
    #expect(outcome.outputText == "python-ok\n", "\(outcome.errorText)")
  }

  @Test(
    .enabled(if: Container.isPossible, "needs crun or runc, and root"),
    .enabled(if: TemporaryFolder.has("openssl"), "needs openssl"))
  func nodeServesTLS() throws {
    let (image, _) = try build("nodejs")
    try requireBare(image)
    let keys = try Certificates.folder.get()
    let script = """
      const tls = require("tls");
      const key = `\(try keys.read("server.key"))`, cert = `\(try keys.read("server.crt"))`;
      const ca = `\(try keys.read("ca.crt"))`;
      const server = tls.createServer({key, cert}, s => s.end("hello"));
      server.listen(0, "127.0.0.1", () => {
        const client = tls.connect({port: server.address().port, host: "127.0.0.1", ca});
        client.on("data", d => console.log(`${d} ${client.authorized}`));
        client.on("end", () => server.close());
      });
      """
    let outcome = try Container(image).run(["/usr/bin/node", "-e", script])
    #expect(outcome.outputText == "hello true\n", "\(outcome.errorText)")
  }

  @Test(.enabled(if: Container.isPossible, "needs crun or runc, and root"))
  func javaSaysHello() throws {
    let (image, _) = try build("java")
    try requireBare(image)
    let container = try Container(image)
    let fixtures = Paths.folder(of: Paths.folder(of: #filePath)) + "/Fixtures/java"
    try container.folder.run("cp", ["\(fixtures)/Hello.class", "rootfs/"])
    let outcome = try container.run(["/usr/bin/java", "-XX:+UseSerialGC", "-cp", "/", "Hello"])
    #expect(outcome.outputText == "hello, true\n", "\(outcome.errorText)")
  }

  @Test(
    .enabled(if: Container.isPossible, "needs crun or runc, and root"),
    .enabled(if: MachineArchives.isBookworm, "needs g++ on bookworm"), arguments: ["cc", "static"])
  func programsInCRun(name: String) throws {
    let (image, _) = try build(name)
    let container = try Container(image)
    let source = """
      #include <iostream>
      #include <thread>
      int main() { std::thread([] { std::cout << "cc-ok\\n"; }).join(); }
      """
    let link = name == "static" ? ["-static"] : []
    try container.folder.run(
      "g++", ["-xc++", "-", "-o", "rootfs/program"] + link, input: Array(source.utf8))
    let outcome = try container.run(["/program"])
    #expect(outcome.outputText == "cc-ok\n", "\(outcome.errorText)")
  }

  @Test(.enabled(if: Container.isPossible, "needs crun or runc, and root"))
  func busyboxIsThereToLookAround() throws {
    let container = try Container(try build("busybox").image)
    let outcome = try container.run([
      "/bin/sh", "-c", "id -u; ls / | grep -c etc; wget 2>&1 | head -1",
    ])
    #expect(outcome.outputText.hasPrefix("65532\n1\nBusyBox v1."), "\(outcome.errorText)")
    let (image, _) = try build("static", isDebugVariant: true)
    let debug = try Container(image).run(["/busybox/sh", "-c", "PATH=/busybox; id -u; ls /bin/sh"])
    #expect(debug.outputText == "65532\n")
  }

  @Test(.enabled(if: Container.isPossible, "needs crun or runc, and root"))
  func packagesCanBeInstalledLater() throws {
    let container = try Container(try build("debian-slim").image)
    let archives = try #require(MachineArchives.archives)
    let options = archives.settings.allowsExpired ? "[check-valid-until=no] " : ""
    let sources = archives.settings.sources.map {
      "deb \(options)\($0.uri) \($0.suite) \($0.components.joined(separator: " "))\n"
    }
    try container.folder.write("rootfs/etc/apt/sources.list", sources.joined())
    for file in ["resolv.conf", "hosts"] {
      try container.folder.run("cp", ["/etc/\(file)", "rootfs/etc/\(file)"])
    }
    let script = """
      set -e
      test -z "$(dpkg --audit)"
      apt-get check -qq
      apt-get update -qq
      apt-get install -y -qq --no-install-recommends jq less cron >/dev/null 2>&1
      jq -n '6 * 7'
      test -z "$(dpkg --audit)"
      useradd -m somebody
      su -s /bin/sh nobody -c 'id -u'
      readlink /etc/alternatives/pager
      apt-get purge -y -qq jq >/dev/null 2>&1
      """
    let outcome = try container.run(["/bin/sh", "-c", script], .build)
    #expect(outcome.outputText == "42\n65534\n/usr/bin/less\n", "\(outcome.errorText)")
  }

  @Test(.enabled(if: Container.isPossible, "needs crun or runc, and root"))
  func programsCanBeBuilt() throws {
    let (image, built) = try build("debian-build", .none)
    #expect(built.packageCount > 100)
    let script = """
      set -e
      printf '#include <cstdio>\\nint main() { puts("built"); }' > /tmp/x.cpp
      g++ -O2 -o /tmp/x /tmp/x.cpp
      /tmp/x
      python3 -m venv /tmp/venv
      /tmp/venv/bin/python -c 'import ssl; print("venv")'
      test -z "$(dpkg --audit)"
      """
    let outcome = try Container(image).run(["/bin/sh", "-c", script], .build)
    #expect(outcome.outputText == "built\nvenv\n", "\(outcome.errorText)")
  }
}
