import Documents
import Source

/// What a file shall hold and not hold (`fileContentTests`).
struct ContentCheck: Sendable {
  var name = ""
  var path = ""
  var expected: [RegularExpression] = []
  var excluded: [RegularExpression] = []

  static let keys = ["name", "path", "expectedContents", "excludedContents"]

  init(_ node: YAMLNode, _ reader: ProofReader) throws(Failure) {
    for entry in try reader.document.mapping(node, keys: Self.keys) {
      switch entry.key {
      case "name": name = try reader.text(entry.value)
      case "path": path = try reader.text(entry.value)
      case "expectedContents": expected = try reader.expressions(entry.value)
      default: excluded = try reader.expressions(entry.value)
      }
    }
    if name.isEmpty { throw reader.document.trouble(node.range, "it has no `name`", "Add one") }
    if path.isEmpty { throw reader.document.trouble(node.range, "it has no `path`", "Add one") }
  }

  func result(_ image: ProvenImage) -> ProofResult {
    var result = ProofResult("File Content Test: \(name)")
    do throws(Failure) {
      let text = String(decoding: try image.content(path), as: UTF8.self)
      result.compare(text, path, expected, excluded)
    } catch {
      result.add(
        path, expected: "a regular file",
        seen: ([error.what] + error.because).joined(separator: ": "))
    }
    return result
  }
}

extension ProofResult {
  /// Compares a text to what shall be in it and what not.
  mutating func compare(
    _ text: String, _ what: String, _ expected: [RegularExpression], _ excluded: [RegularExpression]
  ) {
    for expression in expected where !expression.matches(text) {
      add(what, expected: "a match of `\(expression.text)`", seen: ProofResult.excerpt(text))
    }
    for expression in excluded where expression.matches(text) {
      add(what, expected: "no match of `\(expression.text)`", seen: ProofResult.excerpt(text))
    }
  }

  /// The start of a text, as it can be shown on a line.
  static func excerpt(_ text: String) -> String {
    if text.isEmpty { return "nothing" }
    let shown = text.prefix(200).replacing("\n", with: "⏎")
    return "`\(shown)\(text.count > 200 ? "…" : "")`"
  }
}
