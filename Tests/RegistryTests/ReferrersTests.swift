import Documents
import HTTP
import OCI
import Registry
import Source
import Testing

@Suite struct ReferrersTests {
  private func artifact(_ type: String, _ number: Int, _ subject: Descriptor) -> Manifest {
    Manifest(
      config: Descriptor(of: Array("{}".utf8), .empty), layers: [],
      annotations: ["number": "\(number)"], artifactType: type, subject: subject)
  }

  @Test(
    arguments: [Servers.own, .ownWithoutReferrers, .debian], ["referrers", "unfiltered", "race"])
  func whatRefersIsFound(server: Servers, path: String) throws {
    let client = try server.client()
    let repository = try server.repository("\(path)/image")
    let image = SampleImage(path)
    try image.push(client, repository)
    let subject = image.manifest.descriptor
    #expect(try client.referrers(of: subject.digest, in: repository).isEmpty)
    try client.push(Digest(of: Array("{}".utf8)), from: .bytes(Array("{}".utf8)), to: repository)
    var digests: Set<Digest> = []
    for number in 0..<5 {
      let type = number < 3 ? "application/x-signature" : "application/x-inventory"
      let manifest = artifact(type, number, subject)
      digests.insert(manifest.digest)
      try client.put(.manifest(manifest), to: repository, .digest(manifest.digest))
    }
    let all = try client.referrers(of: subject.digest, in: repository)
    // The other writer of `race` has removed nothing but its own list.
    #expect(Set(all.map(\.digest)) == digests)
    let some = try client.referrers(
      of: subject.digest, in: repository, artifactType: "application/x-inventory")
    #expect(some.count == 2)
    let tags = try client.tags(of: repository)
    #expect(tags.contains("sha256-\(subject.digest.hex)") == (server != .own))
  }

  @Test func aListTwiceIsOneList() throws {
    let client = try Servers.debian.client()
    let repository = try Servers.debian.repository("referrers/twice")
    let image = SampleImage("twice")
    try image.push(client, repository)
    try client.push(Digest(of: Array("{}".utf8)), from: .bytes(Array("{}".utf8)), to: repository)
    let manifest = artifact("application/x", 1, image.manifest.descriptor)
    for _ in 0..<2 {
      try client.put(.manifest(manifest), to: repository, .digest(manifest.digest))
    }
    let found = try client.referrers(of: image.manifest.digest, in: repository)
    #expect(found.count == 1)
    #expect(found.first?.artifactType == "application/x")
    #expect(found.first?.annotations == ["number": "1"])
  }
}
