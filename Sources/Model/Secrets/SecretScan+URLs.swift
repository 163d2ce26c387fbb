extension SecretScan {
  /// Looks for `scheme://user:password@host` from its colon on, and for web
  /// addresses that are secrets themselves.
  mutating func lookForURL(at index: Int) {
    guard has("://", at: index) else { return }
    let schemeStart = runStart(before: index, limit: 24) {
      $0.isAlphanumeric || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
        || $0 == UInt8(ascii: ".")
    }
    guard schemeStart < index else { return }
    let start = index + 3
    let authorityEnd = runEnd(from: start, limit: 512) {
      $0 > 0x20 && $0 < 0x7F && !$0.isQuote && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\")
        && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") && $0 != UInt8(ascii: "|")
    }
    lookForWebhook(start: start, authorityEnd: authorityEnd)
    guard let at = bytes[start..<authorityEnd].lastIndex(of: UInt8(ascii: "@")),
      let colon = bytes[start..<at].firstIndex(of: UInt8(ascii: ":")), colon + 1 < at,
      at + 1 < authorityEnd
    else { return }
    let user = bytes[start..<colon]
    let password = bytes[colon + 1..<at]
    // Shell expansions such as `${A:-b}`, regular expressions and templates have no literal password.
    let isTemplate = bytes[start..<at].contains {
      [
        UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: "["),
        UInt8(ascii: "("),
        UInt8(ascii: "^"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: ";"),
      ].contains($0)
    }
    let value = SecretValue(bytes: password)
    if isTemplate || value == .reference || value == .empty || value == .placeholder
      || password.first == UInt8(ascii: "$")
      || password.first == UInt8(ascii: "%")
        && password.dropFirst().first.map({ !$0.isHex }) ?? true
    {
      return
    }
    let host = bytes[at + 1..<authorityEnd]
    let isLocal =
      ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "example.", "host.docker.internal"]
      .contains { host.starts(with: $0.utf8) } || host.containsText("example.")
    let isWeak =
      value != .literal || password.elementsEqual(user) || password.count < 6 || isLocal
    let scheme = String(decoding: bytes[schemeStart..<index], as: UTF8.self)
    add(
      "url-password", "password in a `\(scheme.lowercased())` address", colon + 1..<at,
      isWeak ? .possible : .likely)
  }

  private mutating func lookForWebhook(start: Int, authorityEnd: Int) {
    let host = bytes[start..<authorityEnd]
    let pathEnd = runEnd(from: authorityEnd, limit: 256) {
      TokenForm.Alphabet.dotted.contains($0) || $0 == UInt8(ascii: "/")
    }
    let path = bytes[authorityEnd..<pathEnd]
    if host.elementsEqual("hooks.slack.com".utf8), path.starts(with: "/services/T".utf8) {
      let parts = path.split(separator: UInt8(ascii: "/"))
      if parts.count == 4, parts[3].count >= 20, isRandom(parts[3]) {
        add("slack-webhook", "Slack webhook address", start..<pathEnd, .likely)
      }
    } else if host.elementsEqual("discord.com".utf8) || host.elementsEqual("discordapp.com".utf8),
      path.starts(with: "/api/webhooks/".utf8)
    {
      let parts = path.split(separator: UInt8(ascii: "/"))
      if parts.count >= 4, parts[3].count >= 60, isRandom(parts[3]) {
        add("discord-webhook", "Discord webhook address", start..<pathEnd, .likely)
      }
    }
  }
}
