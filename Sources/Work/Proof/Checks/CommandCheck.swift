import Documents
import Source

/// A program that is run in the image, and what it shall do (`commandTests`).
struct CommandCheck: Sendable {
  var name = ""
  /// The program and its words.
  var words: [String] = []
  /// Commands before it, whose changes of files it sees, and after it.
  var setup: [[String]] = []
  var teardown: [[String]] = []
  var variables: [ProofVariable] = []
  var status = 0
  var expectedOutput: [RegularExpression] = []
  var excludedOutput: [RegularExpression] = []
  var expectedError: [RegularExpression] = []
  var excludedError: [RegularExpression] = []
  var timeout: Duration?

  static let keys = [
    "name", "command", "args", "setup", "teardown", "envVars", "exitCode", "expectedOutput",
    "excludedOutput", "expectedError", "excludedError", "timeout",
  ]

  /// - Parameter isFirstVersion: Whether `command` is a list, as schema 1.0.0 has it.
  init(_ node: YAMLNode, _ reader: ProofReader, isFirstVersion: Bool) throws(Failure) {
    var arguments: [String] = []
    for entry in try reader.document.mapping(node, keys: Self.keys + ["expectedLog"]) {
      let value = entry.value
      switch entry.key {
      case "name": name = try reader.text(value)
      case "command":
        if !isFirstVersion, value.items != nil {
          throw reader.document.trouble(
            value.range, "`command` is a list, as in schema 1.0.0",
            "Write the program here and its words under `args`")
        }
        words = try reader.texts(value)
      case "args": arguments = try reader.texts(value)
      case "setup": setup = try Self.commands(value, reader)
      case "teardown": teardown = try Self.commands(value, reader)
      case "envVars": variables = try reader.variables(value, allowsExpressions: true)
      case "exitCode": status = try reader.number(value)
      case "expectedOutput": expectedOutput = try reader.expressions(value)
      case "excludedOutput": excludedOutput = try reader.expressions(value)
      case "expectedError": expectedError = try reader.expressions(value)
      case "excludedError": excludedError = try reader.expressions(value)
      case "timeout": timeout = try reader.duration(value)
      default: throw reader.notYet(entry)
      }
    }
    words += arguments
    if name.isEmpty { throw reader.document.trouble(node.range, "it has no `name`", "Add one") }
    if words.first?.isEmpty ?? true {
      throw reader.document.trouble(node.range, "it has no `command`", "Add `command: PROGRAM`")
    }
  }

  private static func commands(
    _ node: YAMLNode, _ reader: ProofReader
  ) throws(Failure) -> [[String]] {
    var commands: [[String]] = []
    for item in try reader.document.items(node) {
      let words = try reader.texts(item)
      if !words.isEmpty { commands.append(words) }
    }
    return commands
  }
}
