/// The script for fish: one `complete` line an option or word.
struct FishCompletion {
  let tree: CommandTree

  private var name: String { tree.root.name }

  var text: String {
    """
    # Completion of \(name) for fish, made by `\(name) completions fish`.

    function __\(name)_path
        set -l path
        set -l skip 0
        for word in (commandline -opc)[2..-1]
            if test $skip = 1
                set skip 0
                continue
            end
            switch "$path $word"
    \(commandCases)
                case \(valueSpellings)
                    set skip 1
            end
        end
        echo "$path"
    end

    function __\(name)_at
        set -l path (__\(name)_path)
        test "$path" = "$argv[1]"
    end

    # Several values with commas between: only the last one is completed.
    function __\(name)_list
        set -l before (string match -r '^.*,' -- (commandline -ct | string replace -r '^--[^=]*=' ''))
        for word in $argv
            echo "$before$word"
        end
    end

    complete -c \(name) -f
    \(completions.joined(separator: "\n"))

    """
  }

  private func words(_ path: [CommandDescription]) -> String {
    path.dropFirst().map(\.name).joined(separator: "/")
  }

  private var commandCases: String {
    tree.visiblePaths.dropFirst().map { path in
      let above = words(path.dropLast())
      let command = path[path.count - 1]
      let patterns = ([command.name] + command.aliases).map { quoted("\(above) \($0)") }
      return """
                    case \(patterns.joined(separator: " "))
                        set path \(quoted(words(path)))
        """
    }.joined(separator: "\n")
  }

  private var valueSpellings: String {
    let spellings = tree.valueSpellings
    return spellings.isEmpty ? "'* -'" : spellings.map { quoted("* " + $0) }.joined(separator: " ")
  }

  private var completions: [String] {
    var rows: [String] = []
    for path in tree.visiblePaths {
      let command = path[path.count - 1]
      let start = "complete -c \(name) -n \(quoted("__\(name)_at \(quoted(words(path)))"))"
      for next in command.visibleSubcommands {
        rows.append("\(start) -a \(quoted(next.name)) -d \(quoted(next.abstract))")
      }
      for option in command.options where !option.isHidden { rows += lines(for: option, start) }
      if command.visibleSubcommands.isEmpty, let argument = command.arguments.last {
        if let values = words(argument.values) { rows.append("\(start) \(values)") }
      }
    }
    for option in tree.globalOptions where !option.isHidden {
      rows += lines(for: option, "complete -c \(name)")
    }
    return rows
  }

  private func lines(for option: OptionDescription, _ start: String) -> [String] {
    var line =
      start
      + option.spellings.map { spelling in
        spelling.hasPrefix("--") ? " -l \(spelling.dropFirst(2))" : " -s \(spelling.dropFirst())"
      }.joined()
    if option.takesNextWord {
      let isList = option.kind == .list(separator: ",")
      line += " -r" + (words(option.values, isList: isList).map { " " + $0 } ?? " -x")
    }
    return [line + " -d " + quoted(option.help)]
  }

  private func words(_ values: ValueSet, isList: Bool = false) -> String? {
    let list = isList ? "__\(name)_list " : ""
    switch values {
    case .text, .integer: return nil
    case .file, .path: return "-F"
    case .folder: return "-x -a '(__fish_complete_directories)'"
    case .choices(let choices):
      if isList {
        return "-x -a " + quoted("(\(list)\(choices.map(\.name).joined(separator: " ")))")
      }
      let rows = choices.map { $0.help.isEmpty ? $0.name : $0.name + "\\t" + quoted($0.help) }
      return "-x -a " + quoted(rows.joined(separator: " "))
    case .dynamic(let kind):
      let call = "(\(name) complete \(kind))"
      return "-x -a " + quoted(isList ? "(\(list)\(call))" : call)
    }
  }

  /// Text in single quotes, in which fish knows only the quote and the backslash.
  private func quoted(_ text: String) -> String {
    var result = "'"
    for character in text {
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "'"
  }
}
