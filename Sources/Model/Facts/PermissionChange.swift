/// What chmod, chown or chgrp is asked to change.
public struct PermissionChange: Sendable {
  /// The mode, or the new owner; nil where it is taken from another file.
  public let subject: CommandUse.Argument?
  /// What is changed.
  public let operands: [CommandUse.Argument]
  /// Whether all below goes with it.
  public let isRecursive: Bool
  /// The permission bits of chmod where they are written as a number.
  public let mode: Int?

  /// What a command is asked to change.
  public init(_ use: CommandUse) {
    var subject: CommandUse.Argument?
    var operands: [CommandUse.Argument] = []
    var takesReference = false
    var isRecursive = false
    var isRest = false
    for argument in use.arguments {
      let text = argument.value ?? argument.prefix
      if !isRest, text == "--" {
        isRest = true
      } else if !isRest, text.hasPrefix("--") {
        if text.hasPrefix("--reference") { takesReference = true }
        if text == "--recursive" { isRecursive = true }
      } else if !isRest, text.hasPrefix("-"), text.utf8.count > 1, Self.isFlags(text, use.program) {
        if text.contains("R") { isRecursive = true }
      } else if subject == nil, !takesReference {
        subject = argument
      } else {
        operands.append(argument)
      }
    }
    self.subject = subject
    self.operands = operands
    self.isRecursive = isRecursive
    mode =
      use.program == "chmod"
      ? subject?.value.flatMap { Self.isOctal($0) ? Int($0, radix: 8) : nil } : nil
  }

  /// Whether a word that begins with a dash holds flags, not a mode such as `-x`.
  private static func isFlags(_ text: String, _ program: String?) -> Bool {
    let letters = program == "chmod" ? "Rcfv" : "RcfvhHLP"
    return text.dropFirst().allSatisfy { letters.contains($0) }
  }

  private static func isOctal(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 5 && text.utf8.allSatisfy { (0x30...0x37).contains($0) }
  }
}
