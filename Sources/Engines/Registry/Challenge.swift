/// How a server wants to be told who asks (RFC 9110, section 11.6.1).
struct Challenge: Hashable {
  /// The scheme in lower case, such as `bearer`.
  let scheme: String
  /// The parameters, their names in lower case.
  let parameters: [String: String]

  /// All challenges of `WWW-Authenticate` headers; what cannot be read is left out.
  static func all(in headers: [String]) -> [Challenge] {
    headers.flatMap { header in
      var reader = Reader(bytes: Array(header.utf8))
      return reader.challenges()
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func challenges() -> [Challenge] {
      var result: [Challenge] = []
      skipSeparators()
      while let scheme = token() {
        var parameters: [String: String] = [:]
        while let (name, value) = parameter() { parameters[name] = parameters[name] ?? value }
        result.append(Challenge(scheme: scheme.lowercased(), parameters: parameters))
        skipSeparators()
      }
      return result
    }

    /// The next `name=value`; nil, and nothing read, where another challenge begins.
    private mutating func parameter() -> (String, String)? {
      let start = at
      skipSeparators()
      guard let name = token() else {
        at = start
        return nil
      }
      skipSpace()
      guard byte == UInt8(ascii: "=") else {
        at = start
        return nil
      }
      at += 1
      skipSpace()
      let value = byte == UInt8(ascii: "\"") ? quoted() : token() ?? ""
      // What pads a token of 68 characters, which no scheme here uses.
      while byte == UInt8(ascii: "=") { at += 1 }
      return (name.lowercased(), value)
    }

    private mutating func quoted() -> String {
      var text: [UInt8] = []
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
        if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { at += 1 }
        text.append(bytes[at])
        at += 1
      }
      at += 1
      return String(decoding: text, as: UTF8.self)
    }

    private mutating func token() -> String? {
      let start = at
      while at < bytes.count, isToken(bytes[at]) { at += 1 }
      return at == start ? nil : String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private func isToken(_ byte: UInt8) -> Bool {
      byte > 32 && byte < 127 && !"(),;<=>@[\\]{}\"".utf8.contains(byte)
    }

    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func skipSpace() {
      while byte == 32 || byte == 9 { at += 1 }
    }

    private mutating func skipSeparators() {
      while byte == 32 || byte == 9 || byte == UInt8(ascii: ",") { at += 1 }
    }
  }
}
