public import Source

/// A paragraph of a control file: fields with their values, in order (deb822(5)).
public struct ControlParagraph: Hashable, Sendable {
  /// A field.
  public struct Field: Hashable, Sendable {
    /// The name as it was written; names are compared without regard to case.
    public let name: String
    /// The value: its first line without the blanks around it, then each further line as it stands,
    /// without the blank at its front, after a line break. A line of a single `.` is an empty one.
    public let value: String
    /// The line that the field begins at, from 1.
    public let line: Int

    /// A field from its parts.
    public init(_ name: String, _ value: String, line: Int) {
      self.name = name
      self.value = value
      self.line = line
    }
  }

  /// The fields, in order.
  public let fields: [Field]

  /// A paragraph of fields.
  public init(_ fields: [Field]) { self.fields = fields }

  /// The value of a field; nil where there is none.
  public subscript(name: String) -> String? { field(name)?.value }

  /// A field by its name; nil where there is none.
  public func field(_ name: String) -> Field? {
    fields.first { $0.name == name } ?? fields.first { $0.name.lowercased() == name.lowercased() }
  }

  /// The words of a field, parted by blanks and line breaks.
  public func words(_ name: String) -> [String] {
    (self[name] ?? "").split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
  }

  /// Reads all paragraphs of a file. Lines that begin with `#` are comments.
  /// - Throws: `Failure` with the line where the text is no control file.
  public static func parse(_ source: SourceText) throws(Failure) -> [ControlParagraph] {
    var paragraphs: [ControlParagraph] = []
    var fields: [Field] = []
    var name = ""
    var value = ""
    var start = 0
    func closeField() {
      if !name.isEmpty { fields.append(Field(name, value, line: start)) }
      name = ""
    }
    var number = 0
    var offset = 0
    for raw in source.bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      defer { offset += raw.count + 1 }
      number += 1
      let line = raw.last == 0x0D ? raw.dropLast() : raw
      if line.first == UInt8(ascii: "#") { continue }
      if line.allSatisfy(isBlank) {
        closeField()
        if !fields.isEmpty { paragraphs.append(ControlParagraph(fields)) }
        fields = []
        continue
      }
      if isBlank(line[line.startIndex]) {
        if name.isEmpty {
          throw Failure(
            "cannot read `\(source.name)`", in: source, at: offset,
            because: ["the line goes on with no field before it"])
        }
        let rest = line.dropFirst()
        value += "\n" + (rest.elementsEqual([0x2E]) ? "" : text(rest))
        continue
      }
      closeField()
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
      else {
        throw Failure(
          "cannot read `\(source.name)`", in: source, at: offset,
          because: ["a line is neither a field, `Name: value`, nor the rest of one"])
      }
      name = text(line[..<colon])
      value = text(trimmed(line[(colon + 1)...]))
      start = number
    }
    closeField()
    if !fields.isEmpty { paragraphs.append(ControlParagraph(fields)) }
    return paragraphs
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop(while: isBlank)
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes
  }
}
