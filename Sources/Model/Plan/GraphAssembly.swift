import Documents
import OCI
import Source

/// Puts the operations of a graph together, from the target to what it needs.
struct GraphAssembly {
  private let plan: BuildPlan
  private(set) var operations: [BuildGraph.Operation] = []
  private var indexes: [Digest: Int] = [:]
  /// What each stage that was walked leaves; nil inside for a stage without files.
  private var results: [Int: Int?] = [:]
  private var open: Set<Int> = []

  init(_ plan: BuildPlan) { self.plan = plan }

  /// How many stages were walked.
  var stageCount: Int { results.count }

  /// Adds what a stage needs and does; returns the operation that leaves its files.
  mutating func stage(_ index: Int) -> Int? {
    if let known = results[index] { return known }
    // A circle was refused before; nothing is added for it twice.
    guard plan.stages.indices.contains(index), open.insert(index).inserted else { return nil }
    defer { open.remove(index) }
    let stage = plan.stages[index]
    var last = base(of: stage)
    for operation in stage.operations { last = add(operation, to: last) }
    results[index] = .some(last)
    return last
  }

  private mutating func base(of stage: PlannedStage) -> Int? {
    switch stage.base.kind {
    case .scratch: return nil
    case .stage(let index): return self.stage(index)
    case .image(let reference):
      return image(reference, platform: stage.base.platform, range: stage.range)
    case .named(let name): return context(name)
    }
  }

  private mutating func image(
    _ reference: PlannedText, platform: PlannedText?, range: SourceRange?
  ) -> Int {
    var fields = [JSON.Member("reference", .string(reference.description))]
    var summary = reference.description
    if let platform {
      fields.append(JSON.Member("platform", .string(platform.description)))
      summary += " for \(platform.description)"
    }
    return append(.image, inputs: [], fields, summary, range)
  }

  private mutating func context(_ name: String?) -> Int {
    let fields = name.map { [JSON.Member("name", .string($0))] } ?? []
    return append(.context, inputs: [], fields, name ?? "the build context", nil)
  }

  private mutating func input(_ source: PlannedSource) -> Int? {
    switch source {
    case .context: context(nil)
    case .named(let name): context(name)
    case .stage(let index): stage(index)
    case .image(let reference): image(reference, platform: nil, range: nil)
    }
  }

  private mutating func add(_ operation: PlannedOperation, to last: Int?) -> Int {
    var inputs = last.map { [$0] } ?? []
    switch operation.kind {
    case .run(let run):
      for mount in run.mounts {
        if let source = mount.source, let index = input(source) { inputs.append(index) }
      }
      return append(.run, inputs: inputs, run.fields, run.summary, operation.range)
    case .transfer(let transfer):
      let fromFile = transfer.paths.contains { !($0.value ?? "").contains("://") }
      if fromFile, let index = input(transfer.source) { inputs.append(index) }
      return append(
        transfer.isAdd ? .add : .copy, inputs: inputs, transfer.fields, transfer.summary,
        operation.range)
    case .makeDirectory(let path, let owner):
      var fields = [JSON.Member("path", .string(path.description))]
      if let owner { fields.append(JSON.Member("owner", .string(owner.description))) }
      return append(.directory, inputs: inputs, fields, path.description, operation.range)
    }
  }

  private mutating func append(
    _ kind: BuildGraph.Kind, inputs: [Int], _ fields: [JSON.Member], _ summary: String,
    _ range: SourceRange?
  ) -> Int {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("kind", kind.rawValue)
      writer.member("inputs", inputs.map { operations[$0].digest.description })
      writer.member("fields", .object(fields), keyOrder: .byBytes)
    }
    let digest = Digest(of: writer.take())
    if let known = indexes[digest] { return known }
    indexes[digest] = operations.count
    operations.append(
      BuildGraph.Operation(
        digest: digest, kind: kind, inputs: inputs, fields: fields, summary: summary, range: range))
    return operations.count - 1
  }
}

extension PlannedRun {
  var fields: [JSON.Member] {
    var fields = command.fields
    fields.append(
      JSON.Member(
        "variables",
        .object(
          variables.names.sorted().map {
            JSON.Member($0, .string(variables[$0]?.description ?? ""))
          })))
    fields.append(JSON.Member("directory", .string(directory?.description ?? "")))
    if let user { fields.append(JSON.Member("user", .string(user.description))) }
    if let network { fields.append(JSON.Member("network", .string(network.description))) }
    if let security { fields.append(JSON.Member("security", .string(security.description))) }
    if !devices.isEmpty {
      fields.append(JSON.Member("devices", .array(devices.map { .string($0.description) })))
    }
    if !mounts.isEmpty {
      fields.append(JSON.Member("mounts", .array(mounts.map { $0.json })))
    }
    return fields
  }

  var summary: String {
    if let words = command.words { return words.joined(separator: " ") }
    return command.text.onOneLine
  }
}

extension PlannedCommand {
  var fields: [JSON.Member] {
    if let words { return [JSON.Member("command", .array(words.map { .string($0) }))] }
    return [
      JSON.Member("shell", .array((shell ?? []).map { .string($0) })),
      JSON.Member("script", .string(text)),
    ]
  }
}

extension PlannedMount {
  var json: JSON {
    var members = options.keys.sorted().map {
      JSON.Member($0, .string(options[$0]?.description ?? ""))
    }
    if let source { members.append(JSON.Member("from", .string(source.name))) }
    return .object(members)
  }
}

extension PlannedSource {
  /// How a field names it.
  var name: String {
    switch self {
    case .context: "context"
    case .stage(let index): "stage \(index)"
    case .image(let reference): reference.description
    case .named(let name): name
    }
  }
}

extension PlannedTransfer {
  var fields: [JSON.Member] {
    var fields = [JSON.Member("paths", .array(paths.map { .string($0.description) }))]
    if !inline.isEmpty {
      let files = inline.map { JSON.Member($0.name, .string($0.content.description)) }
      fields.append(JSON.Member("files", .object(files)))
    }
    fields.append(JSON.Member("destination", .string(destination.description)))
    fields.append(JSON.Member("folder", .bool(isFolder)))
    for key in options.keys.sorted() {
      fields.append(JSON.Member(key, .string(options[key]?.description ?? "")))
    }
    if !excludes.isEmpty {
      fields.append(JSON.Member("exclude", .array(excludes.map { .string($0.description) })))
    }
    return fields
  }

  var summary: String {
    let sources = paths.map(\.description) + inline.map { "<<\($0.name)" }
    return "\(sources.joined(separator: " ")) → \(destination.description)\(isFolder ? "/" : "")"
  }
}

extension String {
  /// The text on one line, cut where it is long.
  fileprivate var onOneLine: String {
    let words = split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    let line = words.joined(separator: " ")
    return line.count > 72 ? line.prefix(71) + "…" : line
  }
}
