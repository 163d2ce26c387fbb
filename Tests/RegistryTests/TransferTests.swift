import Documents
import HTTP
import Host
import OCI
import Registry
import Source
import Streams
import Synchronization
import Testing

@Suite struct TransferTests {
  @Test(arguments: Servers.allCases)
  func imagesGoAndComeBack(server: Servers) throws {
    let client = try server.client()
    let repository = try server.repository("private/round/trip")
    let image = SampleImage("round", size: 3_000_000)
    try client.ping(repository.registry)
    try image.push(client, repository, tag: "v1")

    let found = try client.resolve(repository, .tag("v1"))
    #expect(found == image.manifest.descriptor)
    let fresh = try server.client()
    #expect(try fresh.manifest(repository, .tag("v1")).bytes == image.manifest.bytes)
    #expect(try fresh.manifest(repository, .digest(found.digest)).digest == found.digest)
    #expect(try fresh.bytes(image.layerDescriptor, repository) == image.layer)
    #expect(try fresh.exists(image.manifest.config.digest, in: repository))
    #expect(try !fresh.exists(Digest(of: [1, 2, 3]), in: repository))
    #expect(try fresh.tags(of: repository) == ["v1"])

    let again = try client.push(
      image.layerDescriptor.digest, from: .bytes(image.layer), to: repository)
    #expect(again == .existed)
    let other = try server.repository("private/round/other")
    let mounted = try client.push(
      image.layerDescriptor.digest, from: .bytes(image.layer), to: other, orMountFrom: [repository])
    #expect(mounted == .mounted)
    #expect(try fresh.bytes(image.layerDescriptor, other) == image.layer)

    try client.delete(.digest(found.digest), in: repository)
    let error = #expect(throws: RegistryError.self) { try fresh.resolve(repository, .tag("v1")) }
    #expect(error?.kind == .missing)
  }

  @Test(arguments: Servers.allCases, [100_000, 700_001, 10_000_000] as [Int64])
  func chunksGoOverToo(server: Servers, chunkSize: Int64) throws {
    let client = try server.client { $0.chunkSize = chunkSize }
    let repository = try server.repository("private/chunks/c\(chunkSize)")
    let image = SampleImage("chunks", size: 2_000_000)
    try image.push(client, repository)
    #expect(try client.bytes(image.layerDescriptor, repository) == image.layer)
  }

  @Test(arguments: [Servers.debian, .own], [0, 1, 2, 100_000, 2_500_000])
  func bytesWithoutASizeGoInChunks(server: Servers, count: Int) throws {
    let client = try server.client { $0.chunkSize = 100_000 }
    let repository = try server.repository("unsized/n\(count)")
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let source = BlobSource(size: nil) { offset throws(Failure) -> any ByteStream in
      BytesInMemory(Array(bytes.dropFirst(Int(offset))), pieceSize: 33_333)
    }
    let descriptor = Descriptor(of: bytes, .layer)
    try client.push(descriptor.digest, from: source, to: repository)
    #expect(try client.bytes(descriptor, repository) == bytes)
    let single = try server.client { $0.chunkSize = 1 }
    if count < 10 {
      let other = try server.repository("unsized/m\(count)")
      try single.push(descriptor.digest, from: .bytes(bytes), to: other)
      #expect(try client.bytes(descriptor, other) == bytes)
    }
  }

  @Test func sha512IsAsGoodAsSHA256() throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository("sha512")
    let image = SampleImage("sha512")
    let digest = Digest(of: image.layer, .sha512)
    try client.push(digest, from: .bytes(image.layer), to: repository)
    let layer = Descriptor(mediaType: .layer, digest: digest, size: Int64(image.layer.count))
    #expect(try client.bytes(layer, repository) == image.layer)
    let name = ManifestName.digest(Digest(of: image.manifest.bytes, .sha512))
    try client.put(.manifest(image.manifest), to: repository, name)
    #expect(try client.manifest(repository, name).bytes == image.manifest.bytes)
  }

  @Test(arguments: [
    "min-chunk", "relative", "absolute", "breaks", "forgets", "flaky-put", "no-mount",
  ])
  func uploadsOverDifficulties(quirk: String) throws {
    for chunkSize in [nil, 60_000] as [Int64?] {
      let client = try Servers.own.client { $0.chunkSize = chunkSize }
      let repository = try Servers.own.repository("\(quirk)/up-\(chunkSize ?? 0)")
      let image = SampleImage(quirk, size: 500_000)
      let outcome = try client.push(
        image.layerDescriptor.digest, from: .bytes(image.layer), to: repository,
        orMountFrom: [try Servers.own.repository("elsewhere")])
      #expect(outcome == .transferred)
      let plain = try Servers.own.client()
      #expect(try plain.exists(image.layerDescriptor.digest, in: repository))
      if quirk == "absolute" {
        // The place to send to is another origin, which must not learn who asks.
        let strange = try Servers.own.log(repository.path).filter {
          $0["host"]?.string?.hasPrefix("localhost") == true
        }
        #expect(!strange.isEmpty)
        #expect(strange.allSatisfy { $0["authorization"]?.isNull == true })
      }
    }
  }

  @Test func uploadsGoOnWhereTheyStopped() throws {
    let client = try Servers.own.client { $0.chunkSize = 100_000 }
    let repository = try Servers.own.repository("breaks/goes-on")
    let image = SampleImage("goes on", size: 300_000)
    try client.push(image.layerDescriptor.digest, from: .bytes(image.layer), to: repository)
    let ranges = try Servers.own.log(repository.path).compactMap { $0["contentRange"]?.string }
    // What broke off may have been sent once more by the connection that was made anew.
    #expect(ranges.first == "0-99999")
    #expect(ranges.contains("150000-249999"))
    #expect(ranges.filter { $0.hasPrefix("0-") }.count == 1)
  }

  @Test(arguments: ["breaks", "no-range", "other-range", "flaky", "redirect", "redirect-here"])
  func downloadsOverDifficulties(quirk: String) throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository("\(quirk)/down")
    let image = SampleImage(quirk, size: 400_000)
    let digest = image.layerDescriptor.digest
    try client.push(digest, from: .bytes(image.layer), to: repository)
    #expect(try client.bytes(image.layerDescriptor, repository) == image.layer)
  }

  @Test func aBeginningIsKept() throws {
    let repository = try Servers.own.repository("resume")
    let image = SampleImage("resume", size: 400_000)
    let client = try Servers.own.client()
    try image.push(client, repository)
    let sink = BlobInMemory()
    try sink.write(image.layer[..<150_000])
    try client.pull(image.layerDescriptor, of: repository, into: sink)
    #expect(sink.bytes == image.layer)
    let ranges = try Servers.own.log("resume").compactMap { $0["range"]?.string }
    #expect(ranges == ["bytes=150000-"])
  }

  @Test func aWrongBeginningIsForgotten() throws {
    let repository = try Servers.own.repository("resume-wrong")
    let image = SampleImage("resume-wrong", size: 400_000)
    let client = try Servers.own.client()
    try image.push(client, repository)
    for start in [[UInt8](repeating: 1, count: 150_000), [UInt8](repeating: 1, count: 500_000)] {
      let sink = BlobInMemory()
      try sink.write(start)
      try client.pull(image.layerDescriptor, of: repository, into: sink)
      #expect(sink.bytes == image.layer)
    }
  }

  @Test func progressIsTold() throws {
    let repository = try Servers.own.repository("progress")
    let image = SampleImage("progress", size: 3_000_000)
    let events = Mutex<[TransferProgress]>([])
    var client = try Servers.own.client()
    client.progress = { event in events.withLock { $0.append(event) } }
    try client.push(image.layerDescriptor.digest, from: .bytes(image.layer), to: repository)
    _ = try client.bytes(image.layerDescriptor, repository)
    let all = events.withLock { $0 }
    let digest = image.layerDescriptor.digest
    #expect(all.filter { $0 == .began(digest, size: 3_000_000) }.count == 2)
    #expect(all.filter { $0 == .finished(digest, .transferred) }.count == 2)
    #expect(all.filter { $0 == .advanced(digest, bytes: 3_000_000) }.count == 2)
  }

  @Test func theFirstFailureStopsTheRest() throws {
    let client = try Servers.own.client()
    let repository = try Servers.own.repository("batch")
    let image = SampleImage("batch", size: 100_000)
    try image.push(client, repository)
    let done = Mutex(0)
    try client.transferAll(Array(0..<20)) { client, _ throws(RegistryError) in
      try client.pull(image.layerDescriptor, of: repository, into: BlobInMemory())
      done.withLock { $0 += 1 }
    }
    #expect(done.withLock { $0 } == 20)

    let slow = try Servers.own.repository("stall/batch")
    try client.push(image.layerDescriptor.digest, from: .bytes(image.layer), to: slow)
    let patient = try Servers.own.client { $0.http.stallTime = .seconds(15) }
    let start = System.monotonicNanoseconds
    let error = #expect(throws: RegistryError.self) {
      try patient.transferAll(Array(0..<9)) { client, job throws(RegistryError) in
        if job == 3 {
          Cancellation.wait(.milliseconds(300))
          throw RegistryError(.local, Failure("the disk is full"))
        }
        try client.pull(image.layerDescriptor, of: slow, into: BlobInMemory())
      }
    }
    #expect(error?.failure.what == "the disk is full")
    #expect(System.monotonicNanoseconds - start < 10_000_000_000)
  }
}
