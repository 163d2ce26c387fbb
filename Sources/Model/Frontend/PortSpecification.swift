import Facts

/// The ports of EXPOSE, as Docker reads `[address:][host:]port[-last][/transport]`.
enum PortSpecification {
  /// The ports as a configuration names them, such as `80/tcp`; nil where the text is none.
  static func ports(_ text: String) -> [String]? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let last = parts.last else { return nil }
    guard let port = PortText.parse(String(last), range: nil) else { return nil }
    if parts.count > 1, !parts[parts.count - 2].isEmpty {
      guard let host = PortText.parse(String(parts[parts.count - 2]), range: nil) else {
        return nil
      }
      let hostCount = host.last - host.number
      if hostCount != port.last - port.number, port.last != port.number { return nil }
    }
    return (port.number...max(port.number, port.last)).map { "\($0)/\(port.transport)" }
  }
}
