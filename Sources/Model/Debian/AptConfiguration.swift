/// Settings of apt, as its configuration files have them (apt.conf(5)).
public struct AptConfiguration: Hashable, Sendable {
  private var values: [String: String] = [:]

  /// Nothing set.
  public init() {}

  /// The value of a key such as `Acquire::http::Proxy`, whose case does not count; nil where it is not
  /// set.
  public subscript(key: String) -> String? { values[key.lowercased()] }

  /// Whether a key is set to a word that means yes or no; nil where it is not set.
  public func flag(_ key: String) -> Bool? {
    guard let text = self[key]?.lowercased() else { return nil }
    if ["no", "false", "without", "off", "disable", "0"].contains(text) { return false }
    if ["yes", "true", "with", "on", "enable", "1"].contains(text) { return true }
    return nil
  }

  /// Takes over what a file sets; later values count. Lists and what cannot be understood are passed
  /// over, as only single values are asked for.
  public mutating func add(_ text: [UInt8]) {
    var scopes: [String] = []
    var words: [String] = []
    var pending = ""
    func key(_ name: String) -> String {
      (scopes.filter { !$0.isEmpty } + [name]).joined(separator: "::").lowercased()
    }
    func close() {
      if words.count == 2 { values[key(words[0])] = words[1] }
      words = []
    }
    var rest = text[...]
    func flush() {
      if !pending.isEmpty { words.append(pending) }
      pending = ""
    }
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "#"):
        rest = rest.drop { $0 != 0x0A }
      case UInt8(ascii: "/") where rest.first == byte && pending.isEmpty:
        rest = rest.drop { $0 != 0x0A }
      case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"):
        rest = rest.dropFirst()
        while let next = rest.popFirst(), !(next == UInt8(ascii: "*") && rest.first == byte) {}
        rest = rest.dropFirst()
      case UInt8(ascii: "\""):
        flush()
        let inner = rest.prefix { $0 != byte }
        words.append(String(decoding: inner, as: UTF8.self))
        rest = rest.dropFirst(inner.count + 1)
      case UInt8(ascii: "{"):
        flush()
        scopes.append(words.first ?? "")
        words = []
      case UInt8(ascii: "}"):
        flush()
        close()
        if !scopes.isEmpty { scopes.removeLast() }
      case UInt8(ascii: ";"):
        flush()
        close()
      case 0x20, 0x09, 0x0A, 0x0D: flush()
      default: pending.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    flush()
    close()
  }
}
