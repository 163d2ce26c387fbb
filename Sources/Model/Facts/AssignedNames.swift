public import Shell

/// The variables that a script may set.
public enum AssignedNames {
  /// The names that assignments, loops and builtins of a script name, nested scripts included.
  public static func of(_ script: ShellScript) -> Set<String> {
    var visitor = Visitor()
    script.accept(&visitor)
    return visitor.names
  }

  /// Whether a script may set variables that it does not name: it runs a file or a text of its own
  /// as part of itself.
  public static func isOpen(_ script: ShellScript) -> Bool {
    var isOpen = false
    script.forEachCommand { command, _ in
      if let name = command.name?.text, name == "." || name == "source" || name == "eval" {
        isOpen = true
      }
    }
    return isOpen
  }

  private struct Visitor: ShellVisitor {
    var names: Set<String> = []

    mutating func visit(_ command: Command, _ context: CommandContext) {
      switch command {
      case .for(let loop): names.insert(loop.variable)
      case .simple(let simple):
        if simple.words.isEmpty {
          for assignment in simple.assignments { names.insert(assignment.name) }
        }
        switch simple.name?.text {
        case "read", "mapfile", "readarray", "getopts", "printf":
          for word in simple.arguments where !word.text.hasPrefix("-") {
            if let name = word.literal { names.insert(name) }
          }
        case "export", "declare", "local", "readonly", "typeset", "unset":
          for word in simple.arguments {
            let text = word.literalPrefix
            names.insert(String(text.prefix { $0 != "=" && $0 != "+" }))
          }
        case ".", "source":
          // A sourced file may set anything; the usual one names the distribution.
          names.formUnion([
            "ID", "VERSION_ID", "VERSION_CODENAME", "ID_LIKE", "NAME", "VERSION", "PRETTY_NAME",
            "UBUNTU_CODENAME",
          ])
        default: break
        }
      default: break
      }
    }

    mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {
      if parameter.operator == .assignIfUnset || parameter.operator == .assignIfEmpty {
        names.insert(parameter.name)
      }
    }
  }
}
