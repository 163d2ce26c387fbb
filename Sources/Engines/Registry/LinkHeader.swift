import HTTP

/// The `Link` header, by which a list goes on (RFC 8288).
enum LinkHeader {
  /// Where the next page is; nil where there is none.
  static func next(_ response: HTTPResponse) -> String? {
    for value in response.headers.all("Link") {
      var rest = value[...]
      while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
        let target = rest[rest.index(after: open)..<close]
        rest = rest[rest.index(after: close)...]
        let parameters = rest.prefix { $0 != "<" }.lowercased().replacing(" ", with: "")
        if parameters.contains("rel=\"next\"") || parameters.contains("rel=next") {
          return String(target)
        }
      }
    }
    return nil
  }
}
