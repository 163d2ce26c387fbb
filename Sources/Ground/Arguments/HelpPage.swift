/// The help of a command as text for a screen.
public struct HelpPage {
  private let tree: CommandTree
  private let path: [CommandDescription]
  private let columns: Int
  private let heading: (String) -> String

  /// The help of the last command of a path.
  /// - Parameters:
  ///   - tree: The tree that holds the command.
  ///   - path: The way from the root to it.
  ///   - columns: The width to keep to, at least 40.
  ///   - heading: How titles look; as they are, unless given.
  public init(
    _ tree: CommandTree, _ path: [CommandDescription], columns: Int = 80,
    heading: @escaping (String) -> String = { $0 }
  ) {
    self.tree = tree
    self.path = path
    self.columns = max(40, columns)
    self.heading = heading
  }

  /// The whole page, ending with a newline.
  public var text: String {
    guard let command = path.last else { return "" }
    var parts: [String] = [
      Columns.wrap(command.abstract + ".", columns: columns).joined(separator: "\n"),
      usage(command),
    ]
    parts += commandLists(command)
    let arguments = command.arguments.filter { !$0.help.isEmpty }
    if !arguments.isEmpty {
      parts.append(list("Arguments", arguments.map { ($0.synopsis, $0.help) }))
    }
    parts += optionLists
    if !command.examples.isEmpty { parts.append(examples(command)) }
    if !command.visibleSubcommands.isEmpty {
      parts.append(
        "Run `\(name) \(path.count == 1 ? "help COMMAND" : "COMMAND --help")` for more on a command."
      )
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var name: String { path.map(\.name).joined(separator: " ") }

  private func usage(_ command: CommandDescription) -> String {
    let title = "Usage:"
    let lines = Columns.wrap(
      Synopsis.text(path), columns: columns - title.count - 1, hanging: 4)
    let margin = String(repeating: " ", count: title.count + 1)
    return heading(title) + " " + lines.joined(separator: "\n" + margin)
  }

  private func commandLists(_ command: CommandDescription) -> [String] {
    var groups: [(title: String, rows: [(String, String)])] = []
    for next in command.visibleSubcommands {
      let row = (next.name, next.abstract)
      if let index = groups.firstIndex(where: { $0.title == next.group }) {
        groups[index].rows.append(row)
      } else {
        groups.append((next.group, [row]))
      }
    }
    let width = command.visibleSubcommands.map(\.name.count).max() ?? 0
    return groups.map { list($0.title, $0.rows, width: width) }
  }

  private var optionLists: [String] {
    tree.optionGroups(at: path).map { group in
      list(group.title, group.options.map { (Synopsis.spelling($0), Synopsis.help($0)) })
    }
  }

  private func examples(_ command: CommandDescription) -> String {
    let rows = command.examples.map { example in
      let text = Columns.wrap(example.text, columns: columns - 6)
      return "  \(example.line)\n" + text.map { "      \($0)" }.joined(separator: "\n")
    }
    return heading("Examples:") + "\n" + rows.joined(separator: "\n")
  }

  /// A list with names on the left and their help on the right; a long name has a line of its own.
  private func list(_ title: String, _ rows: [(name: String, help: String)], width: Int? = nil)
    -> String
  {
    let widest = width ?? rows.map(\.name.count).max() ?? 0
    let left = min(widest, max(16, columns / 3))
    var lines: [String] = [heading(title + ":")]
    for row in rows {
      let help = Columns.wrap(row.help, columns: columns - left - 4)
      let margin = "\n" + String(repeating: " ", count: left + 4)
      let gap =
        row.name.count > left
        ? margin : String(repeating: " ", count: left - row.name.count + 2)
      lines.append("  " + row.name + (help.isEmpty ? "" : gap + help.joined(separator: margin)))
    }
    return lines.joined(separator: "\n")
  }
}
