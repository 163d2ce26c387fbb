public import Dockerfile
public import Source

/// Everything that a Dockerfile says, computed once and shared by all who ask.
public struct DockerfileFacts: Sendable {
  /// The tree.
  public let syntax: DockerfileSyntax
  /// The variables of the ARG instructions before the first FROM.
  public let globalScope: Scope
  /// The ARG instructions before the first FROM.
  public let globalArguments: [Instruction]
  /// The stages in the order written. Instructions before the first FROM, where nothing but ARG may
  /// stand, form a stage of their own so that a fragment gets findings too.
  public let stages: [StageFacts]
  /// Why the frontend refuses the file when it plans the build.
  public let planProblems: [SyntaxProblem]
  /// The files that the build sends; nil where none are given.
  public let context: (any BuildContext)?
  /// The commands of all stages by the name of their program.
  public let commandsByProgram: [String: [CommandUse]]
  /// The images of registries that the file takes, in the order of the source.
  public let imageUses: [ImageUse]
  /// The package managers that RUN instructions call, in the order of the source.
  public let packageCommands: [PackageCommand]
  /// Where the instructions of each kind stand, in the order of the source.
  public let placesByKind: [InstructionKind: [StepPlace]]
  /// The stages by their names in lower case; of two with the same name the last.
  public let stagesByName: [String: Int]
  /// Where the frontend may replace variables: instructions with `$` other than those that it hands
  /// on as they are.
  public let expandingPlaces: [StepPlace]

  /// The text.
  public var source: SourceText { syntax.source }

  /// The stage that is built.
  public var finalStage: StageFacts? { stages.last { $0.isFinal } }

  /// The commands that run one of the programs, in the order of the source.
  public func commands(_ programs: String...) -> [CommandUse] {
    if programs.count == 1 { return commandsByProgram[programs[0]] ?? [] }
    return programs.flatMap { commandsByProgram[$0] ?? [] }.sorted { $0.range < $1.range }
  }

  /// The step that a command belongs to.
  public func step(of command: CommandUse) -> Step { stages[command.stage].steps[command.step] }

  /// The problem that stops the frontend, whichever step finds it.
  public var refusal: SyntaxProblem? { syntax.refusal ?? planProblems.min { $0.range < $1.range } }

  /// The facts of a file.
  public static func of(
    _ syntax: DockerfileSyntax, options: BuildOptions = BuildOptions(),
    context: (any BuildContext)? = nil
  ) -> DockerfileFacts {
    var interpreter = Interpreter(syntax, options: options, context: context)
    return interpreter.run()
  }

  init(
    syntax: DockerfileSyntax, globalScope: Scope, globalArguments: [Instruction],
    stages: [StageFacts], planProblems: [SyntaxProblem], context: (any BuildContext)?
  ) {
    self.syntax = syntax
    self.globalScope = globalScope
    self.globalArguments = globalArguments
    self.stages = stages
    self.planProblems = planProblems
    self.context = context
    var commands: [String: [CommandUse]] = [:]
    var packageCommands: [PackageCommand] = []
    var places: [InstructionKind: [StepPlace]] = [:]
    var expanding: [StepPlace] = []
    var names: [String: Int] = [:]
    for stage in stages {
      if let name = stage.name { names[name] = stage.index }
      for step in stage.steps {
        if let kind = step.kind {
          let place = StepPlace(stage: stage.index, step: step.index)
          places[kind, default: []].append(place)
          if kind.expandsVariables, step.instruction.line.bytes.contains(UInt8(ascii: "$")) {
            expanding.append(place)
          }
        }
        packageCommands.append(contentsOf: step.packages)
        for command in step.commands {
          if let program = command.program { commands[program, default: []].append(command) }
        }
      }
    }
    commandsByProgram = commands
    imageUses = ImageUse.all(in: stages, globalScope: globalScope)
    self.packageCommands = packageCommands
    placesByKind = places
    stagesByName = names
    expandingPlaces = expanding
  }
}
