import Documents
import Source

/// Reads nodes of a configuration, whose texts may have several lines.
struct ProofReader {
  let document: DocumentReader

  init(_ source: SourceText) { document = DocumentReader(source, "the structure tests") }

  /// A scalar as it was written; nothing reads as an empty text.
  func text(_ node: YAMLNode) throws(Failure) -> String {
    if node.isNull { return "" }
    guard let text = node.text, !text.utf8.contains(0) else {
      throw document.trouble(
        node.range, "a text is expected, and this is \(node.kindName)", "Write a single value")
    }
    return text
  }

  func texts(_ node: YAMLNode) throws(Failure) -> [String] {
    var texts: [String] = []
    for item in try document.items(node) { texts.append(try text(item)) }
    return texts
  }

  func flag(_ node: YAMLNode) throws(Failure) -> Bool { try document.flag(node) }

  func number(_ node: YAMLNode) throws(Failure) -> Int {
    guard let number = node.int else {
      throw document.trouble(
        node.range, "a whole number is expected, and this is \(node.kindName)",
        "Write it in digits")
    }
    return number
  }

  /// Expressions, each of which must be one; what is none is refused at its place.
  func expressions(_ node: YAMLNode) throws(Failure) -> [RegularExpression] {
    var list: [RegularExpression] = []
    for item in try document.items(node) { list.append(try expression(item)) }
    return list
  }

  func expression(_ node: YAMLNode) throws(Failure) -> RegularExpression {
    do throws(Failure) {
      return try RegularExpression(try text(node))
    } catch {
      throw document.trouble(
        node.range, ([error.what] + error.because).joined(separator: ": "), error.hint)
    }
  }

  func variables(_ node: YAMLNode, allowsExpressions: Bool) throws(Failure) -> [ProofVariable] {
    var list: [ProofVariable] = []
    for item in try document.items(node) {
      var key = ""
      var value = ""
      var isExpression = false
      var place = item.range
      let keys = ["key", "value"] + (allowsExpressions ? ["isRegex"] : [])
      for entry in try document.mapping(item, keys: keys) {
        switch entry.key {
        case "key": key = try text(entry.value)
        case "value":
          value = try text(entry.value)
          place = entry.value.range
        default: isExpression = try flag(entry.value)
        }
      }
      if key.isEmpty {
        throw document.trouble(item.range, "a variable has no name", "Add `key: NAME`")
      }
      if isExpression {
        do throws(Failure) { _ = try RegularExpression(value) } catch {
          throw document.trouble(
            place, ([error.what] + error.because).joined(separator: ": "), error.hint)
        }
      }
      list.append(ProofVariable(key: key, value: value, isExpression: isExpression))
    }
    return list
  }

  /// A time such as `10s`, `1m30s`, `500ms`, or seconds as a number.
  func duration(_ node: YAMLNode) throws(Failure) -> Duration {
    if let duration = Duration(proof: try text(node)) { return duration }
    throw document.trouble(
      node.range, "`\(node.text ?? "")` is no time", "Write it as in `10s`, `1m30s` or `500ms`")
  }

  /// Bytes such as `50MB`, `64MiB` or a number.
  func bytes(_ node: YAMLNode) throws(Failure) -> Int64 {
    let text = try text(node)
    let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).trimmingBlanks.lowercased()
    let scales: [String: Double] = [
      "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "kib": 1024,
      "mib": 1_048_576, "gib": 1_073_741_824,
    ]
    guard let value = Double(digits), let scale = scales[unit], value * scale < 1e18 else {
      throw document.trouble(
        node.range, "`\(text)` is no size", "Write it as in `50MB` or `64MiB`")
    }
    return Int64(value * scale)
  }

  /// That a test which others check from outside is not carried out yet.
  func notYet(_ entry: YAMLNode.Entry) -> Failure {
    document.trouble(
      entry.keyRange, "`\(entry.key)` is not carried out yet", "Remove it, or test it elsewhere")
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring { drop { $0 == " " } }
}

extension Duration {
  /// A time as people and Go write it, such as `1m30s`; nil where the text is none.
  public init?(proof text: String) {
    if let seconds = Double(text), seconds > 0, seconds < 1e7 {
      self = .milliseconds(Int64(seconds * 1000))
      return
    }
    var rest = text[...]
    var total = 0.0
    if rest.isEmpty { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      let scales: [Substring: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600]
      guard let value = Double(digits), let scale = scales[unit] else { return nil }
      total += value * scale
    }
    guard total > 0, total < 1e7 else { return nil }
    self = .milliseconds(Int64(total * 1000))
  }
}
