import Documents
import HTTP
import Source

/// An answer of a registry that says no (OCI distribution-spec, "Error Codes").
struct ErrorAnswer {
  let response: HTTPResponse
  /// The codes of the body, such as `MANIFEST_UNKNOWN`.
  let codes: [String]
  /// What the registry says, cleaned for a terminal.
  let messages: [String]
  private let looksLikePage: Bool

  /// Reads the body of an answer; what cannot be read counts as empty.
  init(_ exchange: HTTPExchange) {
    let body = (try? exchange.collect(limit: 64 << 10)) ?? []
    exchange.close()
    self.init(exchange.response, body)
  }

  init(_ response: HTTPResponse, _ body: [UInt8]) {
    self.response = response
    looksLikePage =
      response.mediaType == "text/html"
      || body.drop { $0 <= 32 }.first == UInt8(ascii: "<")
    let json = try? JSON(reading: body, name: "answer", JSON.Reading(maximumDepth: 32))
    let errors = json?["errors"]?.array ?? []
    codes = errors.compactMap { $0["code"]?.string }
    var messages: [String] = []
    for error in errors.prefix(3) {
      let text = error["message"]?.string ?? ""
      let code = error["code"]?.string ?? ""
      let said = text.isEmpty ? code.lowercased().replacing("_", with: " ") : text
      if !said.isEmpty { messages.append(ErrorAnswer.cleaned(said)) }
    }
    if errors.isEmpty {
      for key in ["message", "error", "details", "detail"] {
        if let text = json?[key]?.string, !text.isEmpty {
          messages.append(ErrorAnswer.cleaned(text))
          break
        }
      }
    }
    self.messages = messages
  }

  /// A text from outside without what a terminal would obey, and not too long.
  static func cleaned(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if result.count >= 300 { return result + "…" }
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let isDirection =
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      if isControl {
        result += " "
      } else if !isDirection {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The error that the answer means.
  /// - Parameters:
  ///   - what: What failed.
  ///   - registry: The name of the registry, for advice.
  ///   - hasCredentials: Whether the request was made in somebody's name.
  func error(_ what: String, registry: String, hasCredentials: Bool) -> RegistryError {
    let said = messages.map { "\(registry) says: \($0)" }
    let status = response.status
    switch status {
    case 401:
      let reason =
        hasCredentials
        ? "\(registry) does not accept the name and password, or they give no right to this"
        : "\(registry) wants to know who asks; it says the same of what does not exist"
      return RegistryError(
        .unauthorized, what, [reason] + said,
        hint: "run `hardstand login \(registry)`, and check the name for a typo")
    case 403:
      return RegistryError(
        .denied, what, ["\(registry) does not allow it"] + said,
        hint: "ask the owner of the repository for the right, or log in as somebody who has it")
    case 404 where codes.isEmpty && looksLikePage: break
    case 404:
      return RegistryError(
        .missing, what, said.isEmpty ? ["\(registry) does not have it"] : said,
        hint: "check the name, the tag and the digest for a typo")
    case 429:
      return RegistryError(
        .tooMany, what, ["\(registry) has had too many requests"] + said,
        hint: hasCredentials
          ? "wait some minutes, or use a mirror"
          : "run `hardstand login \(registry)` for a higher limit, or use a mirror")
    case 500...599:
      return RegistryError(
        .server, what, ["\(registry) answers \(status)"] + said,
        hint: "try again later; the registry is out of order")
    case 405, 501:
      return RegistryError(
        .unsupported, what, ["\(registry) answers \(status)"] + said,
        hint: "the registry does not offer this")
    default: break
    }
    if codes.isEmpty, looksLikePage || status < 400 {
      return ErrorAnswer.noRegistry(what, response)
    }
    return RegistryError(
      .refused, what, said.isEmpty ? ["\(registry) answers \(status)"] : said,
      hint: "check what is sent; the registry does not take it")
  }

  /// The error that what answers is a web page or another service.
  static func noRegistry(_ what: String, _ response: HTTPResponse) -> RegistryError {
    let type = response.mediaType.isEmpty ? "" : " of type \(cleaned(response.mediaType))"
    return RegistryError(
      .noRegistry, what,
      [
        "\(response.address.origin) answers \(response.status) with content\(type), which does not"
          + " look like a registry"
      ],
      hint: "check the name of the registry and the proxy settings")
  }
}
