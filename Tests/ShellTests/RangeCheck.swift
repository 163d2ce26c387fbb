import Shell
import Source

/// A look at every node of a script for ranges that leave the node around.
struct RangeCheck {
  private var faults: [String] = []
  /// Whether the text lies in one piece, so that the parts of a word adjoin.
  private let isWhole: Bool

  private init(isWhole: Bool) { self.isWhole = isWhole }

  static func faults(_ script: ShellScript, in range: SourceRange, isWhole: Bool = false)
    -> [String]
  {
    var check = RangeCheck(isWhole: isWhole)
    check.script(script, in: range)
    return check.faults
  }

  private mutating func expect(_ inner: SourceRange, in outer: SourceRange, _ what: String) {
    if !outer.contains(inner) { faults.append("\(what) \(inner) leaves \(outer)") }
  }

  private mutating func script(_ script: ShellScript, in range: SourceRange) {
    expect(script.range, in: range, "script")
    for problem in script.problems { expect(problem.range, in: range, "problem") }
    for use in script.features { expect(use.range, in: range, "feature") }
    for comment in script.comments { expect(comment, in: range, "comment") }
    statements(script.statements, in: script.range)
  }

  private mutating func statements(_ statements: [Statement], in range: SourceRange) {
    var last = range.lowerBound
    for statement in statements {
      expect(statement.range, in: range, "statement")
      if statement.range.lowerBound < last { faults.append("statements are out of order") }
      last = statement.range.upperBound
      expect(statement.list.range, in: statement.range, "list")
      if let terminator = statement.terminator { expect(terminator, in: range, "terminator") }
      let list = statement.list
      for pipeline in list.pipelines { self.pipeline(pipeline, in: list.range) }
      for next in list.rest { expect(next.operatorRange, in: list.range, "operator") }
    }
  }

  private mutating func pipeline(_ pipeline: Pipeline, in range: SourceRange) {
    expect(pipeline.range, in: range, "pipeline")
    for pipe in pipeline.pipes { expect(pipe.range, in: pipeline.range, "pipe") }
    for command in pipeline.commands { self.command(command, in: pipeline.range) }
  }

  private mutating func command(_ command: Command, in range: SourceRange) {
    expect(command.range, in: range, "command")
    let own = command.range
    for redirect in command.redirects {
      expect(redirect.range, in: own, "redirect")
      if let target = redirect.target { word(target, in: redirect.range) }
      if let heredoc = redirect.heredoc { parts(heredoc.parts, in: heredoc.range) }
    }
    switch command {
    case .simple(let simple): self.simple(simple)
    case .subshell(let group), .group(let group): statements(group.body, in: own)
    case .if(let command):
      for branch in command.branches {
        expect(branch.range, in: own, "branch")
        statements(branch.condition, in: branch.range)
        statements(branch.body, in: branch.range)
      }
      statements(command.elseBody ?? [], in: own)
    case .for(let loop):
      expect(loop.variableRange, in: own, "variable")
      for word in loop.words ?? [] { self.word(word, in: own) }
      statements(loop.body, in: own)
    case .arithmeticFor(let loop):
      for expression in loop.expressions { parts(expression.parts, in: expression.range) }
      statements(loop.body, in: own)
    case .while(let loop):
      statements(loop.condition, in: own)
      statements(loop.body, in: own)
    case .case(let command):
      word(command.subject, in: own)
      for clause in command.clauses {
        expect(clause.range, in: own, "clause")
        for pattern in clause.patterns { word(pattern, in: clause.range) }
        statements(clause.body, in: clause.range)
      }
    case .function(let definition):
      expect(definition.nameRange, in: own, "name")
      self.command(definition.body, in: own)
    case .conditional(let command):
      for item in command.items {
        expect(item.range, in: own, "item")
        if case .operand(let word) = item { self.word(word, in: own) }
      }
    case .arithmetic(let command):
      expect(command.expression.range, in: own, "arithmetic")
      parts(command.expression.parts, in: command.expression.range)
    case .coprocess(let coprocess): self.command(coprocess.command, in: own)
    }
  }

  private mutating func simple(_ command: SimpleCommand) {
    for assignment in command.assignments {
      expect(assignment.range, in: command.range, "assignment")
      expect(assignment.nameRange, in: assignment.range, "name")
      if let index = assignment.index { word(index, in: assignment.range) }
      if let value = assignment.value { word(value, in: assignment.range) }
      elements(assignment.elements ?? [], in: assignment.range)
    }
    for word in command.words { self.word(word, in: command.range) }
    for nested in command.nestedScripts {
      script(nested.script, in: command.words[nested.wordIndex].range)
    }
  }

  private mutating func elements(_ elements: [ArrayElement], in range: SourceRange) {
    for element in elements {
      if let key = element.key { word(key, in: range) }
      word(element.value, in: range)
    }
  }

  private mutating func word(_ word: Word, in range: SourceRange) {
    expect(word.range, in: range, "word")
    parts(word.parts, in: word.range)
    guard isWhole else { return }
    var place = word.range.lowerBound
    for part in word.parts {
      if part.range.lowerBound != place { faults.append("a gap before \(part) in \(word.text)") }
      place = part.range.upperBound
    }
    if place != word.range.upperBound { faults.append("a gap at the end of \(word.text)") }
  }

  private mutating func parts(_ parts: [WordPart], in range: SourceRange) {
    var last = range.lowerBound
    for part in parts {
      expect(part.range, in: range, "part")
      if part.range.lowerBound < last { faults.append("parts are out of order") }
      last = part.range.upperBound
      switch part.kind {
      case .literal, .escaped, .glob, .tilde, .singleQuoted, .ansiQuoted: break
      case .doubleQuoted(let inner), .localeQuoted(let inner):
        self.parts(inner, in: part.range)
        let pieces = inner.reduce(0) { $0 + $1.range.length }
        if isWhole, !(1...3).contains(part.range.length - pieces) {
          faults.append("a gap in quotes at \(part.range)")
        }
      case .parameter(let parameter):
        expect(parameter.nameRange, in: part.range, "name")
        for word in [parameter.index, parameter.argument, parameter.secondArgument] {
          if let word { self.word(word, in: part.range) }
        }
      case .commandSubstitution(let substitution): script(substitution.script, in: part.range)
      case .processSubstitution(let substitution): script(substitution.script, in: part.range)
      case .arithmetic(let expression):
        expect(expression.range, in: part.range, "arithmetic")
        self.parts(expression.parts, in: expression.range)
      case .array(let elements): self.elements(elements, in: part.range)
      }
    }
  }
}
