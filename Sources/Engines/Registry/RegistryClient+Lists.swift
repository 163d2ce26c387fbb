import Documents
import HTTP
import OCI
import Source

extension RegistryClient {
  /// The tags of a repository, in the registry's order (OCI distribution-spec, end-8a and end-8b).
  ///
  /// Mirrors are not asked: they know only what was asked of them before.
  /// - Throws: `RegistryError`; `.missing` where there is no such repository.
  public func tags(of repository: Repository) throws(RegistryError) -> [String] {
    let call = Call(
      "cannot list the tags of \(repository)", repository, Scope.pull)
    var tags: [String] = []
    try pages(call, "/v2/\(repository.path)/tags/list", [("n", "1000")]) {
      _, json throws(RegistryError) in
      guard let values = json["tags"], values.array != nil || values.isNull else { return false }
      tags += (values.array ?? []).compactMap(\.string)
      return tags.count <= settings.listLimit
    }
    if tags.count > settings.listLimit { throw tooMany(call) }
    return tags
  }

  func tooMany(_ call: Call) -> RegistryError {
    RegistryError(
      .refused, call.what, ["the list has more than \(settings.listLimit) entries"],
      hint: "do not trust this registry, or name what you look for")
  }

  /// Reads a list page by page.
  /// - Parameter take: Takes a page; false where it is none, or no more is wanted.
  /// - Returns: The answer to the first page where it has no list; nil where all was read.
  @discardableResult
  func pages(
    _ call: Call, _ path: String, _ query: [(String, String)],
    acceptsAbsence: Bool = false,
    _ take: (_ response: HTTPResponse, _ page: JSON) throws(RegistryError) -> Bool
  ) throws(RegistryError) -> HTTPResponse? {
    let base = try endpoints.base(of: call.endpoint, http, call.what, cancellation)
    var address = base.adding(path: path).adding(query)
    var seen: Set<WebAddress> = []
    while true {
      if !seen.insert(address).inserted {
        throw RegistryError(
          .refused, call.what, ["the pages of the list lead in a circle"],
          hint: "do not trust this registry")
      }
      let request = HTTPRequest(
        "GET", address, headers: HTTPHeaders([("Accept", "application/json, */*;q=0.1")]))
      let exchange = try send(call, request)
      let response = exchange.response
      if acceptsAbsence, seen.count == 1, [400, 404, 405, 501].contains(response.status) {
        exchange.finish()
        return response
      }
      if !response.isSuccess { throw error(call, exchange) }
      let bytes = try body(call, exchange, limit: 32 << 20)
      guard
        let json = try? JSON(reading: bytes, name: "list", JSON.Reading(maximumDepth: 32)),
        json.object != nil
      else { throw ErrorAnswer.noRegistry(call.what, response) }
      if !(try take(response, json)) { return nil }
      guard let next = LinkHeader.next(response) else { return nil }
      guard let target = address.resolving(next), target.origin == base.origin else {
        throw RegistryError(
          .refused, call.what, ["the next page of the list is on another server"],
          hint: "do not trust this registry")
      }
      address = target
    }
  }
}
