import Documents
import HTTP
import Host
import OCI
import Registry
import Source
import TestSupport
import Testing

/// The other client: what one pushes, the other reads.
@Suite struct SkopeoTests {
  private func skopeo(_ arguments: [String]) throws -> String {
    let outcome = try Spawn("skopeo", arguments).run()
    if !outcome.succeeded { throw ServerTrouble(text: outcome.errorText) }
    return outcome.outputText
  }

  private static let isThere = Spawn.find("skopeo", in: System.environment) != nil

  @Test(
    .enabled(if: SkopeoTests.isThere, "skopeo is not installed"),
    arguments: [
      Servers.debian, .debianBasic, .debianTLS, .own,
    ])
  func readsWhatWePush(server: Servers) throws {
    let repository = try server.repository("skopeo/reads")
    let image = SampleImage("skopeo reads", size: 300_000)
    try image.push(try server.client(), repository, tag: "x")
    let folder = try TemporaryFolder()
    _ = try skopeo(
      ["copy", "-q", "--src-tls-verify=false"]
        + (server.credential == nil ? [] : ["--src-creds", "user:secret"])
        + ["docker://\(repository):x", "dir:\(folder.at("out"))"])
    #expect(try Files.read(folder.at("out/manifest.json")) == image.manifest.bytes)
    #expect(try Files.read(folder.at("out/\(image.layerDescriptor.digest.hex)")) == image.layer)
  }

  @Test(
    .enabled(if: SkopeoTests.isThere, "skopeo is not installed"),
    arguments: [
      Servers.debian, .debianBasic, .debianTLS, .own,
    ])
  func writesWhatWeRead(server: Servers) throws {
    let source = try Servers.debian.repository("skopeo/source")
    let image = SampleImage("skopeo writes", size: 300_000)
    try image.push(try Servers.debian.client(), source, tag: "x")
    let target = try server.repository("skopeo/written")
    _ = try skopeo(
      ["copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false"]
        + (server.credential == nil ? [] : ["--dest-creds", "user:secret"])
        + ["docker://\(source):x", "docker://\(target):y"])
    let client = try server.client()
    guard case .manifest(let manifest) = try client.manifest(target, .tag("y")) else {
      Issue.record("it is no manifest")
      return
    }
    #expect(try client.bytes(manifest.layers[0], target).count > 0)
    #expect(try client.bytes(manifest.config, target) == image.config)
  }
}
