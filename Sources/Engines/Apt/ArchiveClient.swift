import Debian
import HTTP
import Host
import Source
import Streams

/// Gets files of archives: over HTTP, or from folders.
struct ArchiveClient: Sendable {
  private let http: HTTPClient

  init(_ settings: AptSettings) {
    var http = settings.http
    // All that comes is held to a signature, as apt has it, so plain HTTP is no danger here.
    for source in settings.sources {
      if let address = WebAddress(source.uri) { http.plainHosts.insert(address.authority) }
    }
    self.http = HTTPClient(http)
  }

  /// Hands a file of an archive to a sink.
  /// - Parameters:
  ///   - path: Below the root of the archive.
  ///   - limit: The most bytes.
  /// - Returns: Whether the archive has it.
  func get(
    _ path: String, of uri: String, into sink: any ByteSink, limit: Int64
  ) throws(Failure) -> Bool {
    if let folder = ArchiveClient.folder(of: uri) {
      let file = Paths.join(folder, path)
      guard Files.isFile(file) else { return false }
      try LimitedStream(try FileStream(file), limit: limit, what: "`\(file)`").copy(to: sink)
      return true
    }
    let escaped = path.utf8.map { byte in
      byte == UInt8(ascii: "+") || byte == UInt8(ascii: "%")
        ? "%" + String(byte, radix: 16, uppercase: true)
        : String(UnicodeScalar(byte))
    }.joined()
    guard let address = WebAddress("\(uri)/\(escaped)") else {
      throw Failure(
        "cannot ask the archive `\(uri)`", because: ["its address is of a kind that is not known"],
        hint: "use an archive with an http, https or file address, or name one with --mirror")
    }
    var last: HTTPError?
    for attempt in 0..<3 {
      let counted = CountedSink(sink)
      do throws(HTTPError) {
        let exchange = try http.open(HTTPRequest("GET", address), redirects: 5)
        let status = exchange.response.status
        if status == 404 || status == 410 || status == 403 {
          exchange.finish()
          return false
        }
        if status != 200 {
          exchange.finish()
          if status >= 500, attempt < 2 { continue }
          throw HTTPError(
            .malformed,
            Failure(
              "cannot get `\(path)`", because: ["\(address.origin) answers with status \(status)"],
              hint: "try again later, or name another archive with --mirror"))
        }
        try exchange.copy(to: counted, limit: limit)
        return true
      } catch {
        // What went to the sink cannot be taken back, so only an answer that did not begin is asked for
        // again.
        if !error.isTransient || counted.count > 0 {
          throw Failure(
            "cannot get `\(path)`", because: [error.failure.what] + error.failure.because,
            hint: error.failure.hint)
        }
        last = error
      }
    }
    throw Failure(
      "cannot get `\(path)`",
      because: last.map { [$0.failure.what] + $0.failure.because } ?? [
        "\(address.origin) fails again and again"
      ],
      hint: last?.failure.hint ?? "try again later, or name another archive with --mirror")
  }

  /// A small file of an archive; nil where it has none.
  func get(_ path: String, of uri: String, limit: Int) throws(Failure) -> [UInt8]? {
    let sink = BytesCollected(limit: limit, what: "`\(path)`")
    return try get(path, of: uri, into: sink, limit: Int64(limit)) ? sink.bytes : nil
  }

  /// The folder of an archive on this machine; nil for others.
  static func folder(of uri: String) -> String? {
    for scheme in ["file:", "copy:"] where uri.hasPrefix(scheme) {
      let path = uri.dropFirst(scheme.count)
      return path.hasPrefix("//") ? String(path.dropFirst(2)) : String(path)
    }
    return nil
  }
}

/// A sink that knows how much went into it.
private final class CountedSink: ByteSink {
  private let sink: any ByteSink
  private(set) var count = 0
  init(_ sink: any ByteSink) { self.sink = sink }

  func write(_ bytes: ArraySlice<UInt8>) throws(Failure) {
    count += bytes.count
    try sink.write(bytes)
  }
}
