import CCurl
import Source
import Streams

/// One request and its answer as libcurl tells of them: what it calls back into.
final class Transfer {
  /// What makes the body to send.
  let makeBody: (() throws(Failure) -> any ByteStream)?
  private let headerLimit: Int
  private let bufferLimit: Int

  /// The status and headers, once they are complete.
  private(set) var status = 0
  private(set) var headers = HTTPHeaders()
  private(set) var hasHeaders = false
  /// What has come of the body and is not taken yet.
  var buffer: [UInt8] = []
  private(set) var isPaused = false
  /// Bytes that went in either direction, to see that something moves.
  private(set) var moved: Int64 = 0
  /// Whether all of the request's body is sent.
  private(set) var isSent: Bool
  /// Why this side ended the transfer, if it did.
  private(set) var failure: HTTPError?

  private var body: (any ByteStream)?
  private var rest: ArraySlice<UInt8> = []
  private var headerBytes = 0
  private let address: WebAddress

  init(_ request: HTTPRequest, _ settings: HTTPSettings) {
    address = request.address
    headerLimit = settings.headerLimit
    bufferLimit = max(1 << 16, settings.bufferBytes)
    switch request.body {
    case .none:
      makeBody = nil
    case .bytes(let bytes):
      makeBody = { () throws(Failure) -> any ByteStream in BytesInMemory(bytes) }
    case .stream(_, let make):
      makeBody = make
    }
    isSent = makeBody == nil
  }

  /// Notes that a paused transfer goes on.
  func resumed() { isPaused = false }

  // MARK: What libcurl calls

  private static func of(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  static let takeHeader: hardstand_curl_data = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let memory = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return of(context).take(header: memory) ? memory.count : 0
  }

  static let takeBody: hardstand_curl_data = { bytes, size, count, context in
    guard let bytes, let context else { return 0 }
    let memory = UnsafeRawBufferPointer(start: bytes, count: size * count)
    let transfer = of(context)
    if transfer.buffer.count >= transfer.bufferLimit {
      transfer.isPaused = true
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    transfer.buffer.append(contentsOf: memory)
    transfer.moved += Int64(memory.count)
    return memory.count
  }

  static let giveBody: hardstand_curl_data = { bytes, size, count, context in
    guard let bytes, let context else { return Int(CURL_READFUNC_ABORT) }
    let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
    do throws(Failure) {
      return try of(context).give(into: room)
    } catch {
      of(context).failure = HTTPError(.local, error)
      return Int(CURL_READFUNC_ABORT)
    }
  }

  /// libcurl sends a body again from its start where a kept connection turns out to be dead.
  static let rewindBody: hardstand_curl_seek = { context, offset, origin in
    guard let context, offset == 0, origin == 0 else { return CURL_SEEKFUNC_CANTSEEK }
    let transfer = of(context)
    transfer.body = nil
    transfer.rest = []
    transfer.isSent = false
    return CURL_SEEKFUNC_OK
  }

  private func give(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard let makeBody else { return 0 }
    if body == nil { body = try makeBody() }
    while rest.isEmpty {
      guard let next = try body?.next() else {
        isSent = true
        return 0
      }
      rest = next[...]
    }
    let part = rest.prefix(room.count)
    room.copyBytes(from: part)
    rest = rest.dropFirst(part.count)
    moved += Int64(part.count)
    return part.count
  }

  private func take(header line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    moved += Int64(line.count)
    if headerBytes > headerLimit {
      failure = HTTPError(
        .tooLarge, address, "its headers are larger than \(headerLimit) bytes")
      return false
    }
    // What follows the body adds nothing to the answer.
    if hasHeaders { return true }
    let bytes = line.prefix { $0 != 13 && $0 != 10 }
    if bytes.isEmpty {
      // An interim answer (RFC 9110, section 15.2) precedes the answer.
      hasHeaders = status >= 200
      if hasHeaders { isSent = true }
      return true
    }
    if bytes.starts(with: "HTTP/".utf8) {
      let words = bytes.split(separator: 32, maxSplits: 2)
      status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) ?? 0 : 0
      headers = HTTPHeaders()
    } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
      var value = bytes[(colon + 1)...].drop(while: isSpace)
      while let last = value.last, isSpace(last) { value.removeLast() }
      headers.add(
        String(decoding: bytes[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return true
  }
}
