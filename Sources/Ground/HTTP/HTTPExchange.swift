import CCurl
import Host
public import Source
public import Streams

/// A request that is answered: the headers are there, and the body comes as it is read.
///
/// Nothing is received faster than it is read, but for a buffer. An exchange belongs to one thread
/// at a time. One that is dropped before its end gives up the connection.
public final class HTTPExchange: ByteStream {
  /// The status and the headers.
  public private(set) var response: HTTPResponse

  private let client: HTTPClient
  private let request: HTTPRequest
  private let transfer: Transfer
  private var line: Line?
  private var watch: Watch
  /// How the transfer ended; nil while it goes on.
  private var ending: CURLcode?
  /// Why it ended, to be told once all bytes before are taken.
  private var failure: HTTPError?

  init(_ client: HTTPClient, _ request: HTTPRequest, _ line: Line) {
    self.client = client
    self.request = request
    self.line = line
    transfer = Transfer(request, client.settings)
    watch = Watch(client.settings)
    response = HTTPResponse(status: 0, headers: HTTPHeaders(), address: request.address)
  }

  /// Sends the request and waits for the headers of the answer.
  func begin() throws(HTTPError) {
    guard let line else { return }
    let (security, authorities) = try client.security(of: request.address)
    do throws(LineError) {
      try line.prepare(request, transfer, client.settings, security, authorities)
    } catch {
      throw optionError(error.code, error.option)
    }
    if !line.begin(request.address.origin) { throw optionError(CURLE_OUT_OF_MEMORY) }
    while !transfer.hasHeaders, ending == nil { try step() }
    if !transfer.hasHeaders {
      throw HTTPError(.malformed, request.address, "the answer has no headers")
    }
    response = HTTPResponse(
      status: transfer.status, headers: transfer.headers, address: request.address)
  }

  deinit { close() }

  /// The next bytes of the body, never none; nil at its end.
  public func read() throws(HTTPError) -> [UInt8]? {
    try fill()
    if transfer.buffer.isEmpty { return nil }
    let piece = transfer.buffer
    transfer.buffer = []
    return piece
  }

  /// The next bytes of the body.
  public func next() throws(Failure) -> [UInt8]? {
    do throws(HTTPError) {
      return try read()
    } catch {
      throw error.failure
    }
  }

  /// The rest of the body.
  /// - Parameter limit: How many bytes at most. A server that announces more is not read at all.
  public func collect(limit: Int) throws(HTTPError) -> [UInt8] {
    if let length = response.length, length > Int64(limit), request.method != "HEAD" {
      close()
      throw tooLarge(Int64(limit))
    }
    var bytes: [UInt8] = []
    while let piece = try read() {
      if piece.count > limit - bytes.count {
        close()
        throw tooLarge(Int64(limit))
      }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
    }
    return bytes
  }

  /// Reads a short rest of the body, so that the connection can be used again, and ends.
  public func finish() {
    var left = 64 << 10
    while left > 0, ending == nil, let piece = try? read() { left -= piece.count }
    close()
  }

  /// Ends the exchange, and the connection where the body is not at its end.
  public func close() {
    guard let line else { return }
    self.line = nil
    line.end()
    // A handle whose transfer was broken off keeps its buffers, and takes no other size of them.
    if ending == CURLE_OK { client.giveBack(line) }
    if ending == nil { ending = CURLE_ABORTED_BY_CALLBACK }
  }

  /// Waits for the next bytes of the body, and gives them in exchange for an empty piece; an empty
  /// piece at the end.
  func swap(_ empty: consuming [UInt8]) throws(HTTPError) -> [UInt8] {
    try fill()
    let piece = transfer.buffer
    transfer.buffer = empty
    return piece
  }

  private func fill() throws(HTTPError) {
    while transfer.buffer.isEmpty, ending == nil {
      if transfer.isPaused {
        transfer.resumed()
        line?.resume()
        if !transfer.buffer.isEmpty { break }
      }
      try step()
    }
    if !transfer.buffer.isEmpty { return }
    if let failure { throw failure }
    if ending == CURLE_OK { close() }
  }

  /// Lets libcurl work, and waits where nothing moves.
  private func step() throws(HTTPError) {
    guard let line else { return }
    let before = transfer.moved
    if client.settings.cancellation?.isCancelled == true
      || request.cancellation?.isCancelled == true
    {
      close()
      throw HTTPError(.cancelled, request.address, "the work was given up")
    }
    if let code = line.perform() {
      ending = code
      if code == CURLE_OK { return }
      let error = transfer.failure ?? error(code, line)
      close()
      // What came before is handed on first.
      if transfer.buffer.isEmpty { throw error }
      failure = error
      return
    }
    if transfer.moved != before || transfer.isPaused {
      watch.moved(transfer.moved - before)
      return
    }
    let start = System.monotonicNanoseconds
    line.wait(milliseconds: 100)
    let isSending = !transfer.isSent && transfer.moved > 0
    let phase: Watch.Phase = transfer.hasHeaders ? .transfer : isSending ? .sending : .answer
    if let reason = watch.waited(System.monotonicNanoseconds - start, phase) {
      close()
      throw HTTPError(.timeout, request.address, reason)
    }
  }

  func tooLarge(_ limit: Int64) -> HTTPError {
    HTTPError(.tooLarge, request.address, "the answer is larger than \(limit) bytes")
  }

  private func optionError(_ code: CURLcode, _ option: CURLoption? = nil) -> HTTPError {
    let name = option.map { "its option \($0.rawValue)" } ?? "the request"
    return HTTPError(
      .unavailable, request.address, "libcurl refuses \(name): \(HTTPError.text(code))",
      hint: "install a newer libcurl with OpenSSL")
  }

  private func error(_ code: CURLcode, _ line: Line) -> HTTPError {
    HTTPError.of(
      code, request.address, received: transfer.hasHeaders,
      proxyStatus: hardstand_curl_number(line.easy, CURLINFO_HTTP_CONNECTCODE))
  }
}
