import Crypto
import Documents
import Frontend
import HTTP
import Host
import OCI
import Source
import Streams

/// Files of the web for ADD, kept by their digests so that what has not changed is not fetched again.
struct WebSource {
  private let solver: Solver
  private let folder: String

  init(_ solver: Solver) {
    self.solver = solver
    folder = Paths.join(solver.workshop.folder, "web")
  }

  private func file(_ digest: Digest) -> String {
    Paths.join(folder, "\(digest.algorithm.rawValue)/\(digest.hex)")
  }

  /// Fetches a file.
  /// - Parameter checksum: The digest that it must have.
  /// - Throws: `Failure` when it cannot be had, or is another than the checksum says.
  func fetch(_ address: String, checksum: String?) throws(Failure) -> FetchedSource {
    var wanted: Digest?
    if let checksum {
      guard let digest = Digest(checksum) else {
        throw Failure(
          "`--checksum=\(checksum)` is no digest", hint: "Write it as `sha256:` and 64 digits")
      }
      wanted = digest
    }
    let note = Digest(of: Array(address.utf8))
    let known = known(note)
    if let wanted, Files.isFile(file(wanted)) {
      Files.touch(file(wanted))
      return FetchedSource(
        path: file(wanted), mark: "\(wanted) \(known?.modified ?? 0)", modified: known?.modified)
    }
    guard let parsed = WebAddress(address) else {
      throw Failure("cannot understand the address `\(address)`", hint: "Mend it")
    }
    var settings = solver.workshop.http
    // Whoever writes `http://` into a Dockerfile asks for it; a checksum makes it safe.
    settings.plainHosts.insert(parsed.authority)
    var request = HTTPRequest("GET", parsed)
    request.headers["User-Agent"] = "hardstand"
    if let known, wanted == nil, Files.isFile(file(known.digest)) {
      if let tag = known.tag { request.headers["If-None-Match"] = tag }
      if let date = known.date { request.headers["If-Modified-Since"] = date }
    }
    let exchange: HTTPExchange
    do throws(HTTPError) {
      exchange = try HTTPClient(settings).open(request, redirects: 10)
    } catch {
      throw error.failure
    }
    defer { exchange.close() }
    if exchange.response.status == 304, let known {
      Files.touch(file(known.digest))
      return FetchedSource(
        path: file(known.digest), mark: "\(known.digest) \(known.modified ?? 0)",
        modified: known.modified)
    }
    guard exchange.response.isSuccess else {
      throw Failure(
        "cannot fetch `\(address)`",
        because: ["the server answers with status \(exchange.response.status)"],
        hint: "Check the address")
    }
    return try keep(exchange, address, note, wanted)
  }

  private func keep(
    _ exchange: HTTPExchange, _ address: String, _ note: Digest, _ wanted: Digest?
  ) throws(Failure) -> FetchedSource {
    try Files.makeFolder(Paths.join(folder, "new"))
    let name = Files.freshName
    let target = try WritableFile.create(
      Paths.join(folder, "new/\(name)"), mode: 0o600, isTemporary: true)
    let sink = DigestingSink(into: target, wanted?.algorithm ?? .sha256)
    do throws(HTTPError) {
      try exchange.copy(to: sink, limit: 64 << 30)
    } catch {
      throw error.failure
    }
    let digest = sink.digest
    if let wanted, wanted != digest {
      throw Failure(
        "`\(address)` is not what its checksum says",
        because: ["it has \(digest), and \(wanted) was wanted"],
        hint: "Find out what changed; if it is right, write the new digest")
    }
    try Files.makeFolder(Paths.folder(of: file(digest)))
    try target.move(to: file(digest), mode: 0o600)
    let headers = exchange.response.headers
    let date = headers["Last-Modified"]
    let modified = date.flatMap { MailDate.seconds($0) }
    var members = [JSON.Member("digest", .string(digest.description))]
    if let tag = headers["ETag"] { members.append(.init("tag", .string(tag))) }
    if let date { members.append(.init("date", .string(date))) }
    solver.workshop.cache.save(
      String(decoding: JSON.object(members).bytes(), as: UTF8.self), "web", note)
    return FetchedSource(
      path: file(digest), mark: "\(digest) \(modified ?? 0)", modified: modified)
  }

  private struct Known {
    let digest: Digest
    let tag: String?
    let date: String?
    var modified: Int64? { date.flatMap { MailDate.seconds($0) } }
  }

  private func known(_ note: Digest) -> Known? {
    guard let text = solver.workshop.cache.text("web", note),
      let json = try? JSON(reading: Array(text.utf8), name: "web"),
      let digest = json["digest"]?.string.flatMap({ Digest($0) })
    else { return nil }
    return Known(digest: digest, tag: json["tag"]?.string, date: json["date"]?.string)
  }
}
