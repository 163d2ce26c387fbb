/// Words as a JSON array of a Dockerfile.
enum JSONText {
  /// The array.
  static func array(_ words: [String]) -> String {
    "[" + words.map(string).joined(separator: ", ") + "]"
  }

  /// A string with its quotes.
  static func string(_ word: String) -> String {
    var result = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
