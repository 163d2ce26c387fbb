/// The name of an input in the forms that formats want.
struct FileName {
  let name: String

  init(_ name: String) { self.name = name }

  /// The name without a leading `./`.
  var path: String {
    var rest = name[...]
    while rest.hasPrefix("./"), rest.utf8.count > 2 {
      rest = rest.dropFirst(2).drop { $0 == "/" }
    }
    return rest.isEmpty ? name : String(rest)
  }

  /// Whether it begins at the root of the file system.
  var isAbsolute: Bool { name.hasPrefix("/") }

  /// The name as a URI reference (RFC 3986): relative, or a `file` URI where it is absolute.
  var uri: String {
    (isAbsolute ? "file://" : "") + Self.percentEncoded(path)
  }

  /// A path with all but unreserved characters and slashes percent-encoded.
  static func percentEncoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += "%"
        result.unicodeScalars.append(digits[Int(byte >> 4)])
        result.unicodeScalars.append(digits[Int(byte & 0xF)])
      }
    }
    return result
  }
}
