import Source

/// The way through a script in the order of the source.
struct ShellWalk {
  var entersNestedScripts: Bool
  /// Whether parameters were shown already, as in the word that holds a nested script.
  var hidesParameters = false

  func statements<Visitor: ShellVisitor>(
    _ statements: [Statement], _ context: CommandContext, tested: Bool, _ visitor: inout Visitor
  ) {
    for index in statements.indices {
      let statement = statements[index]
      var inner = context
      inner.isLastStatement = index + 1 == statements.count
      if statement.isBackground { inner.surroundings.insert(.background) }
      list(statement.list, inner, tested: tested && inner.isLastStatement, &visitor)
    }
  }

  private func list<Visitor: ShellVisitor>(
    _ list: AndOrList, _ context: CommandContext, tested: Bool, _ visitor: inout Visitor
  ) {
    var inner = context
    inner.listCount = list.rest.count + 1
    inner.listIndex = 0
    inner.operatorBefore = nil
    inner.operatorAfter = list.rest.first?.operator
    pipeline(list.first, inner, tested: tested || !list.rest.isEmpty, &visitor)
    var followsTest = list.first.isTest
    for index in list.rest.indices {
      let next = list.rest[index]
      inner.listIndex = index + 1
      inner.operatorBefore = next.operator
      inner.operatorAfter = index + 1 < list.rest.count ? list.rest[index + 1].operator : nil
      if next.operator == .or || followsTest { inner.isConditional = true }
      followsTest = next.pipeline.isTest
      pipeline(next.pipeline, inner, tested: tested || inner.operatorAfter != nil, &visitor)
    }
  }

  private func pipeline<Visitor: ShellVisitor>(
    _ pipeline: Pipeline, _ context: CommandContext, tested: Bool, _ visitor: inout Visitor
  ) {
    var inner = context
    inner.pipelineCount = pipeline.commands.count
    inner.isNegated = pipeline.isNegated
    let isTested = tested || pipeline.isNegated
    inner.ignoresErrexit = context.ignoresErrexit || isTested
    if pipeline.commands.count > 1 { inner.surroundings.insert(.pipeline) }
    for index in pipeline.commands.indices {
      let isLast = index + 1 == pipeline.commands.count
      inner.pipelineIndex = index
      inner.isFailureTested = isTested && isLast
      inner.output = isLast ? context.output : .piped
      command(pipeline.commands[index], inner, &visitor)
    }
  }

  func command<Visitor: ShellVisitor>(
    _ command: Command, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    var own = context
    let redirects = command.redirects
    if redirects.contains(where: { $0.redirectsOutput }) { own.output = .redirected }
    visitor.visit(command, own)
    var inner = own
    inner.depth += 1
    let tested = own.isFailureTested
    switch command {
    case .simple(let simple): self.simple(simple, own, &visitor)
    case .subshell(let group):
      inner.surroundings.insert(.subshell)
      statements(group.body, inner, tested: tested, &visitor)
    case .group(let group): statements(group.body, inner, tested: tested, &visitor)
    case .if(let command): self.if(command, inner, tested: tested, &visitor)
    case .for(let loop):
      for word in loop.words ?? [] { self.word(word, .loopWord, own, &visitor) }
      body(loop.body, .loop, inner, tested: tested, &visitor)
    case .arithmeticFor(let loop):
      for expression in loop.expressions { arithmetic(expression, nil, own, &visitor) }
      body(loop.body, .loop, inner, tested: tested, &visitor)
    case .while(let loop):
      condition(loop.condition, inner, .loop, &visitor)
      body(loop.body, .loop, inner, tested: tested, &visitor)
    case .case(let command): self.case(command, inner, tested: tested, &visitor)
    case .function(let definition): function(definition, inner, &visitor)
    case .conditional(let command):
      for case .operand(let word) in command.items {
        self.word(word, .conditionOperand, own, &visitor)
      }
    case .arithmetic(let command): arithmetic(command.expression, nil, own, &visitor)
    case .coprocess(let coprocess):
      self.command(coprocess.command, inner.entering(.background), &visitor)
    }
    if case .simple = command { return }
    for redirect in redirects { self.redirect(redirect, own, &visitor) }
  }

  // The functions below are kept apart so that what they need lies on the stack only where a
  // script has such a command, not at every level of nesting.

  @inline(never) private func body<Visitor: ShellVisitor>(
    _ body: [Statement], _ construct: CommandContext.Surroundings, _ context: CommandContext,
    tested: Bool, _ visitor: inout Visitor
  ) {
    statements(body, context.entering(construct), tested: tested, &visitor)
  }

  @inline(never) private func condition<Visitor: ShellVisitor>(
    _ condition: [Statement], _ context: CommandContext,
    _ construct: CommandContext.Surroundings, _ visitor: inout Visitor
  ) {
    var inner = context
    inner.surroundings.formUnion(construct.union(.condition))
    inner.ignoresErrexit = true
    statements(condition, inner, tested: true, &visitor)
  }

  @inline(never) private func `if`<Visitor: ShellVisitor>(
    _ command: IfCommand, _ context: CommandContext, tested: Bool, _ visitor: inout Visitor
  ) {
    for index in command.branches.indices {
      // The condition of `elif` is itself only reached where the one before does not hold.
      let outer = index == 0 ? context : context.entering(.branch)
      condition(command.branches[index].condition, outer, [], &visitor)
      body(command.branches[index].body, .branch, context, tested: tested, &visitor)
    }
    if let last = command.elseBody {
      body(last, .branch, context, tested: tested, &visitor)
    }
  }

  @inline(never) private func `case`<Visitor: ShellVisitor>(
    _ command: CaseCommand, _ context: CommandContext, tested: Bool, _ visitor: inout Visitor
  ) {
    word(command.subject, .caseSubject, context, &visitor)
    for clause in command.clauses {
      for pattern in clause.patterns { word(pattern, .casePattern, context, &visitor) }
      body(clause.body, .branch, context, tested: tested, &visitor)
    }
  }

  @inline(never) private func function<Visitor: ShellVisitor>(
    _ definition: FunctionDefinition, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    var inner = CommandContext()
    inner.surroundings = context.surroundings.union(.function)
    inner.functionName = definition.name
    inner.isConditional = true
    inner.depth = context.depth
    inner.output = context.output
    command(definition.body, inner, &visitor)
  }

  @inline(never) private func nested<Visitor: ShellVisitor>(
    _ nested: NestedScript, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    var inner = context.entering(.nestedScript)
    inner.isConditional = context.isConditional
    var walk = self
    walk.hidesParameters = hidesParameters || !nested.isExact
    walk.statements(nested.script.statements, inner, tested: context.isFailureTested, &visitor)
  }

  /// Shows assignments, words and redirections as they stand among each other.
  private func simple<Visitor: ShellVisitor>(
    _ command: SimpleCommand, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    var redirects = command.redirects[...]
    func pass(before offset: Int, _ visitor: inout Visitor) {
      while let next = redirects.first, next.range.lowerBound < offset {
        redirects.removeFirst()
        self.redirect(next, context, &visitor)
      }
    }
    for assignment in command.assignments {
      pass(before: assignment.range.lowerBound, &visitor)
      if let index = assignment.index { word(index, .arrayElement, context, &visitor) }
      if let value = assignment.value { word(value, .assignmentValue, context, &visitor) }
      array(assignment.elements ?? [], context, &visitor)
    }
    for index in command.words.indices {
      let next = command.words[index]
      pass(before: next.range.lowerBound, &visitor)
      word(next, index == 0 ? .commandName : .argument(index), context, &visitor)
      guard entersNestedScripts else { continue }
      for script in command.nestedScripts where script.wordIndex == index {
        nested(script, context, &visitor)
      }
    }
    pass(before: Int.max, &visitor)
  }
}

extension CommandContext {
  /// The context in a construct whose body may not run.
  func entering(_ construct: Surroundings) -> CommandContext {
    var inner = self
    inner.surroundings.insert(construct)
    inner.isConditional = true
    return inner
  }
}

extension Pipeline {
  /// Whether it only tests something, so that what follows after `&&` is a choice.
  var isTest: Bool {
    guard commands.count == 1, let command = commands.first else { return false }
    switch command {
    case .conditional, .arithmetic: return true
    case .simple(let simple):
      guard let name = simple.name else { return false }
      return name.text == "[" || name.text == "test"
    default: return false
    }
  }
}
