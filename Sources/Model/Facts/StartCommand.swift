public import Dockerfile
public import Shell
public import Source

/// What a container runs when it starts: ENTRYPOINT followed by CMD, as the runtime joins them.
public struct StartCommand: Sendable {
  /// The words that the kernel gets. A shell form stands as its shell with the text as last word;
  /// words of the base have an empty range.
  public let words: [Argument]
  /// How many of the words come from ENTRYPOINT.
  public let entrypointCount: Int
  /// The ENTRYPOINT in force; nil where there is none, or none is known.
  public let entrypoint: EffectiveCommand?
  /// The CMD in force; nil where there is none, and where a shell form of ENTRYPOINT drops it.
  public let command: EffectiveCommand?
  /// Whether nothing is missing: false where the base may bring an ENTRYPOINT that is not known.
  public let isCertain: Bool
  /// The names of the programs in front that only hand on, such as `tini` and `poetry run`.
  public let wrappers: [String]
  /// The program after the wrappers, which may be a shell or a script of the project.
  public let program: CommandUse?
  /// The text that a shell runs, where the program is a shell that is given one.
  public let script: ShellScript?
  /// The commands of that text in order, nested ones included; else the program alone.
  public let commands: [CommandUse]
  /// What does the work in the end: the program, or the last command of the text where that
  /// certainly runs. Nil where a script of the project decides.
  public let main: CommandUse?

  /// Whether the program is a script that decides by itself what it runs.
  public var isOpaque: Bool { program != nil && main == nil && script == nil }

  /// The place of a word without the quotes that an exec form puts around it.
  public func bare(_ range: SourceRange) -> SourceRange {
    words.first { $0.range == range }.map { $0.text.sourceRange } ?? range
  }

  /// Where the parts stand that the file holds.
  public var range: SourceRange? {
    let ranges = [entrypoint?.range, command?.range].compactMap(\.self)
    guard let first = ranges.first else { return nil }
    return ranges.dropFirst().reduce(first) { $0.union($1) }
  }
}

extension DockerfileFacts {
  /// The stages that people run: the one that is built, and every other on which no stage builds
  /// and which says what it runs.
  public var startedStages: [StageFacts] {
    var isBase: Set<Int> = []
    for stage in stages {
      if case .stage(let index) = stage.base { isBase.insert(index) }
    }
    return stages.filter { stage in
      if stage.isFinal { return true }
      if isBase.contains(stage.index) { return false }
      return stage.steps.contains { $0.kind == .cmd || $0.kind == .entrypoint }
    }
  }
}
