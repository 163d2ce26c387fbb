import Source

extension ShellWalk {
  func redirect<Visitor: ShellVisitor>(
    _ redirect: Redirect, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    visitor.visit(redirect, context)
    guard let body = redirect.heredoc else {
      if let target = redirect.target { word(target, .redirectTarget, context, &visitor) }
      return
    }
    if let target = redirect.target { visitor.visit(target, .heredocDelimiter, context) }
    if body.isQuoted { return }
    var inner = context
    inner.surroundings.insert(.heredoc)
    let place = ParameterContext(
      isQuoted: true, isInArithmetic: false, isInHeredoc: true, role: nil, command: inner)
    parts(body.parts, place, &visitor)
  }

  func array<Visitor: ShellVisitor>(
    _ elements: [ArrayElement], _ context: CommandContext, _ visitor: inout Visitor
  ) {
    for element in elements {
      if let key = element.key { word(key, .arrayElement, context, &visitor) }
      word(element.value, .arrayElement, context, &visitor)
    }
  }

  func word<Visitor: ShellVisitor>(
    _ word: Word, _ role: WordRole, _ context: CommandContext, _ visitor: inout Visitor
  ) {
    visitor.visit(word, role, context)
    guard word.containsExpansion else { return }
    let place = ParameterContext(
      isQuoted: false, isInArithmetic: false, isInHeredoc: false, role: role, command: context)
    parts(word.parts, place, &visitor)
  }

  func arithmetic<Visitor: ShellVisitor>(
    _ expression: ArithmeticExpression, _ role: WordRole?, _ context: CommandContext,
    _ visitor: inout Visitor
  ) {
    let place = ParameterContext(
      isQuoted: false, isInArithmetic: true, isInHeredoc: false, role: role, command: context)
    parts(expression.parts, place, &visitor)
  }

  private func parts<Visitor: ShellVisitor>(
    _ parts: [WordPart], _ place: ParameterContext, _ visitor: inout Visitor
  ) {
    for part in parts {
      switch part.kind {
      case .literal, .escaped, .glob, .tilde, .singleQuoted, .ansiQuoted: break
      case .doubleQuoted(let inner), .localeQuoted(let inner): quoted(inner, place, &visitor)
      case .parameter(let parameter): self.parameter(parameter, place, &visitor)
      case .commandSubstitution(let substitution):
        self.substitution(substitution.script, .commandSubstitution, .captured, place, &visitor)
      case .processSubstitution(let substitution):
        self.substitution(
          substitution.script, .processSubstitution,
          substitution.isInput ? .captured : place.command.output, place, &visitor)
      case .arithmetic(let expression): arithmetic(expression, place, &visitor)
      case .array(let elements): array(elements, place.command, &visitor)
      }
    }
  }

  @inline(never) private func quoted<Visitor: ShellVisitor>(
    _ parts: [WordPart], _ place: ParameterContext, _ visitor: inout Visitor
  ) {
    var inner = place
    inner.isQuoted = true
    self.parts(parts, inner, &visitor)
  }

  @inline(never) private func arithmetic<Visitor: ShellVisitor>(
    _ expression: ArithmeticExpression, _ place: ParameterContext, _ visitor: inout Visitor
  ) {
    var inner = place
    inner.isInArithmetic = true
    parts(expression.parts, inner, &visitor)
  }

  @inline(never) private func parameter<Visitor: ShellVisitor>(
    _ parameter: ParameterExpansion, _ place: ParameterContext, _ visitor: inout Visitor
  ) {
    if !hidesParameters { visitor.visit(parameter, place) }
    for word in [parameter.index, parameter.argument, parameter.secondArgument] {
      guard let word else { continue }
      visitor.visit(word, .parameterArgument, place.command)
      parts(word.parts, place, &visitor)
    }
  }

  @inline(never) private func substitution<Visitor: ShellVisitor>(
    _ script: ShellScript, _ construct: CommandContext.Surroundings,
    _ output: CommandContext.Output, _ place: ParameterContext, _ visitor: inout Visitor
  ) {
    var inner = CommandContext()
    inner.surroundings = place.command.surroundings.union(construct)
    inner.isConditional = place.command.isConditional
    inner.ignoresErrexit = place.command.ignoresErrexit
    inner.functionName = place.command.functionName
    inner.depth = place.command.depth + 1
    inner.output = output
    statements(script.statements, inner, tested: false, &visitor)
  }
}
