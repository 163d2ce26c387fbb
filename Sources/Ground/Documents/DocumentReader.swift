public import Source

/// Reads nodes of a YAML document as values, and tells of what is wrong with its place.
public struct DocumentReader: Sendable {
  /// The document.
  public let source: SourceText
  /// What the document is, such as "the specification of a base".
  public let what: String

  /// A reader of a document.
  public init(_ source: SourceText, _ what: String) {
    self.source = source
    self.what = what
  }

  /// What is wrong at a place, as a sentence with what to do about it.
  public func trouble(_ range: SourceRange, _ reason: String, _ hint: String?) -> Failure {
    Failure(
      "cannot understand \(what)", in: source, at: range.lowerBound, because: [reason], hint: hint)
  }

  /// The entries of a mapping, all of whose keys must be known where those are given.
  /// - Throws: `Failure` at what is no mapping, or a key that is not known.
  public func mapping(_ node: YAMLNode, keys: [String]? = nil) throws(Failure) -> [YAMLNode.Entry] {
    if node.isNull { return [] }
    guard let entries = node.entries else {
      throw trouble(node.range, "a mapping is expected, and this is \(node.kindName)", nil)
    }
    if let keys {
      for entry in entries where !keys.contains(entry.key) {
        let nearest = keys.map { ($0, EditDistance.between(Array($0.utf8), Array(entry.key.utf8))) }
          .min { $0.1 < $1.1 }
        let hint =
          if let nearest, nearest.1 <= max(1, entry.key.utf8.count / 3) {
            "Write `\(nearest.0)`"
          } else {
            "Use one of " + keys.map { "`\($0)`" }.joined(separator: ", ")
          }
        throw trouble(entry.keyRange, "`\(entry.key)` is no key that is known here", hint)
      }
    }
    return entries
  }

  /// The values of a list; a single value is a list of one.
  /// - Throws: `Failure` at a mapping.
  public func items(_ node: YAMLNode) throws(Failure) -> [YAMLNode] {
    if node.isNull { return [] }
    if let items = node.items { return items }
    if node.entries != nil {
      throw trouble(node.range, "a list is expected, and this is a mapping", nil)
    }
    return [node]
  }

  /// The texts of a list, or of a single value.
  /// - Throws: `Failure` at what is no text of one line.
  public func texts(_ node: YAMLNode) throws(Failure) -> [String] {
    var texts: [String] = []
    for item in try items(node) { texts.append(try text(item)) }
    return texts
  }

  /// A scalar as it was written.
  /// - Throws: `Failure` at what is no text of one line.
  public func text(_ node: YAMLNode) throws(Failure) -> String {
    guard let text = node.text, !text.utf8.contains(0), !text.contains("\n") else {
      throw trouble(node.range, "a text of one line is expected, and this is \(node.kindName)", nil)
    }
    return text
  }

  /// A truth value.
  /// - Throws: `Failure` at anything else.
  public func flag(_ node: YAMLNode) throws(Failure) -> Bool {
    guard let flag = node.bool else {
      throw trouble(
        node.range, "a truth value is expected, and this is \(node.kindName)",
        "Write `true` or `false`")
    }
    return flag
  }

  /// A whole number from 0.
  /// - Throws: `Failure` at anything else.
  public func count(_ node: YAMLNode) throws(Failure) -> Int64 {
    guard let number = node.int, number >= 0 else {
      throw trouble(node.range, "a whole number is expected, and this is \(node.kindName)", nil)
    }
    return Int64(number)
  }
}
