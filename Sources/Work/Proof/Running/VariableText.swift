import Documents

/// Variables of the image in the texts of tests, as `$NAME` and `${NAME}`.
///
/// `$$` is a dollar sign. A name that is not set stays as it is written, so that a shell which runs in
/// the container still sees it.
struct VariableText {
  private var values: [String: String] = [:]

  init(_ environment: [String]) {
    for entry in environment {
      guard let sign = entry.firstIndex(of: "=") else { continue }
      values[String(entry[..<sign])] = String(entry[entry.index(after: sign)...])
    }
  }

  func expanded(_ text: String) -> String {
    guard text.contains("$") else { return text }
    var result = ""
    var rest = text[...]
    while let first = rest.first {
      rest.removeFirst()
      guard first == "$" else {
        result.append(first)
        continue
      }
      if rest.first == "$" {
        rest.removeFirst()
        result += "$"
        continue
      }
      let isBraced = rest.first == "{"
      let body = isBraced ? rest.dropFirst() : rest
      let name = body.prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_"
      }
      let after = body[name.endIndex...]
      let isComplete = !name.isEmpty && (!isBraced || after.first == "}")
      guard isComplete, let value = values[String(name)] else {
        result += "$"
        continue
      }
      result += value
      rest = isBraced ? after.dropFirst() : after
    }
    return result
  }
}
