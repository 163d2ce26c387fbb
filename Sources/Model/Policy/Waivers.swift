public import Source

/// The waivers of one file, with all else that comments tell a checker.
public struct Waivers: Sendable {
  /// The waivers, in the order of the file.
  public private(set) var waivers: [Waiver] = []
  /// The shells that comments name, in the order of the file.
  public private(set) var shells: [ShellOverride] = []
  /// The `# check=` directive; nil where there is none.
  public private(set) var check: CheckDirective?
  /// Comments that begin as our waivers and go on as none.
  public private(set) var malformed: [SourceRange] = []
  let source: SourceText
  let instructions: [SourceRange]
  let stages: [SourceRange]

  /// The waivers among comments.
  ///
  /// `comments` are the ranges of whole comments with their `#`, directives at
  /// the top included; `instructions` those of all instructions, `FROM`
  /// included; `stages` those of all stages, each from its `FROM` on. All are
  /// in the order of the file.
  public init(
    in source: SourceText, comments: [SourceRange], instructions: [SourceRange],
    stages: [SourceRange]
  ) {
    self.source = source
    self.instructions = instructions
    self.stages = stages
    var isDirectiveBlock = true
    var nextLine = 1
    for comment in comments {
      let line = source.line(at: comment.lowerBound)
      // Directives stand on the first lines, one after another.
      if isDirectiveBlock {
        isDirectiveBlock = line == nextLine && isDirective(comment)
        nextLine = line + 1
      }
      let statements = WaiverSyntax.statements(
        of: comment, in: source, mayBeDirective: isDirectiveBlock)
      for statement in statements { add(statement, comment) }
    }
  }

  private mutating func add(_ statement: WaiverSyntax.Statement, _ comment: SourceRange) {
    switch statement {
    case .shell(let shell): shells.append(ShellOverride(shell: shell, range: comment))
    case .check(let directive): if check == nil { check = directive }
    case .malformed: malformed.append(comment)
    case .waive(let tool, let reach, let names, let reason, let until):
      waivers.append(
        Waiver(
          tool: tool, scope: scope(reach, of: comment), names: names, reason: reason,
          until: until, range: comment))
    }
  }

  /// Whether a comment has the form `# name=value` of a parser directive.
  private func isDirective(_ comment: SourceRange) -> Bool {
    let text = source.bytes[comment.offsets].drop { $0 != UInt8(ascii: "#") }.dropFirst()
      .drop { $0 == 0x20 || $0 == 0x09 }
    let name = text.prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    return !name.isEmpty
      && text.dropFirst(name.count).drop { $0 == 0x20 || $0 == 0x09 }.first == UInt8(ascii: "=")
  }

  private func scope(_ reach: WaiverSyntax.Reach, of comment: SourceRange) -> Waiver.Scope {
    let next = nextInstruction(from: comment.lowerBound)
    let following: Waiver.Scope = next.map { .instruction($0) } ?? .nothing
    switch reach {
    case .file: return .file
    case .next: return following
    case .top:
      return next == 0 && instructions[0].lowerBound > comment.lowerBound ? .file : following
    case .block:
      return next.flatMap { stage(from: instructions[$0].lowerBound) }.map { .stage($0) }
        ?? following
    case .stage:
      if let next, let stage = stage(from: instructions[next].lowerBound) { return .stage(stage) }
      return stage(holding: comment.lowerBound).map { .stage($0) } ?? .nothing
    }
  }

  /// The instruction that holds an offset, or the first after it.
  private func nextInstruction(from offset: Int) -> Int? {
    let place = instructions.firstPlace { $0.upperBound > offset }
    return place < instructions.count ? place : nil
  }

  /// The stage that begins at an offset.
  private func stage(from offset: Int) -> Int? {
    let place = stages.firstPlace { $0.lowerBound >= offset }
    return place < stages.count && stages[place].lowerBound == offset ? place : nil
  }

  /// The stage in which an offset stands; nil before the first.
  func stage(holding offset: Int) -> Int? {
    let place = stages.firstPlace { $0.lowerBound > offset }
    return place > 0 ? place - 1 : nil
  }

  /// The instruction in which an offset stands, its end included.
  func instruction(holding offset: Int) -> Int? {
    let place = instructions.firstPlace { $0.lowerBound > offset }
    guard place > 0, offset <= instructions[place - 1].upperBound else { return nil }
    return place - 1
  }
}

extension Array {
  /// The first place where a condition holds that, once true, stays true; `count` where it never does.
  fileprivate func firstPlace(where holds: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
