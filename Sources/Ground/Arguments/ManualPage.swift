/// The manual of a command in the language of `man` (man(7)).
public enum ManualPage {
  /// The name of the file that holds it, such as `hardstand-check.1`.
  public static func fileName(_ path: [CommandDescription]) -> String {
    path.map(\.name).joined(separator: "-") + ".1"
  }

  /// The whole page of the last command of a path.
  public static func text(_ tree: CommandTree, _ path: [CommandDescription]) -> String {
    guard let command = path.last else { return "" }
    let name = path.map(\.name).joined(separator: "-")
    let program = tree.root.name
    var lines = [
      #".TH "\#(escaped(name.uppercased()))" 1 "" "\#(escaped(program + " " + tree.version))" "\#(escaped(program)) manual""#,
      ".SH NAME", #"\#(escaped(name)) \- \#(escaped(command.abstract))"#, ".SH SYNOPSIS",
      ".B " + escaped(path.map(\.name).joined(separator: " ")),
    ]
    var words = ["[OPTIONS]"] + command.arguments.map(\.synopsis)
    if !command.subcommands.isEmpty { words.insert("COMMAND", at: 1) }
    lines.append(escaped(words.joined(separator: " ")))
    lines.append(".SH DESCRIPTION")
    lines.append(escapedLine(command.abstract + "."))
    for paragraph in Columns.paragraphs(command.discussion) {
      lines += [".PP", escapedLine(paragraph)]
    }
    if !command.visibleSubcommands.isEmpty {
      lines.append(".SH COMMANDS")
      for next in command.visibleSubcommands {
        lines += [".TP", #".B \#(escaped(next.name))"#, escapedLine(next.abstract + ".")]
      }
    }
    if !command.arguments.isEmpty {
      lines.append(".SH ARGUMENTS")
      for argument in command.arguments {
        lines += [".TP", #".I \#(escaped(argument.synopsis))"#, escapedLine(argument.help + ".")]
      }
    }
    lines += options(tree, path)
    lines += environment(tree, path)
    lines += exitStatus(tree, command)
    lines += examples(command)
    lines += seeAlso(path)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func options(_ tree: CommandTree, _ path: [CommandDescription]) -> [String] {
    guard let command = path.last else { return [] }
    var lines = [".SH OPTIONS"]
    for option in command.options + tree.globalOptions where !option.isHidden {
      let short = option.short.map { "-\($0), " } ?? ""
      lines += [
        ".TP", #"\fB\#(escaped(short + Synopsis.long(option)))\fR"#,
        escapedLine(Synopsis.help(option) + "."),
      ]
      guard case .choices(let choices) = option.values else { continue }
      for choice in choices where !choice.help.isEmpty {
        lines += [
          ".RS", ".TP", ".B " + escaped(choice.name), escapedLine(choice.help + "."), ".RE",
        ]
      }
    }
    return lines
  }

  private static func environment(_ tree: CommandTree, _ path: [CommandDescription]) -> [String] {
    guard let command = path.last else { return [] }
    var lines: [String] = []
    for option in command.options + tree.globalOptions where !option.isHidden {
      guard let name = tree.variable(for: option, at: path) else { continue }
      lines += [
        ".TP", ".B " + escaped(name),
        escapedLine("Stands for --\(option.long) where it is not given."),
      ]
    }
    return lines.isEmpty ? [] : [".SH ENVIRONMENT"] + lines
  }

  private static func exitStatus(_ tree: CommandTree, _ command: CommandDescription) -> [String] {
    let statuses = command.exitStatuses.isEmpty ? tree.exitStatuses : command.exitStatuses
    if statuses.isEmpty { return [] }
    return [".SH EXIT STATUS"]
      + statuses.flatMap { [".TP", ".B " + escaped($0.code), escapedLine($0.meaning + ".")] }
  }

  private static func examples(_ command: CommandDescription) -> [String] {
    if command.examples.isEmpty { return [] }
    return [".SH EXAMPLES"]
      + command.examples.flatMap {
        [".TP", #"\fB\#(escaped($0.line))\fR"#, escapedLine($0.text + ".")]
      }
  }

  private static func seeAlso(_ path: [CommandDescription]) -> [String] {
    guard let command = path.last else { return [] }
    let program = path[0].name
    var pages = command.visibleSubcommands.map { next in
      (path + [next]).map(\.name).joined(separator: "-")
    }
    if path.count > 1 { pages.insert(path.dropLast().map(\.name).joined(separator: "-"), at: 0) }
    if pages.isEmpty { pages = [program] }
    let references = pages.map { #"\fB\#(escaped($0))\fR(1)"# }
    return [".SH SEE ALSO", references.joined(separator: ",\n")]
  }

  /// Text that can begin a line: a dot or quote there would be a request.
  private static func escapedLine(_ text: String) -> String {
    let text = escaped(text)
    return text.hasPrefix(".") || text.hasPrefix("'") ? #"\&"# + text : text
  }

  /// Text with its backslashes, dashes and quotes as `man` wants them.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += #"\e"#
      case "-": result += #"\-"#
      case "\"": result += #"\(dq"#
      case "`": result += #"\(ga"#
      case "'": result += #"\(aq"#
      case "\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
