import Documents
import Host
import OCI
import Registry
import Source
import Store
import TestSupport
import Testing

@testable import Commands

/// `pull`, `push` and their kin against Debian's docker-registry on this machine.
@Suite(.serialized) struct RegistryCommandsTests {
  private static let server = Result { try ServerProcess("debian.py") }

  let folder: TemporaryFolder
  let registry: String

  init() throws {
    folder = try TemporaryFolder()
    registry = "127.0.0.1:\(try Self.server.get().port)"
    try StoreCrashTests.archive(folder)
  }

  private func run(_ words: String...) -> ImageCommandsTests.Run {
    ImageCommandsTests.Run(folder, words)
  }

  @Test func whatWasPushedComesBack() throws {
    let name = "\(registry)/there/app:1"
    #expect(run("image", "copy", "docker-archive:a.tar", name).code == .clean)
    let pushed = run("push", name)
    #expect(pushed.code == .clean, "\(pushed.errors)")
    // Plain layers go out compressed, so the digest is another one, and it is told.
    let digest = try #require(pushed.output.split(separator: "@").last).dropLast()
    #expect(run("image", "digest", "docker://\(name)").output == "\(digest)\n")
    #expect(run("image", "tags", "\(registry)/there/app").output == "1\n")
    #expect(run("rmi", name).code == .clean)
    let pulled = run("pull", "--json", name)
    let json = try JSON(reading: pulled.output, name: "out")
    #expect(json["images"]?[0]?["digest"]?.string == String(digest), "\(pulled.errors)")
    #expect(run("pull", name).errors.contains("up to date"))
    #expect(run("image", "diff", name, "docker-archive:a.tar").code == .clean)
    let journal = try ContentStore(folder.at("store")).journal()
    #expect(journal.map(\.action) == ["push", "pull", "pull"])
    #expect(journal.allSatisfy { $0.failure == nil })
  }

  @Test func aBareNameNeedsNoNetworkOnceItIsThere() throws {
    let name = "\(registry)/there/bare:1"
    #expect(run("image", "copy", "docker-archive:a.tar", "docker://\(name)").code == .clean)
    #expect(run("images").output.isEmpty)
    #expect(run("image", "save", "-o", "1.tar", name).code == .clean)
    #expect(run("images").output.contains("there/bare"))
    // Port 1 of this machine is closed, so this can only come from the store.
    #expect(run("tag", name, "127.0.0.1:1/gone:1").code == .clean)
    #expect(run("image", "save", "-o", "2.tar", "127.0.0.1:1/gone:1").code == .clean)
  }

  @Test func onePlatformOfAnIndexIsPulledAndPushed() throws {
    let client = RegistryClient()
    let repository = Repository(registry: registry, path: "there/index")
    var entries: [Descriptor] = []
    for architecture in ["amd64", "arm64", "s390x"] {
      let config = ImageConfig(
        platform: Platform(os: "linux", architecture: architecture), runtime: .init(), diffIDs: [])
      let manifest = Manifest(config: Descriptor(of: config.bytes, .config), layers: [])
      try client.push(manifest.config.digest, from: .bytes(config.bytes), to: repository)
      try client.put(.manifest(manifest), to: repository, .digest(manifest.digest))
      entries.append(manifest.descriptor.with(platform: config.platform))
    }
    let index = ImageIndex(manifests: entries)
    try client.put(.index(index), to: repository, .tag("1"))
    let name = "\(registry)/there/index:1"
    let pulled = run("pull", "--platform", "s390x", name)
    #expect(pulled.output.hasSuffix("@\(index.digest)\n"), "\(pulled.errors)")
    let store = try ContentStore(folder.at("store"))
    #expect(store.contains(entries[2]) && !store.contains(entries[0]))
    #expect(run("image", "inspect", "--platform", "s390x", name).output.contains("linux/s390x"))
    let one = run("push", name, "\(registry)/there/one:1")
    #expect(one.output.hasSuffix("@\(entries[2].digest)\n"), "\(one.errors)")
    #expect(run("pull", "--platform", "riscv64", name).errors.contains("linux/amd64, linux/arm64"))
    #expect(run("pull", "--all-platforms", name).code == .clean)
    let all = run("push", name, "\(registry)/there/all:1")
    #expect(all.output.hasSuffix("@\(index.digest)\n"), "\(all.errors)")
  }

  @Test func whatIsNotThereIsTold() {
    for words in [
      ["pull", "\(registry)/there/none:1"], ["push", "acme/none:1"],
      ["image", "tags", "\(registry)/there/none"], ["pull", "--mirror", "nonsense", "a"],
      ["pull", "--registry-ca", "absent.pem", "\(registry)/a"],
    ] {
      let run = ImageCommandsTests.Run(folder, words)
      #expect(run.code == .failed && run.errors.contains("error: "), "\(words)")
    }
  }
}
