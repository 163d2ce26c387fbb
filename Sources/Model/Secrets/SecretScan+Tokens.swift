extension SecretScan {
  /// Looks for the token of a service, a JSON web token, or an authorization header.
  mutating func lookForToken(at index: Int) {
    // Inside of a word no token begins.
    if index > 0, bytes[index - 1].isAlphanumeric || bytes[index - 1] == UInt8(ascii: "_") {
      // But after an escaped newline or tab one does.
      guard index > 1, bytes[index - 2] == UInt8(ascii: "\\") else { return }
    }
    switch bytes[index] {
    case UInt8(ascii: "e"): if has("eyJ", at: index) { lookForWebToken(at: index) }
    case UInt8(ascii: "P"): if has("PuTTY-User-Key-File-", at: index) { lookForPuTTY(at: index) }
    case UInt8(ascii: "B"), UInt8(ascii: "b"): lookForAuthorization(at: index)
    default: break
    }
    let pair = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
    guard let candidates = TokenForm.byFirstTwo[pair] else { return }
    for candidate in candidates {
      let form = TokenForm.all[candidate]
      guard bytes[index...].starts(with: form.prefix) else { continue }
      let start = index + form.prefix.count
      let end = runEnd(from: start, limit: form.length.upperBound + 1, form.alphabet.contains)
      var length = end - start
      // A sentence's full stop is no part of a token.
      if case .dotted = form.alphabet, length > 0, bytes[end - 1] == UInt8(ascii: ".") {
        length -= 1
      }
      guard form.length.contains(length) else { continue }
      if end < bytes.count, bytes[end].isAlphanumeric { continue }
      let range = index..<start + length
      guard let confidence = confidence(of: form, body: bytes[start..<start + length]) else {
        continue
      }
      add(form.kind, form.title, range, confidence)
      return
    }
  }

  /// How sure a token of a form is; nil where its inside shows that it is none.
  private func confidence(
    of form: TokenForm, body: ArraySlice<UInt8>
  ) -> SecretFinding.Confidence? {
    if SecretValue.isPlaceholder(body) { return nil }
    // A token is random; a word in capitals or a run of one letter is not.
    if body.count >= 16, SecretValue.entropy(body) < 2.5 { return nil }
    switch form.check {
    case .none: break
    case .checksum:
      if form.length.lowerBound == 36, body.count == 36 {
        return TokenChecksum.holds(body) ? .certain : .possible
      }
    case .openAI:
      guard body.containsText("T3BlbkFJ") else { return nil }
      return .certain
    case .sendGrid:
      guard body.firstIndex(of: UInt8(ascii: ".")) == body.startIndex + 22 else { return nil }
    case .slack:
      guard body.contains(where: { $0.isDigit }), body.contains(where: { $0.isLetter }) else {
        return nil
      }
    }
    if case .upperBase32 = form.alphabet, !body.contains(where: { $0.isDigit }) { return .possible }
    return form.confidence
  }

  /// `header.payload.signature`, each in base64url, of which the header names an algorithm.
  private mutating func lookForWebToken(at index: Int) {
    let isPart: (UInt8) -> Bool = { TokenForm.Alphabet.base64URL.contains($0) }
    let headerEnd = runEnd(from: index, limit: 1024, isPart)
    guard headerEnd < bytes.count, bytes[headerEnd] == UInt8(ascii: "."),
      has("eyJ", at: headerEnd + 1)
    else { return }
    let payloadEnd = runEnd(from: headerEnd + 1, limit: 8192, isPart)
    guard payloadEnd < bytes.count, bytes[payloadEnd] == UInt8(ascii: ".") else { return }
    let end = runEnd(from: payloadEnd + 1, limit: 2048, isPart)
    guard end - payloadEnd > 20, let header = Base64.decoded(bytes[index..<headerEnd]),
      header.first == UInt8(ascii: "{"), header[...].containsText("\"alg\""),
      let payload = Base64.decoded(bytes[headerEnd + 1..<payloadEnd]),
      payload.first == UInt8(ascii: "{")
    else { return }
    // The example of every introduction to these tokens.
    if payload[...].containsText("John Doe") || payload[...].containsText("\"1234567890\"") {
      return
    }
    add("json-web-token", "JSON web token", index..<end, .likely)
  }

  private mutating func lookForAuthorization(at index: Int) {
    let isBasic = has("Basic ", at: index) || has("basic ", at: index)
    guard isBasic || has("Bearer ", at: index) || has("bearer ", at: index) else { return }
    let start = index + (isBasic ? 6 : 7)
    let end = runEnd(from: start, limit: 2048) {
      TokenForm.Alphabet.base64.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "~")
    }
    let value = bytes[start..<end]
    if isBasic {
      guard value.count >= 8, let text = Base64.decoded(value),
        let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < text.count,
        text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }),
        case .literal = SecretValue(bytes: text[(colon + 1)...])
      else { return }
      add("basic-authorization", "password of a basic authorization header", start..<end, .likely)
    } else {
      guard value.count >= 20, isRandom(value) else { return }
      add("bearer-authorization", "token of a bearer authorization header", start..<end, .likely)
    }
  }

  /// `<8 to 10 digits>:AA<33 characters>`, looked at from the colon.
  mutating func lookForTelegram(at index: Int) {
    guard has(":AA", at: index) else { return }
    let start = runStart(before: index, limit: 11) { $0.isDigit }
    guard (8...10).contains(index - start), start == 0 || !bytes[start - 1].isAlphanumeric else {
      return
    }
    let end = runEnd(from: index + 1, limit: 36) { TokenForm.Alphabet.base64URL.contains($0) }
    guard end - index - 1 == 35, isRandom(bytes[index + 1..<end]) else { return }
    add("telegram-token", "Telegram bot token", start..<end, .likely)
  }

  /// `<24 to 28 characters>.<6>.<27 to 38>`, looked at from the first dot; the first part is a
  /// number in base64.
  mutating func lookForDiscord(at index: Int) {
    guard index + 7 < bytes.count, bytes[index + 7] == UInt8(ascii: ".") else { return }
    let isPart: (UInt8) -> Bool = { TokenForm.Alphabet.base64URL.contains($0) }
    let start = runStart(before: index, limit: 30, isPart)
    guard (24...28).contains(index - start), bytes[index + 1..<index + 7].allSatisfy(isPart),
      let number = Base64.decoded(bytes[start..<index]), (17...20).contains(number.count),
      number.allSatisfy({ $0.isDigit })
    else { return }
    let end = runEnd(from: index + 8, limit: 40, isPart)
    guard (27...38).contains(end - index - 8) else { return }
    add("discord-token", "Discord bot token", start..<end, .certain)
  }

  /// `<3 characters>nQ~<31 to 34>`, the form of Microsoft Entra client secrets.
  mutating func lookForAzureSecret(at index: Int) {
    let isPart: (UInt8) -> Bool = {
      TokenForm.Alphabet.dotted.contains($0) || $0 == UInt8(ascii: "~")
    }
    let start = runStart(before: index, limit: 6, isPart)
    let end = runEnd(from: index + 2, limit: 40, isPart)
    guard index - start == 4, bytes[index - 1].isDigit, (31...34).contains(end - index - 2),
      isRandom(bytes[start..<end])
    else { return }
    add("azure-client-secret", "Azure client secret", start..<end, .likely)
  }

  /// Whether a value looks like chance: letters and digits mixed, with enough variety for its length.
  func isRandom(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count >= 12, value.contains(where: { $0.isDigit }),
      value.contains(where: { $0.isLetter })
    else { return false }
    let isHex = value.allSatisfy { $0.isHex }
    let least = isHex ? 2.8 : value.count < 20 ? 3.0 : 3.5
    return SecretValue.entropy(value) >= least && !SecretValue.isPlaceholder(value)
      && !SecretValue.isWeak(value)
  }
}
