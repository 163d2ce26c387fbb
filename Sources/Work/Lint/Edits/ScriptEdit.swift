import Dockerfile
import Evidence
import Facts
import Shell
import Source

/// Edits of one shell text with the words that come and go by them, in the order of the text.
struct ScriptEdit: Sendable {
  /// The edits.
  var edits: [TextEdit]
  /// The words and operators that they add.
  var adds: [String]
  /// The words and operators that they drop.
  var drops: [String]

  /// An edit from its parts.
  init(_ edits: [TextEdit], adds: [String] = [], drops: [String] = []) {
    self.edits = edits
    self.adds = adds
    self.drops = drops
  }

  /// The replacement of a whole word.
  init(replacing word: String, at range: SourceRange, by other: String) {
    self.init([TextEdit(range, other)], adds: [other], drops: [word])
  }

  /// This edit and another one that stands after it in the text.
  func followed(by other: ScriptEdit?) -> ScriptEdit {
    guard let other else { return self }
    return ScriptEdit(
      edits + other.edits, adds: adds + other.adds, drops: drops + other.drops)
  }
}

extension Subject {
  /// The repair that an edit of the shell text of a step makes.
  ///
  /// A safe repair declares the words that it changes; where the change cannot be told in words, such
  /// as in a substitution within a here-document, it is not safe.
  func fix(
    _ title: String, _ applicability: Fix.Applicability, _ edit: ScriptEdit, in step: Step,
    risk: String? = nil
  ) -> Fix {
    guard applicability == .safe else {
      return Fix(title, applicability, edit.edits, risk: risk)
    }
    guard let changes = step.changes(by: edit, in: self) else {
      return Fix(
        title, .unsafe, edit.edits,
        risk: "The words are part of a longer text, in which they may mean something else.")
    }
    return Fix(title, .safe, edit.edits, changes: changes)
  }

  /// The same for the step that a command belongs to.
  func fix(
    _ title: String, _ applicability: Fix.Applicability, _ edit: ScriptEdit, at use: CommandUse,
    risk: String? = nil
  ) -> Fix {
    let step = facts.step(of: use)
    if applicability == .safe, step.kind == .run, edit.isBetweenWords(of: use) {
      return Fix(
        title, .safe, edit.edits, changes: [.command(adds: edit.adds, drops: edit.drops)])
    }
    let isInHeredoc = use.context?.surroundings.contains(.heredoc) ?? false
    return fix(
      title, applicability == .safe && isInHeredoc ? .unsafe : applicability, edit,
      in: step,
      risk: risk ?? (isInHeredoc ? "The command is part of the text of a here-document." : nil))
  }
}

extension ScriptEdit {
  /// Whether the edits stand between the words of a command of the script itself, or replace whole ones;
  /// then nobody has to look for the word that they are part of.
  fileprivate func isBetweenWords(of use: CommandUse) -> Bool {
    guard let command = use.command, let surroundings = use.context?.surroundings,
      surroundings.isDisjoint(with: [
        .commandSubstitution, .processSubstitution, .nestedScript, .heredoc,
      ])
    else { return false }
    let words =
      command.words.map(\.range) + command.assignments.map(\.range)
      + command.redirects.map(\.range)
    return edits.allSatisfy { edit in
      command.range.lowerBound <= edit.range.lowerBound
        && edit.range.upperBound <= command.range.upperBound
        && words.allSatisfy { word in
          word.upperBound <= edit.range.lowerBound || edit.range.upperBound <= word.lowerBound
            || edit.range.contains(word)
        }
    }
  }
}

extension Step {
  /// What a safe repair has to declare of an edit of the shell text; nil where words cannot tell it.
  fileprivate func changes(by edit: ScriptEdit, in subject: Subject) -> [Fix.Change]? {
    switch kind {
    case .cmd, .entrypoint: return [.startCommand]
    case .healthcheck: return [.healthcheck]
    case .run: break
    default: return nil
    }
    for place in edit.edits.map(\.range) {
      switch outerWord(around: place) {
      case .none: continue
      case .unknown: return nil
      case .word(let text, let range):
        guard edit.edits.allSatisfy({ range.contains($0.range) }),
          let after = Self.word(text, range, after: edit.edits, subject)
        else { return nil }
        return [.command(adds: [after], drops: [text])]
      }
    }
    return [.command(adds: edit.adds, drops: edit.drops)]
  }

  private enum OuterWord {
    case none
    case unknown
    case word(String, SourceRange)
  }

  /// The word of the text as a whole that has more than a range in it: a string that is a script of
  /// its own, or a word with a substitution.
  private func outerWord(around range: SourceRange) -> OuterWord {
    func isInside(_ word: SourceRange) -> Bool {
      word.lowerBound < range.lowerBound && range.upperBound < word.upperBound
        || word.contains(range) && word != range && !range.isEmpty
    }
    if instruction.isJSON {
      let argument = instruction.arguments.first { isInside($0.range) }
      return argument.map { .word($0.value, $0.range) } ?? .none
    }
    guard let script = scripts.first else { return .none }
    var found = OuterWord.none
    script.forEachWord(includingNestedScripts: false) { word, role, context in
      guard case .none = found, isInside(word.range) else { return }
      switch role {
      case .commandName, .argument, .loopWord, .caseSubject:
        found = .word(word.text, word.range)
      case .assignmentValue:
        found = .unknown
        script.forEachCommand(includingNestedScripts: false) { command, _ in
          guard let whole = command.assignments.first(where: { $0.value == word }) else { return }
          let name = whole.name + (whole.isAppend ? "+=" : "=")
          if whole.index == nil { found = .word(name + word.text, whole.range) }
        }
      default: found = .unknown
      }
    }
    return found
  }

  /// A word after the edits in it; nil where its text is not a run of the source.
  private static func word(
    _ text: String, _ range: SourceRange, after edits: [TextEdit], _ subject: Subject
  ) -> String? {
    let raw = subject.text(range)
    var start = range.lowerBound
    var quote = ""
    if raw != text {
      // A string of a JSON array, without escapes in it.
      guard raw == "\"\(text)\"" else { return nil }
      start += 1
      quote = "\""
    }
    let piece = SourceText(name: "", bytes: Array(text.utf8))
    let moved = edits.map {
      TextEdit(
        SourceRange($0.range.lowerBound - start, $0.range.upperBound - start), $0.replacement)
    }
    guard moved.allSatisfy({ $0.range.lowerBound >= 0 && $0.range.upperBound <= text.utf8.count })
    else { return nil }
    if !quote.isEmpty, moved.contains(where: { $0.replacement.contains { "\"\\\n".contains($0) } })
    {
      return nil
    }
    return String(decoding: piece.applying(moved), as: UTF8.self)
  }
}
