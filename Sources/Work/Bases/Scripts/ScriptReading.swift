import Shell
import Source

/// The commands that a maintainer script may run when its package is configured for the first time, with
/// their words as far as they can be known.
///
/// Nothing is run. Conditions are not decided: what stands in any branch counts. Values of variables are
/// followed through assignments, loops over known words and functions.
struct ScriptReading {
  /// A command.
  struct Call {
    /// The name; nil where it is not known.
    let name: String?
    /// The words after it; nil for those that are not known.
    let arguments: [String?]
  }

  /// The commands, in the order of the script.
  private(set) var calls: [Call] = []
  /// Whether all of it could be understood.
  private(set) var isUnderstood = true
  private var variables: [String: String?] = [:]
  private var functions: [String: Command] = [:]
  private var depth = 0
  /// How many conditions stand around what is read.
  private var conditions = 0
  private static let limit = 5000

  /// Reads a script of the shell.
  /// - Parameters:
  ///   - text: The script.
  ///   - package: The package whose script it is.
  ///   - architecture: Debian's name of the architecture.
  init(_ text: [UInt8], package: String, architecture: String) {
    variables = [
      "1": "configure", "2": "", "DPKG_ROOT": "", "DPKG_MAINTSCRIPT_PACKAGE": package,
      "DPKG_MAINTSCRIPT_ARCH": architecture,
    ]
    let source = SourceText(name: package, bytes: text)
    let script = ShellScript.parse(MappedText(source, source.range), dialect: .posix)
    isUnderstood = script.problems.isEmpty
    read(script.statements)
  }

  private mutating func read(_ statements: [Statement]) {
    for statement in statements {
      for pipeline in statement.list.pipelines {
        for command in pipeline.commands { read(command) }
      }
    }
  }

  private mutating func read(_ command: Command) {
    if calls.count > ScriptReading.limit || depth > 32 {
      isUnderstood = false
      return
    }
    depth += 1
    defer { depth -= 1 }
    switch command {
    case .simple(let simple): read(simple)
    case .subshell(let group), .group(let group): read(group.body)
    case .if(let choice):
      for branch in choice.branches {
        read(branch.condition)
        readConditionally(branch.body)
      }
      readConditionally(choice.elseBody ?? [])
    case .for(let loop): read(loop)
    case .arithmeticFor(let loop): read(loop.body)
    case .while(let loop):
      read(loop.condition)
      read(loop.body)
    case .case(let choice): for clause in choice.clauses { readConditionally(clause.body) }
    case .function(let definition): functions[definition.name] = definition.body
    case .conditional, .arithmetic, .coprocess: break
    }
  }

  private mutating func readConditionally(_ statements: [Statement]) {
    conditions += 1
    read(statements)
    conditions -= 1
  }

  private mutating func read(_ loop: ForLoop) {
    var values: [String]? = []
    for word in loop.words ?? [] {
      guard let text = value(word) else {
        values = nil
        break
      }
      if word.hasQuotes {
        values?.append(text)
      } else {
        values? += text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map(String.init)
      }
    }
    guard let values, loop.words != nil else {
      variables[loop.variable] = .some(nil)
      read(loop.body)
      return
    }
    for value in values.prefix(200) {
      variables[loop.variable] = value
      read(loop.body)
    }
  }

  private mutating func read(_ simple: SimpleCommand) {
    guard !simple.words.isEmpty else {
      for assignment in simple.assignments where assignment.index == nil {
        let text = assignment.value.map { value($0) } ?? ""
        // What may not happen at all takes no known value away.
        if text == nil, conditions > 0, variables[assignment.name] != nil { continue }
        variables[assignment.name] =
          assignment.isAppend
          ? text.flatMap { text in (variables[assignment.name] ?? nil).map { $0 + text } } : text
      }
      return
    }
    var words: [String?] = []
    for word in simple.words {
      guard let text = value(word) else {
        words.append(nil)
        continue
      }
      if word.hasQuotes || !word.containsExpansion {
        words.append(text)
      } else {
        words += text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.map { String($0) }
      }
    }
    guard let first = words.first else { return }
    if let first, let body = functions[first] {
      let before = variables
      for (index, word) in words.dropFirst().enumerated() { variables["\(index + 1)"] = word }
      for index in words.count...max(words.count, 9) { variables["\(index)"] = "" }
      read(body)
      for index in 1...9 { variables["\(index)"] = before["\(index)"] }
      return
    }
    calls.append(Call(name: first, arguments: Array(words.dropFirst())))
  }

  /// The value of a word; nil where it is not known.
  private func value(_ word: Word) -> String? { value(word.parts) }

  private func value(_ parts: [WordPart]) -> String? {
    var text = ""
    for part in parts {
      switch part.kind {
      case .literal(let piece), .escaped(let piece), .glob(let piece), .singleQuoted(let piece),
        .ansiQuoted(let piece), .tilde(let piece):
        text += piece
      case .doubleQuoted(let inner), .localeQuoted(let inner):
        guard let piece = value(inner) else { return nil }
        text += piece
      case .parameter(let parameter):
        guard parameter.operator == nil, !parameter.isLength, !parameter.isIndirect,
          let known = variables[parameter.name], let known
        else { return nil }
        text += known
      case .commandSubstitution, .arithmetic, .processSubstitution, .array: return nil
      }
    }
    return text
  }
}
