/// Someone who is shown every node of a script in the order of the source.
///
/// A command comes before what is in it, a word before its parameters and substitutions.
public protocol ShellVisitor {
  /// Whether the scripts of `sh -c '…'` are shown too.
  var entersNestedScripts: Bool { get }
  /// Takes a command, simple or compound.
  mutating func visit(_ command: Command, _ context: CommandContext)
  /// Takes a word of a command; words in `${x…}` included.
  mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext)
  /// Takes a parameter.
  mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext)
  /// Takes a redirection.
  mutating func visit(_ redirect: Redirect, _ context: CommandContext)
}

extension ShellVisitor {
  /// Shows the scripts of `sh -c '…'`.
  public var entersNestedScripts: Bool { true }
  /// Passes by.
  public mutating func visit(_ command: Command, _ context: CommandContext) {}
  /// Passes by.
  public mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext) {}
  /// Passes by.
  public mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {}
  /// Passes by.
  public mutating func visit(_ redirect: Redirect, _ context: CommandContext) {}
}

extension ShellScript {
  /// Shows a visitor every node.
  public func accept(_ visitor: inout some ShellVisitor) {
    let walk = ShellWalk(entersNestedScripts: visitor.entersNestedScripts)
    walk.statements(statements, CommandContext(), tested: false, &visitor)
  }

  /// Calls `body` with every simple command at any depth.
  public func forEachCommand(
    includingNestedScripts: Bool = true, _ body: (SimpleCommand, CommandContext) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = ClosureVisitor(entersNestedScripts: includingNestedScripts)
      visitor.onCommand = { command, context in
        if case .simple(let simple) = command { body(simple, context) }
      }
      accept(&visitor)
    }
  }

  /// Calls `body` with every command at any depth, compound ones before what is in them.
  public func forEachNode(
    includingNestedScripts: Bool = true, _ body: (Command, CommandContext) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = ClosureVisitor(entersNestedScripts: includingNestedScripts)
      visitor.onCommand = body
      accept(&visitor)
    }
  }

  /// Calls `body` with every word at any depth.
  public func forEachWord(
    includingNestedScripts: Bool = true, _ body: (Word, WordRole, CommandContext) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = ClosureVisitor(entersNestedScripts: includingNestedScripts)
      visitor.onWord = body
      accept(&visitor)
    }
  }

  /// Calls `body` with every parameter at any depth; those in double quotes only if asked.
  public func forEachParameter(
    includingQuoted: Bool = true, includingNestedScripts: Bool = true,
    _ body: (ParameterExpansion, ParameterContext) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = ClosureVisitor(entersNestedScripts: includingNestedScripts)
      visitor.onParameter = { parameter, context in
        if includingQuoted || !context.isQuoted { body(parameter, context) }
      }
      accept(&visitor)
    }
  }

  /// Calls `body` with every redirection at any depth.
  public func forEachRedirect(
    includingNestedScripts: Bool = true, _ body: (Redirect, CommandContext) -> Void
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = ClosureVisitor(entersNestedScripts: includingNestedScripts)
      visitor.onRedirect = body
      accept(&visitor)
    }
  }
}

/// A visitor that calls what it is given.
private struct ClosureVisitor: ShellVisitor {
  let entersNestedScripts: Bool
  var onCommand: ((Command, CommandContext) -> Void)?
  var onWord: ((Word, WordRole, CommandContext) -> Void)?
  var onParameter: ((ParameterExpansion, ParameterContext) -> Void)?
  var onRedirect: ((Redirect, CommandContext) -> Void)?

  init(entersNestedScripts: Bool) { self.entersNestedScripts = entersNestedScripts }

  mutating func visit(_ command: Command, _ context: CommandContext) {
    onCommand?(command, context)
  }
  mutating func visit(_ word: Word, _ role: WordRole, _ context: CommandContext) {
    onWord?(word, role, context)
  }
  mutating func visit(_ parameter: ParameterExpansion, _ context: ParameterContext) {
    onParameter?(parameter, context)
  }
  mutating func visit(_ redirect: Redirect, _ context: CommandContext) {
    onRedirect?(redirect, context)
  }
}
