import Documents
import HTTP
import Host
import OCI
import Registry
import Source
import Synchronization
import Testing

/// What a registry may do wrong, and what becomes of it.
@Suite struct RegistryAttackTests {
  @Test(arguments: [
    ("altered", RegistryError.Kind.corrupt, "digest"),
    ("lying-digest", .corrupt, "digest"),
    ("confused", .corrupt, "calls itself"),
    ("schema1", .corrupt, "schema 1"),
    ("huge", .network(.tooLarge), "larger than 4194304 bytes"),
    ("huge-unannounced", .network(.tooLarge), "larger than 4194304 bytes"),
    ("html", .noRegistry, "does not look like a registry"),
    ("down", .server, "503"),
    ("escape", .missing, "gone"),
    ("absent", .missing, "manifest unknown"),
  ])
  func manifests(quirk: String, kind: RegistryError.Kind, says: String) throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository("\(quirk)/m")
    if quirk != "absent", quirk != "down" {
      try SampleImage(quirk).push(client, repository)
    }
    let before = try residentBytes()
    let error = #expect(throws: RegistryError.self) {
      _ = try client.manifest(repository, .tag("latest"))
    }
    let text = error?.failure.description ?? "nothing"
    #expect(error?.kind == kind, "\(quirk): \(text)")
    #expect(text.contains(says), "\(quirk): \(text)")
    #expect(error?.failure.hint != nil)
    #expect(!text.unicodeScalars.contains { $0.value < 32 })
    #expect(text.utf8.count < 1000)
    #expect(try residentBytes() - before < 60 << 20)
  }

  @Test(arguments: [
    ("altered", RegistryError.Kind.corrupt, "digest"),
    ("shorter", .corrupt, "sends"),
    ("longer", .corrupt, "sends more than"),
    ("crumbs", .network(.truncated), "ended before"),
    ("stall", .network(.timeout), "bytes a second"),
    ("html", .noRegistry, "does not look like a registry"),
    ("redirect-circle", .network(.redirect), "circle"),
    ("redirect-plain", .network(.redirect), "not secure"),
  ])
  func blobs(quirk: String, kind: RegistryError.Kind, says: String) throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository("\(quirk)/b")
    let image = SampleImage(quirk, size: 50_000)
    try client.push(image.layerDescriptor.digest, from: .bytes(image.layer), to: repository)
    let sink = BlobInMemory()
    let error = #expect(throws: RegistryError.self) {
      try client.pull(image.layerDescriptor, of: repository, into: sink)
    }
    let text = error?.failure.description ?? "nothing"
    #expect(error?.kind == kind, "\(quirk): \(text)")
    #expect(text.contains(says), "\(quirk): \(text)")
    #expect(error?.failure.hint != nil)
    #expect(sink.count <= 50_000)
  }

  @Test(arguments: [
    ("tags-circle", "circle"), ("tags-away", "another server"), ("tags-endless", "more than 5000"),
    ("html", "does not look like a registry"), ("nowhere", "not known to registry"),
  ])
  func tagLists(quirk: String, says: String) throws {
    let client = try Servers.own.client { $0.listLimit = 5000 }
    let error = #expect(throws: RegistryError.self) {
      _ = try client.tags(of: try Servers.own.repository("\(quirk)/t"))
    }
    #expect(error?.failure.description.contains(says) == true, "\(error as Any)")
  }

  @Test(arguments: ["paged", "tags-absolute"])
  func tagListsGoOn(name: String) throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository(name)
    for tag in ["a", "b", "c", "d", "e"] { try SampleImage("t").push(client, repository, tag: tag) }
    #expect(try client.tags(of: repository) == ["a", "b", "c", "d", "e"])
  }

  @Test(arguments: ["redirect", "redirect-here"])
  func storageElsewhereLearnsNoSecrets(quirk: String) throws {
    let client = try Servers.ownToken.client()
    let repository = try Servers.ownToken.repository("\(quirk)/secret")
    let image = SampleImage(quirk, size: 100_000)
    try client.push(image.layerDescriptor.digest, from: .bytes(image.layer), to: repository)
    if quirk == "redirect" {
      #expect(try client.bytes(image.layerDescriptor, repository) == image.layer)
      let storage = try Servers.ownToken.log(repository.path).filter {
        $0["path"]?.string?.hasPrefix("/storage") == true
      }
      #expect(storage.count == 1)
      #expect(storage.allSatisfy { $0["authorization"]?.isNull == true })
    } else {
      // The storage of the same origin gets it, and says that it does not want it.
      let error = #expect(throws: RegistryError.self) {
        _ = try client.bytes(image.layerDescriptor, repository)
      }
      #expect(error?.failure.description.contains("secret?") == false)
    }
  }

  @Test(arguments: [("busy", 7), ("busy-date", 7)])
  func waitsAsLongAsAsked(quirk: String, seconds: Int64) throws {
    let waits = Mutex<[Duration]>([])
    let client = try Servers.own.client {
      $0.wait = { time, _ in waits.withLock { $0.append(time) } }
    }
    let repository = try Servers.own.repository("\(quirk)/w")
    try SampleImage(quirk).push(client, repository)
    _ = try client.manifest(repository, .tag("latest"))
    let all = waits.withLock { $0 }
    #expect(all.count == 1)
    #expect(all.allSatisfy { .seconds(seconds - 3)...(.seconds(seconds)) ~= $0 })
  }

  @Test func waitsLongerEachTimeAndNotForEver() throws {
    let waits = Mutex<[Duration]>([])
    let client = try Servers.own.client {
      $0.wait = { time, _ in waits.withLock { $0.append(time) } }
      $0.longestPause = .seconds(2)
      $0.attempts = 6
    }
    #expect(throws: RegistryError.self) {
      _ = try client.manifest(try Servers.own.repository("down/x"), .tag("latest"))
    }
    let all = waits.withLock { $0 }
    #expect(all.count == 5)
    for (wait, most) in zip(all, [0.5, 1, 2, 2, 2]) {
      #expect(.seconds(most / 2)...(.seconds(most)) ~= wait)
    }
  }

  @Test func headIsNotNeeded() throws {
    let client = try Servers.own.client()
    for quirk in ["no-head", "untyped"] {
      let repository = try Servers.own.repository("\(quirk)/x")
      let image = SampleImage(quirk)
      try image.push(client, repository)
      #expect(try client.resolve(repository, .tag("latest")) == image.manifest.descriptor)
    }
  }

  @Test(arguments: [
    "registry.invalid", "no such host", "-", "user@host", "host:0", "127.0.0.1:1", "",
  ])
  func placesThatAreNoRegistry(registry: String) throws {
    var settings = try Servers.own.settings()
    settings.http.connectTime = .seconds(2)
    let error = #expect(throws: RegistryError.self) {
      try RegistryClient(settings).ping(registry)
    }
    #expect(error?.failure.hint != nil)
  }

  private func residentBytes() throws -> Int {
    let text = String(
      decoding: try Files.read("/proc/self/statm", special: .allowed), as: UTF8.self)
    return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
  }
}
