import Documents
import HTTP
import OCI
import Registry
import Source
import Synchronization
import TestSupport
import Testing

@Suite struct AuthenticationTests {
  @Test func everybodyMayPullWhatIsPublic() throws {
    let repository = try Servers.ownToken.repository("public/x")
    let image = SampleImage("public")
    try image.push(try Servers.ownToken.client(), repository)
    let anonymous = try Servers.ownToken.client(as: nil)
    #expect(try anonymous.manifest(repository, .tag("latest")).bytes == image.manifest.bytes)
    let error = #expect(throws: RegistryError.self) { try image.push(anonymous, try other()) }
    #expect(error?.kind == .unauthorized)
    #expect(error?.failure.hint?.contains("hardstand login 127.0.0.1:") == true)
  }

  private func other() throws -> Repository { try Servers.ownToken.repository("public/other") }

  @Test(arguments: [Servers.debianBasic, .ownBasic, .ownToken, .ownTokenElsewhere])
  func logInTellsWhatIsAccepted(server: Servers) throws {
    let settings = try server.settings()
    let right = try #require(server.credential)
    #expect(try RegistryClient.logIn(to: server.name, right, settings))
    let wrong = Credential.password(user: "user", secret: "wrong")
    let error = #expect(throws: RegistryError.self) {
      try RegistryClient.logIn(to: server.name, wrong, settings)
    }
    #expect(error?.kind == .unauthorized)
    let text = error?.failure.description ?? ""
    #expect(text.contains("does not accept the name and password"), "\(text)")
    #expect(!text.contains("wrong"))
  }

  @Test(arguments: [Servers.debian, .own])
  func logInIsNotNeededEverywhere(server: Servers) throws {
    let credential = Credential.password(user: "u", secret: "s")
    #expect(try !RegistryClient.logIn(to: server.name, credential, server.settings()))
  }

  @Test func identityTokensBecomeOthers() throws {
    let repository = try Servers.ownToken.repository("private/identity")
    let image = SampleImage("identity")
    try image.push(try Servers.ownToken.client(as: .identityToken("identity")), repository)
    let stranger = try Servers.ownToken.client(as: .identityToken("other"))
    let error = #expect(throws: RegistryError.self) {
      _ = try stranger.manifest(repository, .tag("latest"))
    }
    #expect(error?.kind == .unauthorized)
  }

  @Test func registryTokensGoAsTheyAre() throws {
    let repository = try Servers.ownToken.repository("private/direct")
    let client = try Servers.ownToken.client(as: .registryToken("nonsense"))
    let error = #expect(throws: RegistryError.self) { _ = try client.tags(of: repository) }
    #expect(error?.kind == .unauthorized)
    let sent = try Servers.ownToken.log(repository.path).map { $0["authorization"]?.string }
    #expect(sent == [nil, "Bearer nonsense"])
  }

  @Test func oneTokenServesManyRequests() throws {
    let server = Servers.ownToken
    let repository = try server.repository("private/counted")
    let image = SampleImage("counted")
    try image.push(try server.client(), repository)
    let client = try server.client()
    let scope = "repository%3Aprivate%2Fcounted%3Apull"
    func asked() throws -> Int {
      try server.log("token").count {
        $0["path"]?.string?.hasSuffix("\(scope)&account=user") == true
      }
    }
    try client.transferAll(Array(0..<12)) { client, _ throws(RegistryError) in
      try client.pull(image.layerDescriptor, of: repository, into: BlobInMemory())
    }
    #expect(try asked() == 1)
  }

  @Test func tokensEnd() throws {
    let server = Servers.ownToken
    let repository = try server.repository("private/brief")
    let time = Mutex<Int64>(1_000_000)
    let client = try server.client { $0.now = { time.withLock { $0 } } }
    try SampleImage("brief").push(client, repository)
    func asked() throws -> Int {
      try server.log("token").count { $0["path"]?.string?.contains("brief%3Apull&") == true }
    }
    _ = try client.manifest(repository, .tag("latest"))
    let before = try asked()
    time.withLock { $0 += 30 }
    _ = try client.manifest(repository, .tag("latest"))
    #expect(try asked() == before)
    time.withLock { $0 += 30 }
    _ = try client.manifest(repository, .tag("latest"))
    #expect(try asked() == before + 1)
  }

  @Test func aMountAsksForBothRights() throws {
    let server = Servers.ownToken
    let from = try server.repository("private/mount-from")
    let image = SampleImage("mount")
    try image.push(try server.client(), from)
    let outcome = try server.client().push(
      image.layerDescriptor.digest, from: .bytes(image.layer),
      to: server.repository("private/mount-to"), orMountFrom: [from])
    #expect(outcome == .mounted)
    let asked = try server.log("token").compactMap { $0["path"]?.string }
    #expect(
      asked.contains { $0.contains("mount-to%3Apull%2Cpush") && $0.contains("mount-from%3Apull") })
  }

  @Test func aBrokenHelperIsToldOnlyWhereItMatters() throws {
    var settings = try Servers.ownToken.settings()
    settings.attempts = 1
    let client = RegistryClient(settings) { _, _ throws(Failure) in
      throw Failure("cannot use the credential helper `desktop`")
    }
    let open = try Servers.ownToken.repository("public/helper")
    try SampleImage("helper").push(try Servers.ownToken.client(), open)
    #expect(try client.tags(of: open) == ["latest"])
    let error = #expect(throws: RegistryError.self) {
      _ = try client.tags(of: try Servers.ownToken.repository("private/helper"))
    }
    #expect(error?.failure.description.contains("credential helper `desktop`") == true)
  }

  @Test func unknownAuthoritiesAreNotBelieved() throws {
    let name = try Servers.debianTLS.name
    var settings = RegistrySettings()
    settings.attempts = 1
    let error = #expect(throws: RegistryError.self) { try RegistryClient(settings).ping(name) }
    #expect(error?.kind == .network(.tls))
    settings.trustInsecure(name)
    try RegistryClient(settings).ping(name)
  }

  @Test func aFolderOfAuthoritiesIsReadToo() throws {
    var settings = try Servers.debianTLS.settings()
    let folder = try TemporaryFolder()
    try folder.write("test.crt", try Certificates.folder.get().read("ca.crt"))
    try folder.write("README", "no certificate")
    settings.http.security.authorities = [folder.path]
    try RegistryClient(settings).ping(Servers.debianTLS.name)
  }
}
