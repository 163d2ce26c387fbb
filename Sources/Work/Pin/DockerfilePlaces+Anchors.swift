import BaseImages
import Dockerfile
import Facts
import OCI
import Source

extension DockerfilePlaces {
  /// Where the digest of a base is to be written.
  struct Anchor {
    /// The image.
    let reference: ImageReference
    /// The reference after variables were replaced.
    let text: String
    /// Text that ends as the reference does.
    let written: MappedText
    /// The ARG that the text stands in; nil where it stands in FROM.
    var argument: String?
  }

  /// Where the digest of the base of a stage is to be written; nil where the base is no image.
  func anchor(of stage: StageFacts, _ from: From) throws(Reason) -> Anchor? {
    switch stage.base {
    case .scratch, .stage, .context, .fragment: return nil
    case .invalid(_, let problem): throw Reason(problem.message.loweredFirst)
    case .unknown:
      if let anchor = try fallback(of: stage, from) { return anchor }
      let names = stage.baseText.references.map { "`\($0.name)`" }
      throw Reason(
        names.isEmpty
          ? "its name cannot be understood"
          : "it depends on \(names.joined(separator: ", ")), whose value is not known here")
    case .image(let reference):
      let text = stage.baseText.value.value ?? from.base.value
      let word = Word(from.base.text, stage.baseText.references)
      guard let last = word.references.last else {
        guard word.text.text == text else {
          throw Reason("it is written with quotes or escapes within")
        }
        return Anchor(reference: reference, text: text, written: word.text)
      }
      try checkNames(word, but: last)
      if last.range.upperBound < word.text.count {
        return try literal(word, after: last, reference, text)
      }
      return try argument(word, last, reference, text)
    }
  }

  /// The word of FROM without its quotes, with the variables that stand in it and in nothing else.
  struct Word {
    let text: MappedText
    /// The references with their ranges in `text`.
    let references: [(reference: ExpansionReference, range: Range<Int>)]

    init(_ word: MappedText, _ references: [ExpansionReference]) {
      let bare = word.withoutQuotes
      let shift = bare == nil ? 0 : 1
      text = bare ?? word
      self.references = references.filter { $0.enclosing == nil }.map {
        ($0, $0.range.lowerBound - shift..<$0.range.upperBound - shift)
      }
    }
  }

  private typealias Placed = (reference: ExpansionReference, range: Range<Int>)

  /// Whether the variables before the last one choose a registry or folder, and not the image.
  private func checkNames(_ word: Word, but last: Placed) throws(Reason) {
    for entry in word.references where entry.range.upperBound <= last.range.lowerBound {
      try checkName(word, entry)
    }
  }

  private func checkName(_ word: Word, _ entry: Placed) throws(Reason) {
    let next = entry.range.upperBound
    if next < word.text.count, word.text.bytes[next] == UInt8(ascii: "/") { return }
    let value = facts.globalScope.value(entry.reference.name).value
    if entry.reference.operation == nil, let value, value.isEmpty || value.hasSuffix("/") { return }
    throw Reason(
      "`\(entry.reference.name)` chooses the image, and a digest would hold for one of its values only"
    )
  }

  /// The end of the reference stands in FROM, and what stands before it chooses where it comes from.
  private func literal(
    _ word: Word, after last: Placed, _ reference: ImageReference, _ text: String
  ) throws(Reason) -> Anchor {
    try checkName(word, last)
    let tail = word.text.slice(last.range.upperBound..<word.text.count)
    guard text.hasSuffix(tail.text), tail.text.contains(where: { $0 != "/" }) else {
      throw Reason("it is written with quotes or escapes within")
    }
    return Anchor(reference: reference, text: text, written: tail)
  }

  /// The end of the reference is the value of a variable.
  private func argument(
    _ word: Word, _ last: Placed, _ reference: ImageReference, _ text: String
  ) throws(Reason) -> Anchor {
    let name = last.reference.name
    let before = last.range.lowerBound > 0 ? word.text.bytes[last.range.lowerBound - 1] : nil
    guard before == nil || before == UInt8(ascii: ":") || before == UInt8(ascii: "/") else {
      throw Reason("`\(name)` gives only a part of the tag, and a digest behind it would not last")
    }
    switch last.reference.operation {
    case nil, .defaultIfUnset, .defaultIfEmpty: break
    default: throw Reason("it is computed from `\(name)`")
    }
    if let fallback = fallback(last, in: word), text.hasSuffix(fallback.text),
      isUnset(name, last.reference.operation)
    {
      return Anchor(reference: reference, text: text, written: fallback)
    }
    guard let pair = globalPair(name), let value = pair.value else {
      throw Reason("`\(name)` does not get its value from an ARG of this file")
    }
    let written = value.text.withoutQuotes ?? value.text
    if written.bytes.contains(UInt8(ascii: "$")) {
      throw Reason("the value of `\(name)` is made of other variables")
    }
    guard !written.isEmpty, text.hasSuffix(written.text),
      facts.globalScope.value(name).value == written.text
    else {
      throw Reason("the value of `\(name)` is written with quotes or escapes within")
    }
    return Anchor(reference: reference, text: text, written: written, argument: name)
  }

  /// A base that is the default within `${NAME:-default}`, where NAME has no value of its own.
  private func fallback(of stage: StageFacts, _ from: From) throws(Reason) -> Anchor? {
    let word = Word(from.base.text, stage.baseText.references)
    guard word.references.count == 1, let only = word.references.first,
      only.range == 0..<word.text.count, let written = fallback(only, in: word),
      facts.globalScope.value(only.reference.name).value == nil
    else { return nil }
    do throws(ImageReferenceProblem) {
      let reference = try ImageReference(parsing: written.text)
      if reference.isScratch || facts.stagesByName[written.text.lowercased()] != nil { return nil }
      return Anchor(reference: reference, text: written.text, written: written)
    } catch {
      throw Reason(error.message.loweredFirst)
    }
  }

  /// The default within a reference, where it is plain text.
  private func fallback(_ entry: Placed, in word: Word) -> MappedText? {
    guard
      entry.reference.operation == .defaultIfUnset || entry.reference.operation == .defaultIfEmpty,
      let range = entry.reference.argumentRange, !range.isEmpty
    else { return nil }
    let shift = entry.reference.range.lowerBound - entry.range.lowerBound
    let inner = range.lowerBound - shift..<range.upperBound - shift
    guard inner.lowerBound >= 0, inner.upperBound <= word.text.count else { return nil }
    let text = word.text.slice(inner)
    let signs = Array("$\"'\\`".utf8)
    return text.bytes.contains(where: signs.contains) ? nil : text
  }

  private func isUnset(_ name: String, _ operation: ExpansionOperator?) -> Bool {
    switch facts.globalScope.value(name) {
    case .absent: true
    case .known(let value): value.isEmpty && operation == .defaultIfEmpty
    case .unknown: false
    }
  }

  /// The pair of the global ARG that gives a variable its value.
  private func globalPair(_ name: String) -> KeyValue? {
    guard case .globalArgument(let range)? = facts.globalScope.binding(name)?.origin else {
      return nil
    }
    for instruction in facts.globalArguments {
      if let pair = instruction.pairs.first(where: { $0.range == range }) { return pair }
    }
    return nil
  }

  /// Where an ARG is used besides the bases of stages, in a reason; nil where it is not.
  func otherUse(of name: String, besides stages: Set<Int>) -> String? {
    func reason(_ range: SourceRange) -> String {
      "`\(name)` is used at line \(facts.source.line(at: range.lowerBound)) too, where a digest would change more than the base"
    }
    for instruction in facts.globalArguments {
      for pair in instruction.pairs {
        guard let value = pair.value else { continue }
        let references = facts.globalScope.expand(value, escape: facts.syntax.escape).references
        if references.contains(where: { $0.name == name }) { return reason(pair.range) }
      }
    }
    for stage in facts.stages {
      let range = stage.fromInstruction?.range ?? stage.range
      if stage.platform?.references.contains(where: { $0.name == name }) ?? false {
        return reason(range)
      }
      if !stages.contains(stage.index),
        stage.baseText.references.contains(where: { $0.name == name })
      {
        return reason(range)
      }
      for step in stage.steps where step.kind == .arg {
        for pair in step.instruction.pairs where pair.key.value == name && pair.value == nil {
          return reason(pair.range)
        }
      }
    }
    return nil
  }
}

extension String {
  /// The text with its first letter in lower case, to stand within a sentence.
  var loweredFirst: String { prefix(1).lowercased() + dropFirst() }
}
