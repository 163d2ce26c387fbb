/// The reference of a command in Markdown.
public enum MarkdownPage {
  /// The name of the file that holds it, such as `check.md`; the program's own is named after it.
  public static func fileName(_ path: [CommandDescription]) -> String {
    let names = path.count == 1 ? path[...] : path.dropFirst()
    return names.map(\.name).joined(separator: "-") + ".md"
  }

  /// The whole page of the last command of a path.
  public static func text(_ tree: CommandTree, _ path: [CommandDescription]) -> String {
    guard let command = path.last else { return "" }
    var parts = [
      "# " + path.map(\.name).joined(separator: " "), command.abstract + ".",
      "```\n\(Synopsis.text(path))\n```",
    ]
    parts += Columns.paragraphs(command.discussion)
    parts += commands(path)
    if !command.aliases.isEmpty {
      parts.append(
        "Also called as " + command.aliases.map { "`\($0)`" }.joined(separator: ", ") + ".")
    }
    if !command.arguments.isEmpty {
      parts.append("## Arguments")
      parts.append(
        command.arguments.map { "- `\($0.synopsis)`: \($0.help)." }.joined(separator: "\n"))
    }
    parts += options(tree, path)
    if !command.examples.isEmpty {
      parts.append("## Examples")
      parts += command.examples.map { "\($0.text):\n\n```sh\n\($0.line)\n```" }
    }
    let statuses = command.exitStatuses.isEmpty ? tree.exitStatuses : command.exitStatuses
    if !statuses.isEmpty, command.subcommands.isEmpty || path.count == 1 {
      parts.append("## Exit status")
      parts.append(
        (["| Status | Meaning |", "| --- | --- |"]
          + statuses.map { "| \($0.code) | \(cell($0.meaning)) |" }).joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func commands(_ path: [CommandDescription]) -> [String] {
    guard let command = path.last else { return [] }
    var parts: [String] = []
    var groups: [String] = []
    for next in command.visibleSubcommands where !groups.contains(next.group) {
      groups.append(next.group)
    }
    for group in groups {
      parts.append("## " + group)
      parts.append(
        command.visibleSubcommands.filter { $0.group == group }
          .map { "- [`\($0.name)`](\(fileName(path + [$0]))): \($0.abstract)." }
          .joined(separator: "\n"))
    }
    return parts
  }

  private static func options(_ tree: CommandTree, _ path: [CommandDescription]) -> [String] {
    tree.optionGroups(at: path).flatMap { group in
      ["## " + group.title, group.options.map { item($0, tree, path) }.joined(separator: "\n")]
    }
  }

  private static func item(
    _ option: OptionDescription, _ tree: CommandTree, _ path: [CommandDescription]
  ) -> String {
    let short = option.short.map { "`-\($0)`, " } ?? ""
    var text = "- \(short)`\(Synopsis.long(option))`: \(option.help)."
    if case .list(let separator?) = option.kind {
      text += " Can be given more than once, and takes several values with `\(separator)` between."
    } else if case .list = option.kind {
      text += " Can be given more than once."
    }
    if let value = Synopsis.defaultValue(option) { text += " Default: `\(value)`." }
    if let name = tree.variable(for: option, at: path) { text += " Environment: `\(name)`." }
    if case .choices(let choices) = option.values {
      for choice in choices {
        text += "\n  - `\(choice.name)`" + (choice.help.isEmpty ? "" : ": \(choice.help)")
      }
    }
    return text
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
