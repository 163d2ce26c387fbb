import CCurl
import Source

extension HTTPError {
  /// What libcurl says of a code.
  static func text(_ code: CURLcode) -> String {
    guard let text = hardstand_curl_text(code) else { return "error \(code.rawValue)" }
    return String(cString: text)
  }

  /// The error behind a code of libcurl.
  /// - Parameters:
  ///   - received: Whether the headers of the answer had come.
  ///   - proxyStatus: What a proxy answered to the wish for a connection; 0 for nothing.
  static func of(
    _ code: CURLcode, _ address: WebAddress, received: Bool, proxyStatus: Int
  ) -> HTTPError {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST:
      return HTTPError(.unreachable, address, "no name server knows `\(address.host)`")
    case CURLE_COULDNT_RESOLVE_PROXY:
      return HTTPError(
        .unreachable, address, "no name server knows the proxy",
        hint: "correct `HTTPS_PROXY` and `HTTP_PROXY`, or name the host in `NO_PROXY`")
    case CURLE_COULDNT_CONNECT:
      return HTTPError(
        .unreachable, address, "nothing accepts connections at port \(address.port)")
    case CURLE_RECV_ERROR where proxyStatus >= 300, CURLE_COULDNT_CONNECT where proxyStatus >= 300:
      return HTTPError(
        .unreachable, address, "the proxy answers \(proxyStatus)",
        hint: "check the name and password in `HTTPS_PROXY`, or name the host in `NO_PROXY`")
    case CURLE_OPERATION_TIMEDOUT:
      return HTTPError(.timeout, address, "the connection took too long")
    case CURLE_PEER_FAILED_VERIFICATION:
      return HTTPError(
        .tls, address,
        "its certificate is not that of the host, is out of date, or is signed by"
          + " an authority that is not known")
    case CURLE_SSL_CONNECT_ERROR:
      return HTTPError(.handshake, address, "the TLS handshake failed")
    case CURLE_SSL_CERTPROBLEM:
      return HTTPError(
        .tls, address, "the certificate or key of this side cannot be used",
        hint: "check that both files are PEM and belong together")
    case CURLE_SSL_CACERT_BADFILE:
      return HTTPError(
        .tls, address, "the certificates of the authorities cannot be read",
        hint: "install `ca-certificates`, or correct `SSL_CERT_FILE`")
    case CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_CLIENTCERT:
      return HTTPError(.tls, address, text(code))
    case CURLE_GOT_NOTHING:
      return HTTPError(.truncated, address, "it closed the connection without an answer")
    case CURLE_PARTIAL_FILE:
      return HTTPError(.truncated, address, "the connection ended before the answer did")
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM,
      CURLE_SEND_FAIL_REWIND, CURLE_SSL_SHUTDOWN_FAILED:
      return HTTPError(.truncated, address, "the connection broke")
    // CURLE_TOO_LARGE, which older headers do not name.
    case CURLcode(rawValue: 100):
      return HTTPError(.tooLarge, address, "its headers are too large")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
      return HTTPError(.malformed, address, "what answers does not speak HTTP")
    case CURLE_OUT_OF_MEMORY:
      return HTTPError(.local, address, "there is not enough memory")
    default:
      return HTTPError(received ? .truncated : .malformed, address, text(code))
    }
  }
}
