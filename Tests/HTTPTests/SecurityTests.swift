import HTTP
import Host
import Source
import TestSupport
import Testing

@Suite struct SecurityTests {
  private static let server = Result {
    try ServerProcess("odd.py", ["--tls", Certificates.folder.get().path])
  }
  private static let mutual = Result {
    try ServerProcess("odd.py", ["--mutual-tls", Certificates.folder.get().path])
  }

  private func fetch(
    _ server: Result<ServerProcess, any Error>, host: String = "127.0.0.1", _ settings: HTTPSettings
  ) throws -> Int {
    let target = try #require(WebAddress("https://\(host):\(try server.get().port)/ok"))
    return try HTTPClient(settings).fetch(HTTPRequest("GET", target), limit: 99).response.status
  }

  private func trusting() throws -> HTTPSettings {
    var settings = HTTPSettings()
    settings.security.authorities = [try Certificates.folder.get().at("ca.crt")]
    return settings
  }

  @Test func onlyKnownAuthoritiesAreBelieved() throws {
    let error = #expect(throws: HTTPError.self) { try fetch(SecurityTests.server, HTTPSettings()) }
    #expect(error?.kind == .tls)
    #expect(error?.failure.hint?.contains("authority") == true)
    #expect(try fetch(SecurityTests.server, trusting()) == 200)
    #expect(try fetch(SecurityTests.server, host: "localhost", trusting()) == 200)
  }

  @Test func theSystemsOwnListCanBeNamed() throws {
    let file = try Certificates.folder.get().at("ca.crt")
    #expect(
      try fetch(SecurityTests.server, HTTPSettings(environment: ["SSL_CERT_FILE": file])) == 200)
  }

  @Test func theCertificateMustBeThatOfTheHost() throws {
    let error = #expect(throws: HTTPError.self) {
      try fetch(SecurityTests.server, host: "[::1]", trusting())
    }
    #expect(error?.kind == .tls)
  }

  @Test func anInsecureHostIsOneHost() throws {
    var settings = HTTPSettings()
    var security = HTTPSettings.Security()
    security.isVerified = false
    settings.hosts["127.0.0.1:\(try SecurityTests.server.get().port)"] = security
    #expect(try fetch(SecurityTests.server, settings) == 200)
    #expect(throws: HTTPError.self) {
      try fetch(SecurityTests.server, host: "localhost", settings)
    }
  }

  @Test func thisSideCanShowACertificate() throws {
    let folder = try Certificates.folder.get()
    var settings = try trusting()
    #expect(throws: HTTPError.self) { try fetch(SecurityTests.mutual, settings) }
    settings.security.certificate = folder.at("client.crt")
    settings.security.key = folder.at("client.key")
    #expect(try fetch(SecurityTests.mutual, settings) == 200)
    settings.security.key = folder.at("ca.key")
    let error = #expect(throws: HTTPError.self) { try fetch(SecurityTests.mutual, settings) }
    #expect(error?.kind == .tls)
    #expect(error?.failure.hint?.contains("belong together") == true)
  }

  @Test func foldersOfHostsAreRead() throws {
    let keys = try Certificates.folder.get()
    let folder = try TemporaryFolder()
    let host = "127.0.0.1:\(try SecurityTests.mutual.get().port)"
    try folder.write("\(host)/ca.crt", try keys.read("ca.crt"))
    try folder.write("\(host)/own.cert", try keys.read("client.crt"))
    var settings = HTTPSettings()
    settings.hostFolders = [folder.at("absent"), folder.path]
    let error = #expect(throws: HTTPError.self) { try fetch(SecurityTests.mutual, settings) }
    #expect(error?.failure.description.contains("no key `own.key`") == true)
    try folder.write("\(host)/own.key", try keys.read("client.key"))
    #expect(try fetch(SecurityTests.mutual, settings) == 200)
  }

  @Test(arguments: ["nothing", "absent"])
  func whatIsNoCertificateIsNamed(content: String) throws {
    let folder = try TemporaryFolder()
    if content != "absent" { try folder.write("ca.crt", content) }
    var settings = HTTPSettings()
    settings.security.authorities = [folder.at("ca.crt")]
    let error = #expect(throws: HTTPError.self) { try fetch(SecurityTests.server, settings) }
    #expect(error?.kind == .local)
    #expect(error?.failure.description.contains(folder.at("ca.crt")) == true)
  }

  @Test func aSocketStandsInForTheHost() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess("odd.py", ["--socket", folder.at("socket")])
    defer { server.stop() }
    var settings = HTTPSettings()
    settings.socket = folder.at("socket")
    let target = try #require(WebAddress("http://docker.example/ok"))
    let client = HTTPClient(settings)
    #expect(try client.fetch(HTTPRequest("GET", target), limit: 99).response.status == 200)
    settings.socket = folder.at("absent")
    let error = #expect(throws: HTTPError.self) {
      _ = try HTTPClient(settings).open(HTTPRequest("GET", target))
    }
    #expect(error?.kind == .unreachable)
  }
}
