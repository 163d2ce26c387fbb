/// Prints the tree in the form of BuildKit's parser tests: one s-expression an instruction.
extension DockerfileSyntax {
  /// The instructions as s-expressions, each on a line.
  public func dump() -> String {
    instructions.map { $0.dump() + "\n" }.joined()
  }
}

extension Instruction {
  fileprivate func dump() -> String {
    var text = "(" + keyword.value.lowercased()
    if !flags.isEmpty {
      text += " [" + flags.map { GoText.quoted($0.text) }.joined(separator: " ") + "]"
    }
    switch kind {
    case nil: break
    case .onbuild:
      if case .onbuild(let trigger) = body { text += " " + trigger.dump() }
    case .env, .label:
      for pair in pairs {
        text += " \(GoText.quoted(pair.key.value)) \(GoText.quoted(pair.value?.value ?? "")) "
        text += pair.isLegacy ? "\"\"" : "\"=\""
      }
    default:
      for argument in arguments { text += " " + GoText.quoted(argument.value) }
    }
    return text + ")"
  }
}
