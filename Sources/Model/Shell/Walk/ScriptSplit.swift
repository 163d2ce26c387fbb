/// A script cut in two that do the same one after the other, each in a shell of its own.
public struct ScriptSplit: Sendable {
  /// The tokens of the first script.
  public let head: [String]
  /// The tokens that the second one repeats from the start of the first: `set -e` and the like with
  /// the operator behind.
  public let restated: [String]
  /// The tokens of the second script, those repeated included.
  public let tail: [String]

  /// The two scripts on both sides of an operator; nil where something of the first shell is needed
  /// by the second, or where a failure would not end both in the same way.
  ///
  /// - Parameters:
  ///   - tokens: the whole script, see `ShellScript.tokens(of:)`.
  ///   - separator: the index of the `&&` or `;` to cut at.
  ///   - exitsOnError: whether the shell was started with `-e`.
  public init?(_ tokens: [String], at separator: Int, exitsOnError: Bool) {
    guard separator > 0, separator + 1 < tokens.count else { return nil }
    head = Array(tokens[..<separator])
    let rest = Array(tokens[(separator + 1)...])
    let restated = Self.options(of: tokens)
    guard restated.count < separator else { return nil }
    self.restated = restated
    tail = restated + rest
    let work = Array(head[restated.count...])
    if Self.leavesTraces(work) || rest.contains(where: Self.looksBack) { return nil }
    switch tokens[separator] {
    case "&&":
      // One chain from end to end: where a part fails, nothing after it runs and the whole fails.
      let breaks: Set<String> = ["||", ";", "&", "\n", "{", "}", "(", ")"]
      if work.contains(where: breaks.contains) || rest.contains(where: breaks.contains) {
        return nil
      }
    case ";":
      // Statements of which each that fails ends the script.
      let exits = exitsOnError || Self.setsErrexit(restated)
      if !exits || work.contains("&&") || work.contains("||") { return nil }
    default: return nil
    }
  }

  /// The `set` that a script begins with, with the operator behind it.
  private static func options(of tokens: [String]) -> [String] {
    guard tokens.first == "set",
      let end = tokens.firstIndex(where: { [";", "&&"].contains($0) }),
      tokens[1..<end].allSatisfy({
        $0.hasPrefix("-") || $0.hasPrefix("+") || ["pipefail", "errexit", "nounset"].contains($0)
      }), !tokens[1..<end].contains("--")
    else { return [] }
    return Array(tokens[...end])
  }

  private static func setsErrexit(_ tokens: [String]) -> Bool {
    tokens.contains { $0.hasPrefix("-") && $0.contains("e") || $0 == "errexit" }
  }

  private static let traces: Set<String> = [
    "cd", "export", "set", "shopt", "umask", "ulimit", "unset", "alias", "source", ".", "pushd",
    "popd", "trap", "exit", "exec", "eval", "readonly", "local", "declare", "typeset", "read",
    "hash", "function", "()", "(", ")", "{", "}", "&", "\n", "if", "for", "while", "until", "case",
    "|", "coproc", "<<", "<<-",
  ]

  /// Whether the shell that ran these words is another one afterwards.
  private static func leavesTraces(_ tokens: [String]) -> Bool {
    for (index, token) in tokens.enumerated() {
      if traces.contains(token) || token.contains(":=") { return true }
      // An assignment before a command is the command's own.
      let next = index + 1 < tokens.count ? tokens[index + 1] : ";"
      if ["&&", "||", ";"].contains(next), isAssignment(token),
        index == 0 || ["&&", "||", ";"].contains(tokens[index - 1])
          || isAssignment(tokens[index - 1])
      {
        return true
      }
    }
    return false
  }

  private static func isAssignment(_ token: String) -> Bool {
    guard let sign = token.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
    let name = token.utf8[..<sign]
    guard let first = name.first, first == 0x5F || first > 0x39 else { return false }
    return name.allSatisfy {
      $0 == 0x5F || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
    }
  }

  /// Whether a word asks for what the commands before left in the shell.
  private static func looksBack(_ token: String) -> Bool {
    ["$?", "${?}", "$!", "$_", "PIPESTATUS", "OLDPWD"].contains { token.contains($0) }
  }
}
