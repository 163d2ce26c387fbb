import Host
public import Source
public import Streams

/// What is asked of a server.
public struct HTTPRequest: Sendable {
  /// What is sent after the headers.
  public enum Body: Sendable {
    /// Nothing.
    case none
    /// These bytes.
    case bytes([UInt8])
    /// What a stream gives. It is made anew whenever the request is sent again. Without a length
    /// the body goes out in chunks (RFC 9112, section 7.1).
    case stream(length: Int64?, make: @Sendable () throws(Failure) -> any ByteStream)

    /// A part of a file.
    public static func file(_ path: String, from offset: Int64 = 0, count: Int64) -> Body {
      .stream(length: count) { () throws(Failure) -> any ByteStream in
        try FileStream(path, from: offset, count: count)
      }
    }
  }

  /// The method, such as `GET`.
  public var method: String
  /// Where it goes.
  public var address: WebAddress
  /// Its headers. Those that say how the body is sent are made from the body.
  public var headers: HTTPHeaders
  /// What is sent with it.
  public var body: Body
  /// What stops it, beside what stops all requests of the client; nil for nothing.
  public var cancellation: Cancellation?

  /// A request from its parts.
  public init(
    _ method: String, _ address: WebAddress, headers: HTTPHeaders = HTTPHeaders(),
    body: Body = .none
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
  }
}

/// What a server answers before the body.
public struct HTTPResponse: Sendable {
  /// The status code (RFC 9110, section 15).
  public let status: Int
  /// The headers.
  public let headers: HTTPHeaders
  /// Where the answer came from: after redirects not where the request began.
  public let address: WebAddress

  /// Whether the status says that it worked.
  public var isSuccess: Bool { 200...299 ~= status }

  /// The bytes that the server says the body has; nil where it does not tell.
  public var length: Int64? { headers.count("Content-Length") }

  /// The media type of the body in lower case and without parameters; empty where it is not told.
  public var mediaType: String {
    let text = headers["Content-Type"] ?? ""
    var type = text.prefix { $0 != ";" }
    while type.last == " " { type.removeLast() }
    return type.lowercased()
  }
}
