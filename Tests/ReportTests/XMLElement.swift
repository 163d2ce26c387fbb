/// An element of a small XML document, read strictly: what the reader does not know is an error.
struct XMLElement {
  var name = ""
  var attributes: [String: String] = [:]
  var children: [XMLElement] = []
  var text = ""

  struct Malformed: Error {
    let what: String
    let offset: Int
  }

  /// The root element of a document.
  init(document: String) throws {
    var reader = Reader(scalars: Array(document.unicodeScalars))
    self = try reader.document()
  }

  fileprivate init() {}

  private struct Reader {
    let scalars: [Unicode.Scalar]
    var at = 0

    mutating func document() throws -> XMLElement {
      for scalar in scalars where !Self.isAllowed(scalar) {
        throw Malformed(what: "U+\(String(scalar.value, radix: 16)) is not allowed", offset: at)
      }
      try expect("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
      skipSpace()
      let root = try element()
      skipSpace()
      guard at == scalars.count else { throw problem("text after the root") }
      return root
    }

    /// The production `Char` of XML 1.0.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
      default: false
      }
    }

    mutating func element() throws -> XMLElement {
      var element = XMLElement()
      try expect("<")
      element.name = try name()
      while peek != ">" && peek != "/" {
        guard peek == " " else { throw problem("no space before an attribute") }
        skipSpace()
        let key = try name()
        try expect("=\"")
        guard element.attributes[key] == nil else { throw problem("attribute \(key) twice") }
        element.attributes[key] = try text(until: "\"")
        try expect("\"")
      }
      if peek == "/" {
        try expect("/>")
        return element
      }
      try expect(">")
      while true {
        element.text += try text(until: "<")
        if at + 1 < scalars.count, scalars[at + 1] == "/" { break }
        element.children.append(try self.element())
      }
      try expect("</\(element.name)>")
      return element
    }

    mutating func text(until end: Unicode.Scalar) throws -> String {
      var result = String.UnicodeScalarView()
      while let scalar = peek, scalar != end {
        if scalar == "<" || scalar == ">" { throw problem("a bare bracket") }
        at += 1
        guard scalar == "&" else {
          result.append(scalar)
          continue
        }
        var name = ""
        while let next = peek, next != ";" {
          name.unicodeScalars.append(next)
          at += 1
        }
        try expect(";")
        let known: [String: Unicode.Scalar] = [
          "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
        ]
        let number = name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let decoded = known[name] ?? number.flatMap(Unicode.Scalar.init),
          Self.isAllowed(decoded)
        else { throw problem("the reference \(name)") }
        result.append(decoded)
      }
      return String(result)
    }

    var peek: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    mutating func name() throws -> String {
      var name = ""
      while let scalar = peek, scalar.properties.isAlphabetic {
        name.unicodeScalars.append(scalar)
        at += 1
      }
      if name.isEmpty { throw problem("no name") }
      return name
    }

    mutating func skipSpace() {
      while let scalar = peek, scalar == " " || scalar == "\n" { at += 1 }
    }

    mutating func expect(_ text: String) throws {
      for scalar in text.unicodeScalars {
        guard peek == scalar else { throw problem("no \(text)") }
        at += 1
      }
    }

    func problem(_ what: String) -> Malformed { Malformed(what: what, offset: at) }
  }
}
