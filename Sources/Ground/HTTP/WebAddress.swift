/// Where a request goes: an `http` or `https` address (RFC 3986, RFC 9110 section 4.2).
///
/// A user name or a fragment in an address is refused: the first would be a secret in a place that
/// is shown, the second never reaches a server.
public struct WebAddress: Hashable, Sendable {
  /// `http` or `https`.
  public let scheme: String
  /// The name or number of the host in lower case; an IPv6 address without its brackets.
  public let host: String
  /// The port, also where the text leaves it out.
  public let port: Int
  /// The path and the query, beginning with `/`.
  public let target: String

  /// An address from its text; nil where it is none that a request can go to.
  public init?(_ text: String) {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https", text[colon...].hasPrefix("://") else { return nil }
    let rest = text[text.index(colon, offsetBy: 3)...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    guard let (host, port) = WebAddress.authority(rest[..<end]),
      let target = WebAddress.cleaned(rest[end...])
    else { return nil }
    self.init(scheme: scheme, host: host, port: port ?? (scheme == "https" ? 443 : 80), target)
  }

  /// An address on a host such as `registry.example:5000`; nil where the host is none.
  /// - Parameters:
  ///   - scheme: `http` or `https`.
  ///   - authority: The host, with its port where it is not the usual one.
  ///   - target: The path and the query.
  public init?(scheme: String, authority: String, target: String = "/") {
    self.init("\(scheme)://\(authority)\(target)")
  }

  private init(scheme: String, host: String, port: Int, _ target: String) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.target = target.hasPrefix("/") ? target : "/" + target
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    var host = text
    var port: Int?
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      let rest = text[text.index(after: close)...]
      host = text[text.index(after: text.startIndex)..<close]
      guard !host.isEmpty, host.utf8.allSatisfy({ isHex($0) || $0 == 58 || $0 == 46 }) else {
        return nil
      }
      if !rest.isEmpty {
        guard rest.hasPrefix(":"), let number = number(rest.dropFirst()) else { return nil }
        port = number
      }
    } else {
      if let colon = text.firstIndex(of: ":") {
        guard let number = number(text[text.index(after: colon)...]) else { return nil }
        port = number
        host = text[..<colon]
      }
      guard !host.isEmpty, host.utf8.allSatisfy(isHostByte) else { return nil }
    }
    return (host.lowercased(), port)
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 }), let port = Int(text),
      1...65_535 ~= port
    else { return nil }
    return port
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    48...57 ~= byte || 65...90 ~= byte & 0xDF || byte == 45 || byte == 46 || byte == 95
  }

  private static func isHex(_ byte: UInt8) -> Bool { 48...57 ~= byte || 65...70 ~= byte & 0xDF }

  /// The target without fragment, bytes that need it percent-encoded; nil with a control character.
  private static func cleaned(_ text: Substring) -> String? {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "#") { break }
      if byte < 0x20 || byte == 0x7F { return nil }
      if byte == 0x20 || byte > 0x7F {
        append(byte, to: &result)
      } else {
        result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// A text as a part of a query: all but unreserved characters percent-encoded (RFC 3986, 2.3).
  public static func encoded(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if isHostByte(byte) || byte == UInt8(ascii: "~") {
        result.append(byte)
      } else {
        append(byte, to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension WebAddress {
  /// The host, with its port where it is not the usual one, as in a `Host` header.
  public var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (scheme == "https" ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// Scheme, host and port, which decide who may see a secret (RFC 6454).
  public var origin: String { "\(scheme)://\(authority)" }

  /// The whole address. Its query may hold a secret: show `description` instead.
  public var text: String { origin + target }

  /// The path alone.
  public var path: String { String(target.prefix { $0 != "?" }) }

  /// Whether the host is this machine.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// The same address with more names and values in its query.
  public func adding(_ query: [(String, String)]) -> WebAddress {
    var target = target
    for (name, value) in query {
      target += target.contains("?") ? (target.hasSuffix("?") ? "" : "&") : "?"
      target += "\(WebAddress.encoded(name))=\(WebAddress.encoded(value))"
    }
    return WebAddress(scheme: scheme, host: host, port: port, target)
  }

  /// Where a reference found at this address leads (RFC 3986, section 5.2); nil where nowhere.
  public func resolving(_ reference: String) -> WebAddress? {
    if reference.hasPrefix("//") { return WebAddress("\(scheme):\(reference)") }
    let head = reference.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if head.contains(":") { return WebAddress(reference) }
    guard let cleaned = WebAddress.cleaned(reference[...]) else { return nil }
    if cleaned.isEmpty { return self }
    if cleaned.hasPrefix("?") { return with(path + cleaned) }
    let merged = cleaned.hasPrefix("/") ? cleaned : folder + cleaned
    let path = merged.prefix { $0 != "?" }
    return with(WebAddress.withoutDots(path) + merged[path.endIndex...])
  }

  private var folder: String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "/"
  }

  private func with(_ target: String) -> WebAddress {
    WebAddress(scheme: scheme, host: host, port: port, target)
  }

  private static func withoutDots(_ path: Substring) -> String {
    var parts: [Substring] = []
    let all = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, part) in all.enumerated() {
      let isLast = index == all.count - 1
      if part == ".." {
        if !parts.isEmpty { parts.removeLast() }
        if isLast { parts.append("") }
      } else if part == "." {
        if isLast { parts.append("") }
      } else {
        parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension WebAddress: CustomStringConvertible {
  /// The address for people: of a query, which may be a signature, only that there is one.
  public var description: String { origin + path + (target.contains("?") ? "?…" : "") }
}
