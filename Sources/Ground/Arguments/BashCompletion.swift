/// The script for GNU Bash; it needs neither version 4 nor the bash-completion package.
struct BashCompletion {
  let tree: CommandTree

  private var name: String { tree.root.name }

  var text: String {
    """
    # Completion of \(name) for bash, made by `\(name) completions bash`.

    _\(name)_words() {
      local IFS=$'\\n'
      COMPREPLY=($(compgen -W "$1" -- "$current"))
    }

    # Several values with commas between: only the last one is completed.
    _\(name)_list() {
      local before="" IFS=$'\\n'
      case "$current" in *,*) before="${current%,*},"; current="${current##*,}" ;; esac
      COMPREPLY=($(compgen -P "$before" -W "$1" -- "$current"))
    }

    _\(name)_files() {
      local IFS=$'\\n'
      compopt -o filenames 2>/dev/null
      COMPREPLY=($(compgen "$1" -- "$current"))
    }

    _\(name)_ask() {
      "${COMP_WORDS[0]}" complete "$1" 2>/dev/null | cut -f 1
    }

    _\(name)() {
      local current="${COMP_WORDS[COMP_CWORD]}" option="" command="" word index
      COMPREPLY=()
      for ((index = 1; index < COMP_CWORD; index++)); do
        word="${COMP_WORDS[index]}"
        case "$command $word" in
    \(indented(commandCases, 6))
          \(valueSpellings))
            if [ "${COMP_WORDS[index + 1]}" = "=" ]; then index=$((index + 1)); fi
            index=$((index + 1))
            ;;
        esac
      done
      if [ "$current" = "=" ]; then
        option="${COMP_WORDS[COMP_CWORD - 1]}"
        current=""
      elif [ "${COMP_WORDS[COMP_CWORD - 1]}" = "=" ]; then
        option="${COMP_WORDS[COMP_CWORD - 2]}"
      else
        option="${COMP_WORDS[COMP_CWORD - 1]}"
      fi
      case "$command $option" in
    \(indented(valueCases, 4))
      esac
      if [ "${current#-}" != "$current" ]; then
        case "$command" in
    \(indented(optionCases, 6))
        esac
        return
      fi
      case "$command" in
    \(indented(wordCases, 4))
      esac
    }

    complete -F _\(name) \(name)

    """
  }

  private func words(_ path: [CommandDescription]) -> String {
    path.dropFirst().map(\.name).joined(separator: "/")
  }

  private var commandCases: [String] {
    tree.visiblePaths.dropFirst().map { path in
      let above = words(path.dropLast())
      let spellings = [path[path.count - 1].name] + path[path.count - 1].aliases
      let patterns = spellings.map { "\"\(above) \($0)\"" }.joined(separator: " | ")
      return "\(patterns)) command=\"\(words(path))\" ;;"
    }
  }

  private var valueSpellings: String {
    let spellings = tree.valueSpellings
    return spellings.isEmpty ? "\"* -\"" : spellings.map { "*\" \($0)\"" }.joined(separator: " | ")
  }

  private var valueCases: [String] {
    var lines: [String] = []
    for path in tree.visiblePaths {
      for option in path[path.count - 1].options where !option.isHidden {
        add(option, "\"\(words(path)) ", to: &lines)
      }
    }
    for option in tree.globalOptions where !option.isHidden { add(option, "*\" ", to: &lines) }
    return lines
  }

  private func add(_ option: OptionDescription, _ prefix: String, to lines: inout [String]) {
    if option.kind == .flag || option.kind == .negatableFlag { return }
    let patterns = option.spellings.map { "\(prefix)\($0)\"" }.joined(separator: " | ")
    let isList = option.kind == .list(separator: ",")
    lines.append("\(patterns)) \(action(option.values, isList: isList)); return ;;")
  }

  private func action(_ values: ValueSet, isList: Bool = false) -> String {
    let function = isList ? "_\(name)_list" : "_\(name)_words"
    switch values {
    case .text, .integer: return ":"
    case .file, .path: return "_\(name)_files -f"
    case .folder: return "_\(name)_files -d"
    case .choices(let choices):
      return function + " $'" + choices.map(\.name).joined(separator: "\\n") + "'"
    case .dynamic(let kind): return "\(function) \"$(_\(name)_ask \(kind))\""
    }
  }

  private var optionCases: [String] {
    tree.visiblePaths.map { path in
      let spellings = tree.completedOptions(at: path).flatMap(\.spellings)
      return "\"\(words(path))\") _\(name)_words $'\(spellings.joined(separator: "\\n"))' ;;"
    }
  }

  private var wordCases: [String] {
    tree.visiblePaths.compactMap { path in
      let command = path[path.count - 1]
      let action: String
      if !command.visibleSubcommands.isEmpty {
        let names = command.visibleSubcommands.map(\.name).joined(separator: "\\n")
        action = "_\(name)_words $'\(names)'"
      } else if let argument = command.arguments.last {
        action = self.action(argument.values)
      } else {
        return nil
      }
      return "\"\(words(path))\") \(action) ;;"
    }
  }

  private func indented(_ lines: [String], _ spaces: Int) -> String {
    let margin = String(repeating: " ", count: spaces)
    return lines.map { margin + $0 }.joined(separator: "\n")
  }
}
