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
      text += " [" + flags.map { quoted($0.text) }.joined(separator: " ") + "]"
    }
    switch kind {
    case nil: break
    case .onbuild:
      if case .onbuild(let trigger) = body { text += " " + trigger.dump() }
    case .env, .label:
      for pair in pairs {
        text += " \(quoted(pair.key.value)) \(quoted(pair.value?.value ?? "")) "
        text += pair.isLegacy ? "\"\"" : "\"=\""
      }
    default:
      for argument in arguments { text += " " + quoted(argument.value) }
    }
    return text + ")"
  }

  /// The text in double quotes with Go's escapes.
  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{07}": result += "\\a"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0B}": result += "\\v"
      default:
        if isPrintable(scalar) {
          result.unicodeScalars.append(scalar)
        } else if scalar.value < 0x80 {
          result += "\\x" + hexadecimal(scalar.value, 2)
        } else if scalar.value < 0x10000 {
          result += "\\u" + hexadecimal(scalar.value, 4)
        } else {
          result += "\\U" + hexadecimal(scalar.value, 8)
        }
      }
    }
    return result + "\""
  }

  private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }

  private func hexadecimal(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
