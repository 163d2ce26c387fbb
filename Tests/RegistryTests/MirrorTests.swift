import Documents
import HTTP
import OCI
import Registry
import Source
import Testing

@Suite struct MirrorTests {
  /// A client of the registry with tokens whose mirror is another one.
  private func client(
    _ mirrors: [String], _ change: (inout RegistrySettings) -> Void = { _ in }
  ) throws -> RegistryClient {
    let upstream = try Servers.ownToken.name
    let credential = Servers.ownToken.credential
    var settings = try Servers.ownToken.settings()
    settings.mirrors[upstream] = mirrors
    change(&settings)
    return RegistryClient(settings) { name, _ throws(Failure) in
      name == upstream ? credential : nil
    }
  }

  @Test func aMirrorIsAskedFirst() throws {
    let image = SampleImage("mirrored")
    let mirror = try Servers.own.name
    try image.push(
      try Servers.own.client(), Repository(registry: mirror, path: "cache/team/mirrored"))
    let repository = try Servers.ownToken.repository("team/mirrored")
    let client = try client(["http://\(mirror)/cache"])
    #expect(try client.resolve(repository, .tag("latest")).digest == image.manifest.digest)
    #expect(try client.manifest(repository, .tag("latest")).digest == image.manifest.digest)
    #expect(try client.bytes(image.layerDescriptor, repository) == image.layer)
    let requests = try Servers.own.log("cache/team/mirrored").suffix(3)
    #expect(requests.allSatisfy { $0["authorization"]?.isNull == true })
    #expect(try Servers.ownToken.log("team/mirrored").isEmpty)
  }

  @Test func secretsOfTheRegistryStayThere() throws {
    // The mirror asks who it is, and gets no answer.
    let image = SampleImage("secretive")
    let repository = try Servers.ownToken.repository("private/secretive")
    try image.push(try Servers.ownToken.client(), repository)
    let client = try client([Servers.ownTokenElsewhere.name])
    #expect(try client.manifest(repository, .tag("latest")).digest == image.manifest.digest)
    let requests = try Servers.ownTokenElsewhere.log("private/secretive")
    #expect(!requests.isEmpty)
    #expect(
      requests.allSatisfy { $0["authorization"]?.string?.hasPrefix("Basic") != true })
    let tokens = try Servers.ownTokenElsewhere.log("token").filter {
      $0["path"]?.string?.contains("secretive") == true
    }
    #expect(tokens.allSatisfy { $0["authorization"]?.isNull == true })
  }

  @Test(arguments: ["down", "html", "altered", "shorter", "longer", "stall", "crumbs", "absent"])
  func aBadMirrorIsNoFailure(quirk: String) throws {
    let image = SampleImage("bad mirror \(quirk)", size: 50_000)
    let repository = try Servers.ownToken.repository("m/x-\(quirk)")
    try image.push(try Servers.ownToken.client(), repository)
    let mirror = try Servers.own.name
    if quirk != "absent", quirk != "down" {
      try image.push(
        try Servers.own.client(), Repository(registry: mirror, path: "\(quirk)/m/x-\(quirk)"))
    }
    let client = try client(["127.0.0.1:1", "\(mirror)/\(quirk)", "not a mirror"])
    let name = ManifestName.digest(image.manifest.digest)
    #expect(try client.manifest(repository, name).bytes == image.manifest.bytes)
    #expect(try client.bytes(image.layerDescriptor, repository) == image.layer)
  }

  @Test func pushesGoToTheRegistry() throws {
    let image = SampleImage("pushed")
    let repository = try Servers.ownToken.repository("team/pushed")
    try image.push(try client([Servers.own.name]), repository)
    #expect(try Servers.own.log("team/pushed").isEmpty)
    #expect(try Servers.ownToken.client().tags(of: repository) == ["latest"])
  }

  @Test func whereNothingHelpsEveryReasonIsTold() throws {
    let client = try client(["127.0.0.1:1"])
    let error = #expect(throws: RegistryError.self) {
      _ = try client.manifest(try Servers.ownToken.repository("team/nowhere"), .tag("x"))
    }
    #expect(error?.kind == .missing)
    #expect(error?.failure.description.contains("the mirror 127.0.0.1:1") == true)
  }
}
