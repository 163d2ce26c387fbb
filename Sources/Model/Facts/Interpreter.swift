import BaseImages
import Dockerfile
import Source

/// Walks a file from top to bottom and keeps what is certain.
struct Interpreter {
  let syntax: DockerfileSyntax
  let options: BuildOptions
  let context: (any BuildContext)?
  var globalScope = Scope()
  var globalArguments: [Instruction] = []
  var stages: [StageFacts] = []
  var problems: [SyntaxProblem] = []
  /// The names of all stages with a FROM, in lower case, for `COPY --from` that points forward.
  var stageIndexes: [String: Int] = [:]
  /// How many FROM instructions there are.
  let stageCount: Int
  var escape: UInt8 { syntax.escape }

  init(_ syntax: DockerfileSyntax, options: BuildOptions, context: (any BuildContext)?) {
    self.syntax = syntax
    stageCount = syntax.instructions.count { $0.kind == .from }
    self.options = options
    self.context = context
  }

  mutating func run() -> DockerfileFacts {
    globalScope.arguments = SharedTable(platformArguments())
    var groups: [(from: Instruction?, rest: [Instruction])] = []
    // Without any FROM the text is a fragment, whose ARG belongs to the stage it stands for.
    let isFragment = !syntax.instructions.contains { $0.kind == .from }
    for instruction in syntax.instructions {
      if instruction.kind == .from {
        groups.append((instruction, []))
      } else if groups.isEmpty, instruction.kind == .arg, !isFragment {
        globalArguments.append(instruction)
        declareGlobal(instruction)
      } else if groups.isEmpty {
        groups.append((nil, [instruction]))
      } else {
        groups[groups.count - 1].rest.append(instruction)
      }
    }
    collectNames(groups.map(\.from))
    for group in groups {
      var stage = begin(group.from, index: stages.count)
      interpret(group.rest, in: &stage)
      stage.startCommand = startCommand(of: stage)
      stages.append(stage)
    }
    markReachable()
    planTransfers()
    return DockerfileFacts(
      syntax: syntax, globalScope: globalScope, globalArguments: globalArguments, stages: stages,
      planProblems: problems.sorted { $0.range < $1.range }, context: context)
  }

  private func platformArguments() -> [String: Binding] {
    var result: [String: Binding] = [:]
    for name in PredefinedArguments.platforms {
      result[name] = Binding(value: platformValue(name), origin: .builder)
    }
    return result
  }

  /// The value of a platform argument; unknown unless the options fix the platform.
  func platformValue(_ name: String) -> Fact<String> {
    guard let platform = options.platform else {
      // Almost every build is for Linux; the rest depends on where it runs.
      return .unknown
    }
    let parts = platform.split(separator: "/").map(String.init)
    switch name {
    case "TARGETPLATFORM": return .known(platform)
    case "TARGETOS": return parts.first.map { .known($0) } ?? .unknown
    case "TARGETARCH": return parts.count > 1 ? .known(parts[1]) : .unknown
    case "TARGETVARIANT": return .known(parts.count > 2 ? parts[2] : "")
    default: return .unknown
    }
  }

  private mutating func declareGlobal(_ instruction: Instruction) {
    for pair in instruction.pairs {
      let name = pair.key.value
      if let given = options.arguments[name] {
        globalScope.arguments[name] = Binding(
          value: .known(given), origin: .globalArgument(pair.range), dependsOnArguments: true)
      } else if let value = pair.value {
        check(value, in: globalScope)
        let expansion = globalScope.expand(value, escape: escape)
        globalScope.arguments[name] = Binding(
          value: expansion.value, origin: .globalArgument(pair.range), dependsOnArguments: true,
          plain: globalScope.plainValue(value, expansion, escape: escape))
      } else if !PredefinedArguments.platforms.contains(name) {
        globalScope.arguments[name] = Binding(
          value: .unknown, origin: .globalArgument(pair.range), dependsOnArguments: true)
      }
    }
  }

  private mutating func collectNames(_ froms: [Instruction?]) {
    for (index, instruction) in froms.enumerated() {
      if case .from(let from)? = instruction?.body, let name = from.name?.value.lowercased() {
        stageIndexes[name] = index
      }
    }
  }

  private mutating func markReachable() {
    var final = stages.indices.last
    if let target = options.target?.lowercased() {
      final =
        stages.lastIndex { $0.name == target } ?? Int(target).flatMap {
          stages.indices.contains($0) ? $0 : nil
        } ?? final
    }
    guard let final else { return }
    stages[final].isFinal = true
    var shipped = final
    stages[shipped].isShipped = true
    while case .stage(let earlier) = stages[shipped].base, earlier < shipped {
      shipped = earlier
      stages[shipped].isShipped = true
    }
    var queue = [final]
    while let index = queue.popLast() {
      if stages[index].isReachable { continue }
      stages[index].isReachable = true
      queue.append(contentsOf: stages[index].needs.map(\.stage))
      queue.append(contentsOf: stages[index].possibleBases)
    }
  }
}
