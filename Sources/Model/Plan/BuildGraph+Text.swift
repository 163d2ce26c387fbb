import Documents
import OCI
public import Source

extension BuildGraph {
  /// The graph for people: one operation a line, with what it needs and where it is asked for.
  public func text(in source: SourceText) -> String {
    let name = stage.name.map { "stage `\($0)`" } ?? "stage \(stage.index)"
    let stages = stageCount == 1 ? "1 stage" : "\(stageCount) stages"
    var lines = ["\(operations.count) operations in \(stages) for \(name) of \(source.name)", ""]
    let width = String(operations.count).count
    for (index, operation) in operations.enumerated() {
      let number = String(repeating: " ", count: width - String(index + 1).count) + "\(index + 1)"
      let kind = operation.kind.rawValue
      var line = "\(number)  \(kind)\(String(repeating: " ", count: 11 - kind.count))"
      line += operation.summary
      var notes: [String] = []
      if !operation.inputs.isEmpty {
        notes.append("needs " + operation.inputs.map { "\($0 + 1)" }.joined(separator: ", "))
      }
      if let range = operation.range {
        notes.append("line \(source.line(at: range.lowerBound))")
      }
      if !notes.isEmpty { line += "  (\(notes.joined(separator: "; ")))" }
      lines.append(line)
    }
    lines += ["", "image"] + settings.map { "  \($0.key)  \(Self.plain($0.value))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The graph as JSON, `hardstand.plan/1`.
  public func json(in source: SourceText) -> String {
    var writer = JSONWriter(.pretty)
    writer.object { writer in
      writer.member("schema", "hardstand.plan/1")
      writer.member("file", source.name)
      writer.object("stage") { writer in
        writer.member("index", stage.index)
        writer.member("name", stage.name)
      }
      writer.array("operations") { writer in
        for operation in operations {
          writer.object { writer in
            writer.member("digest", operation.digest.description)
            writer.member("kind", operation.kind.rawValue)
            writer.member("inputs", operation.inputs.map { operations[$0].digest.description })
            if let range = operation.range {
              writer.member("line", source.line(at: range.lowerBound))
            }
            writer.member("fields", .object(operation.fields))
          }
        }
      }
      writer.member("result", result.map { operations[$0].digest.description })
      writer.member("image", .object(settings))
    }
    return String(decoding: writer.take(), as: UTF8.self) + "\n"
  }

  /// The graph in the language of Graphviz.
  public func dot(in source: SourceText) -> String {
    var lines = ["digraph plan {", "  rankdir=LR;", "  node [shape=box, fontname=\"monospace\"];"]
    for (index, operation) in operations.enumerated() {
      let label = "\(operation.kind.rawValue)\n\(operation.summary)"
      lines.append("  n\(index) [label=\(Self.quoted(label))];")
    }
    for (index, operation) in operations.enumerated() {
      for input in operation.inputs { lines.append("  n\(input) -> n\(index);") }
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result + "\""
  }

  private static func plain(_ json: JSON) -> String {
    switch json {
    case .string(let text): text
    case .array(let values): values.map(plain).joined(separator: " ")
    case .object(let members): members.map { "\($0.key)=\(plain($0.value))" }.joined(separator: " ")
    default: "\(json.text(.compact))"
    }
  }

  /// The settings of the image, those that are set.
  private var settings: [JSON.Member] {
    let set = stage.settings
    var members: [JSON.Member] = []
    func add(_ key: String, _ value: JSON?) {
      if let value { members.append(JSON.Member(key, value)) }
    }
    if !set.environment.isEmpty {
      add(
        "environment",
        .object(
          set.environment.names.map {
            JSON.Member($0, .string(set.environment[$0]?.description ?? ""))
          }))
    }
    add("directory", set.directory.map { .string($0.description) })
    add("user", set.user.map { .string($0.description) })
    add("entrypoint", set.entrypoint.map(Self.command))
    add("command", set.command.map(Self.command))
    if !set.ports.isEmpty { add("ports", .array(set.ports.sorted().map { .string($0) })) }
    if !set.volumes.isEmpty {
      add("volumes", .array(set.volumes.map(\.description).sorted().map { .string($0) }))
    }
    if let check = set.healthcheck {
      add("healthcheck", check.command.map(Self.command) ?? .string("NONE"))
    }
    add("stopSignal", set.stopSignal.map { .string($0.description) })
    add("shell", set.shell.map { .array($0.map { .string($0) }) })
    add("author", set.author.map { .string($0.description) })
    if !set.labels.isEmpty {
      add(
        "labels",
        .object(
          set.labels.keys.sorted().map {
            JSON.Member($0, .string(set.labels[$0]?.description ?? ""))
          }))
    }
    if !set.triggers.isEmpty {
      add("onbuild", .array(set.triggers.map(Self.trigger)))
    }
    return members
  }

  private static func trigger(_ trigger: PlannedTrigger) -> JSON {
    var words = [trigger.keyword] + trigger.flags + trigger.arguments
    if let command = trigger.command { words += command.words ?? [command.text] }
    return .string(words.joined(separator: " "))
  }

  private static func command(_ command: PlannedCommand) -> JSON {
    .array((command.words ?? (command.shell ?? []) + [command.text]).map { .string($0) })
  }
}
