import CCurl
import Host
import Source

extension Line {
  /// Sets everything for a request that is sent as `settings` say.
  func prepare(
    _ request: HTTPRequest, _ transfer: Transfer, _ settings: HTTPSettings,
    _ security: HTTPSettings.Security, _ authorities: Authorities
  ) throws(LineError) {
    try set(transfer)
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_URL, request.address.text)
    // Nothing but what an address of ours can say; and each step is the caller's decision.
    try set(CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_PATH_AS_IS, 1)
    try set(CURLOPT_HTTP_VERSION, settings.offersHTTP2 ? http2OverTLS : http11)
    try set(CURLOPT_USERAGENT, settings.userAgent)
    try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(settings.connectTime / .milliseconds(1))))
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    try set(CURLOPT_BUFFERSIZE, 128 << 10)
    try set(CURLOPT_UPLOAD_BUFFERSIZE, 512 << 10)
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // An empty text keeps libcurl from asking the environment of the process.
    try set(CURLOPT_PROXY, settings.proxies.proxy(for: request.address) ?? "")
    try set(CURLOPT_NOPROXY, settings.proxies.exceptions)
    if let socket = settings.socket { try set(CURLOPT_UNIX_SOCKET_PATH, socket) }
    if request.address.scheme == "https" {
      try secure(security, authorities)
    }
    try set(request)
  }

  private var http2OverTLS: Int { Int(CURL_HTTP_VERSION_2TLS) }
  private var http11: Int { Int(CURL_HTTP_VERSION_1_1) }

  private func set(_ request: HTTPRequest) throws(LineError) {
    var lines = request.headers.fields.map { field in
      // libcurl leaves out a header whose value is empty unless it is written so.
      field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
    }
    switch request.body {
    case .none:
      if request.method == "HEAD" {
        try set(CURLOPT_NOBODY, 1)
      } else {
        try set(CURLOPT_HTTPGET, 1)
        if request.method != "GET" { try set(CURLOPT_CUSTOMREQUEST, request.method) }
      }
    case .bytes(let bytes): try upload(request.method, Int64(bytes.count))
    case .stream(let length, _): try upload(request.method, length ?? -1)
    }
    // To wait for leave to send costs a second with servers that do not know of it.
    lines.append("Expect:")
    try set(lines: lines)
  }

  private func upload(_ method: String, _ length: Int64) throws(LineError) {
    try set(CURLOPT_UPLOAD, 1)
    try set(CURLOPT_CUSTOMREQUEST, method)
    try set(CURLOPT_INFILESIZE_LARGE, size: length)
  }

  private func secure(
    _ security: HTTPSettings.Security, _ authorities: Authorities
  ) throws(LineError) {
    try set(CURLOPT_SSL_VERIFYPEER, security.isVerified ? 1 : 0)
    try set(CURLOPT_SSL_VERIFYHOST, security.isVerified ? 2 : 0)
    if let file = authorities.file { try set(CURLOPT_CAINFO, file) }
    if let folder = authorities.folder { try set(CURLOPT_CAPATH, folder) }
    if !authorities.extra.isEmpty { try set(CURLOPT_CAINFO_BLOB, bytes: authorities.extra) }
    if let certificate = security.certificate {
      try set(CURLOPT_SSLCERT, certificate)
      try set(CURLOPT_SSLKEY, security.key ?? certificate)
    }
  }
}
