import Documents
import Host
import OCI
import Registry
import Source
import Synchronization
import TestSupport
import Testing

@testable import Commands

/// `pin` and `fix --pin` against Debian's docker-registry on this machine.
@Suite(.serialized) struct PinCommandTests {
  private static let server = Result { try ServerProcess("debian.py") }

  let folder: TemporaryFolder
  let registry: String
  let client = RegistryClient()

  init() throws {
    folder = try TemporaryFolder()
    registry = "127.0.0.1:\(try Self.server.get().port)"
  }

  struct Run {
    let code: ExitCode
    let output: String
    let errors: String

    init(_ folder: TemporaryFolder, _ words: String..., input: String = "") {
      let session = Session(
        folder: folder.path, environment: ["HOME": folder.path],
        input: { _ throws(Failure) in Array(input.utf8) }, processors: 2)
      code = Invocation.run(words, session)
      output = session.output.text
      errors = session.errors.text
    }
  }

  /// Pushes an index of images for platforms under a tag and returns its digest.
  @discardableResult
  func push(_ path: String, _ tag: String, _ content: String, _ architectures: String...) throws
    -> Digest
  {
    let repository = Repository(registry: registry, path: path)
    var entries: [Descriptor] = []
    for architecture in architectures {
      let manifest = try pushManifest(repository, content, architecture)
      let platform = Platform(os: "linux", architecture: architecture)
      entries.append(
        Descriptor(
          mediaType: .manifest, digest: manifest.digest, size: Int64(manifest.bytes.count),
          platform: platform))
    }
    let index = ImageIndex(manifests: entries)
    try client.put(.index(index), to: repository, .tag(tag))
    return index.digest
  }

  func pushManifest(
    _ repository: Repository, _ content: String, _ architecture: String
  ) throws -> Manifest {
    let config = Array(
      #"{"architecture":"\#(architecture)","os":"linux","config":{},"x":"\#(content)","rootfs":{"type":"layers","diff_ids":[]}}"#
        .utf8)
    let manifest = Manifest(config: Descriptor(of: config, .config), layers: [])
    try client.push(manifest.config.digest, from: .bytes(config), to: repository)
    try client.put(.manifest(manifest), to: repository, .digest(manifest.digest))
    return manifest
  }

  @Test func pinsChecksDriftsAndUpdates() throws {
    let first = try push("acme/base", "1", "one", "amd64", "arm64")
    let latest = try push("acme/base", "latest", "two", "amd64")
    let text =
      "FROM \(registry)/acme/base:1 AS a\r\nFROM a\r\nCOPY --from=\(registry)/acme/base / /\r\n"
    let pinned = text.replacing("base:1", with: "base:1@\(first)")
      .replacing("acme/base /", with: "acme/base:latest@\(latest) /")
    try folder.write("Dockerfile", text)
    try folder.write("deploy/compose.yaml", "services:\n  a: {image: \(registry)/acme/base:1}\n")

    let check = Run(folder, "pin", "--check")
    #expect(check.code == .findings)
    #expect(check.output.contains("Dockerfile:1: `\(registry)/acme/base:1` is not pinned"))
    #expect(check.output.contains("deploy/compose.yaml:2: "))
    let diff = Run(folder, "pin", "--diff")
    #expect(diff.code == .findings)
    #expect(diff.output.contains("+FROM \(registry)/acme/base:1@\(first) AS a"))
    #expect(try folder.read("Dockerfile") == text)

    _ = try Spawn("chmod", ["640", folder.at("Dockerfile")]).run()
    let run = Run(folder, "pin")
    #expect(run.code == .clean, "\(run.errors)")
    #expect(run.errors.contains("pinned 3 images in 2 files"))
    #expect(try folder.read("Dockerfile") == pinned)
    #expect(Files.status(folder.at("Dockerfile"))?.mode == 0o640)
    #expect(
      try folder.read("deploy/compose.yaml")
        == "services:\n  a: {image: \(registry)/acme/base:1@\(first)}\n")
    #expect(Run(folder, "pin", "--check").code == .clean)
    #expect(Run(folder, "pin").errors.contains("nothing to pin"))
    #expect(try folder.read("Dockerfile") == pinned)

    let moved = try push("acme/base", "1", "three", "amd64", "arm64")
    let drift = Run(folder, "pin", "--check", "Dockerfile")
    #expect(drift.code == .findings)
    #expect(drift.output.contains("is pinned to \(first) and stands for \(moved) now"))
    #expect(Run(folder, "pin", "Dockerfile").errors.contains("nothing to pin"))
    let update = Run(folder, "pin", "--update")
    #expect(update.errors.contains("moved 2 images in 2 files"), "\(update.errors)")
    #expect(
      try folder.read("Dockerfile") == pinned.replacing("\(first)", with: "\(moved)"))
    #expect(Run(folder, "pin", "--check").code == .clean)
  }

  @Test func platformsMustBeThere() throws {
    let index = try push("acme/multi", "1", "m", "amd64", "arm64")
    let repository = Repository(registry: registry, path: "acme/single")
    let single = try pushManifest(repository, "s", "amd64")
    try client.put(.manifest(single), to: repository, .tag("1"))
    let text = "FROM \(registry)/acme/multi:1 AS a\nFROM \(registry)/acme/single:1\n"
    try folder.write("Dockerfile", text)
    let run = Run(folder, "pin", "--platform", "linux/amd64,arm64")
    #expect(run.code == .findings)
    #expect(run.errors.contains("is not there for linux/arm64; it is there for linux/amd64"))
    #expect(
      try folder.read("Dockerfile") == text.replacing("multi:1", with: "multi:1@\(index)"))
    #expect(Run(folder, "pin").code == .clean)
    #expect(try folder.read("Dockerfile").contains("single:1@\(single.digest)\n"))
    let check = Run(folder, "pin", "--check", "--platform", "linux/arm64")
    #expect(check.code == .findings && check.output.contains("single:1@sha256:"))
    #expect(Run(folder, "pin", "--platform", "a/b/c/d").code == .failed)
  }

  @Test func oneFailureDoesNotStopTheRest() throws {
    let digest = try push("acme/there", "1", "x", "amd64")
    let text = "FROM \(registry)/acme/absent:1 AS a\nFROM \(registry)/acme/there:1\n"
    try folder.write("Dockerfile", text)
    try folder.write("compose.yml", "services: [\n")
    let run = Run(folder, "pin")
    #expect(run.code == .failed)
    #expect(
      try folder.read("Dockerfile") == text.replacing("there:1", with: "there:1@\(digest)"))
    #expect(run.errors.contains("Dockerfile:1:6: error: cannot look up \(registry)/acme/absent:1"))
    #expect(run.errors.contains("compose.yml:2:1: error: cannot read this as YAML"))
  }

  @Test func programsReadTheReport() throws {
    let digest = try push("acme/json", "1", "x", "amd64")
    let text = "ARG X\nFROM $X AS a\nFROM \(registry)/acme/json:1\n"
    try folder.write("Dockerfile", text)
    let run = Run(folder, "pin", "--json", "--check")
    let json = try JSON(reading: run.output, name: "out")
    #expect(json["schema"]?.string == "hardstand.pin/1")
    let references = json["files"]?[0]?["references"]?.array ?? []
    #expect(references.map { $0["status"]?.string } == ["left", "unpinned"])
    #expect(references.last?["digest"]?.string == "\(digest)")
    #expect(references.last?["result"] == nil)
    let written = try JSON(reading: Run(folder, "pin", "--json").output, name: "out")
    #expect(written["files"]?[0]?["changed"]?.bool == true)
    #expect(
      written["files"]?[0]?["references"]?[1]?["result"]?.string
        == "\(registry)/acme/json:1@\(digest)")
  }

  @Test func theStandardInputGoesToTheStandardOutput() throws {
    let digest = try push("acme/in", "1", "x", "amd64")
    let run = Run(folder, "pin", "--no-config", "-", input: "FROM \(registry)/acme/in:1\n")
    #expect(run.output == "FROM \(registry)/acme/in:1@\(digest)\n")
    let compose = "services: {a: {image: \(registry)/acme/in:1}}\n"
    #expect(Run(folder, "pin", "-", input: compose).output.contains("in:1@\(digest)}}"))
  }

  @Test func wrongCallsAreTold() throws {
    #expect(Run(folder, "pin").errors.contains("found no Dockerfile and no compose file"))
    try folder.write("Dockerfile", "FROM scratch\n")
    #expect(Run(folder, "pin", "--check", "--update").code == .usage)
    #expect(Run(folder, "pin", "--check", "--diff").code == .usage)
    #expect(Run(folder, "pin").code == .clean)
  }

  @Test func fixAsksRegistriesOnlyWhereToldTo() throws {
    let digest = try push("acme/fix", "latest", "x", "amd64")
    let text = "FROM \(registry)/acme/fix:latest\nRUN true\nUSER 10001\n"
    try folder.write("Dockerfile", text)
    let plain = Run(folder, "fix", "--no-config", "--rule", "base-latest", "--show")
    #expect(plain.errors.contains("`hardstand fix --pin`"), "\(plain.errors)")
    #expect(try folder.read("Dockerfile") == text)
    let run = Run(folder, "fix", "--no-config", "--pin", "--rule", "base-latest")
    #expect(run.code == .clean, "\(run.errors)")
    #expect(
      try folder.read("Dockerfile") == text.replacing("fix:latest", with: "fix:latest@\(digest)"))
    #expect(run.errors.contains("made 1 repair"))

    let twice = "FROM \(registry)/acme/fix AS a\nFROM \(registry)/acme/fix\nUSER 10001\n"
    try folder.write("Dockerfile", twice)
    #expect(Run(folder, "fix", "--no-config", "--pin").code == .clean)
    #expect(
      try folder.read("Dockerfile")
        == twice.replacing("acme/fix", with: "acme/fix:latest@\(digest)"))
    try folder.write("Dockerfile", "FROM \(registry)/acme/gone:latest\nUSER 10001\n")
    let gone = Run(folder, "fix", "--no-config", "--pin")
    #expect(gone.code == .failed && gone.errors.contains("cannot look up"))
  }
}
