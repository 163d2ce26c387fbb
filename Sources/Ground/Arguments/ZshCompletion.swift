/// The script for the Z shell: one function a command, built on `_arguments`.
struct ZshCompletion {
  let tree: CommandTree

  private var name: String { tree.root.name }

  var text: String {
    let functions = tree.visiblePaths.reversed().map { function($0) }.joined(separator: "\n\n")
    return """
      #compdef \(name)
      # Completion of \(name) for zsh, made by `\(name) completions zsh`.

      # The kind of words stands last, behind what the completion system adds.
      _\(name)_ask() {
        local kind="$argv[-1]"
        local -a rows words
        rows=("${(@f)$(\(name) complete "$kind" 2>/dev/null)}")
        words=("${(@)rows%%$'\t'*}")
        rows=("${(@)rows/$'\t'/  -- }")
        compadd "${(@)argv[1,-2]}" -l -d rows -a words
      }

      \(functions)

      if [ "$funcstack[1]" = "_\(name)" ]; then
        _\(name) "$@"
      else
        compdef _\(name) \(name)
      fi

      """
  }

  private func functionName(_ path: [CommandDescription]) -> String {
    "_" + path.map(\.name).joined(separator: "_")
  }

  private func function(_ path: [CommandDescription]) -> String {
    let command = path[path.count - 1]
    var rows = tree.completedOptions(at: path).flatMap { option in
      specifications(option)
    }
    var tail = ""
    if command.visibleSubcommands.isEmpty {
      rows += command.arguments.enumerated().map { index, argument in
        let place =
          argument.isVariadic ? "*" : argument.isRequired ? "\(index + 1)" : "\(index + 1):"
        return quoted("\(place):\(clean(argument.name)):\(action(argument.values))")
      }
    } else {
      rows += [quoted("1: :->command"), quoted("*:: :->rest")]
      tail = "\n" + subcommands(path)
    }
    let list = rows.map { "    \($0)" }.joined(separator: " \\\n")
    return """
      \(functionName(path))() {
        local curcontext="$curcontext" state line
        typeset -A opt_args
        _arguments -C -s -S \\
      \(list)\(tail)
      }
      """
  }

  private func subcommands(_ path: [CommandDescription]) -> String {
    let commands = path[path.count - 1].visibleSubcommands
    let rows = commands.map { "        " + quoted("\(clean($0.name)):\($0.abstract)") }
    let cases = commands.map { next in
      let patterns = ([next.name] + next.aliases).joined(separator: "|")
      return "        \(patterns)) \(functionName(path + [next])) ;;"
    }
    return """
        case "$state" in
          command)
            local -a commands
            commands=(
      \(rows.joined(separator: "\n"))
            )
            _describe -t commands command commands
            ;;
          rest)
            case "$line[1]" in
      \(cases.joined(separator: "\n"))
            esac
            ;;
        esac
      """
  }

  private func specifications(_ option: OptionDescription) -> [String] {
    let help = "[" + clean(option.help) + "]"
    let value = ":" + clean(option.valueName) + ":" + action(option.values, of: option)
    return option.spellings.map { spelling in
      let isShort = !spelling.hasPrefix("--")
      switch option.kind {
      case .flag, .negatableFlag: return quoted(exclusion(option) + spelling + help)
      case .value:
        return quoted(exclusion(option) + spelling + (isShort ? "+" : "=") + help + value)
      case .list: return quoted("*" + spelling + (isShort ? "+" : "=") + help + value)
      case .optionalValue:
        return quoted(
          exclusion(option) + spelling + (isShort ? "" : "=-") + help + (isShort ? "" : ":" + value)
        )
      }
    }
  }

  private func exclusion(_ option: OptionDescription) -> String {
    option.spellings.count > 1 ? "(" + option.spellings.joined(separator: " ") + ")" : ""
  }

  private func action(_ values: ValueSet, of option: OptionDescription? = nil) -> String {
    let isList = option?.kind == .list(separator: ",")
    switch values {
    case .text, .integer: return " "
    case .file, .path: return "_files"
    case .folder: return "_files -/"
    case .choices(let choices):
      let names = choices.map(\.name).joined(separator: " ")
      return isList ? "_values -s , \(clean(option?.valueName ?? "")) \(names)" : "(\(names))"
    // Behind the dash stands what `_sequence` keeps behind the words of its own.
    case .dynamic(let kind):
      return isList ? "_sequence _\(name)_ask - \(kind)" : "_\(name)_ask \(kind)"
    }
  }

  /// Text inside of a specification, where brackets and colons have a meaning.
  private func clean(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]:\\".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
