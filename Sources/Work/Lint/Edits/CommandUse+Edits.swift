import Dockerfile
import Facts
import Shell
import Source

extension CommandUse {
  /// The edit that puts words behind an argument.
  func inserting(_ words: String, after argument: Argument?) -> ScriptEdit? {
    guard let argument else { return nil }
    let list = words.split(separator: " ").map(String.init)
    if command == nil {
      guard kind == .run else { return nil }
      let strings = list.map { ", \"\($0)\"" }.joined()
      return ScriptEdit([.insert(strings, at: argument.range.upperBound)], adds: list)
    }
    return ScriptEdit([.insert(" " + words, at: argument.range.upperBound)], adds: list)
  }

  /// The edit that puts words before the program.
  func inserting(_ words: String, before path: Argument?) -> ScriptEdit? {
    guard command != nil, let path else { return nil }
    return ScriptEdit(
      [.insert(words + " ", at: path.range.lowerBound)],
      adds: words.split(separator: " ").map(String.init))
  }

  /// From the program to an argument, such as `apt-get update` in `apt-get update -q`.
  func range(to argument: Argument?) -> SourceRange {
    let start = path?.range ?? range
    return argument.map { start.union($0.range) } ?? start
  }

  /// The words from the program to an argument as a message shows them, on one line.
  func words(to argument: Argument?) -> String {
    let end = argument?.range.upperBound ?? path?.range.upperBound ?? 0
    let before = arguments.filter { $0.range.upperBound <= end }.map(\.best)
    return ([path?.best ?? program ?? ""] + before).joined(separator: " ")
  }
}

extension CommandUse {
  /// The edit that takes an argument away, with the blanks or the line before it; with `following`, also
  /// the argument behind it, which is its value. Nil where a comment stands on the way.
  func removing(_ argument: Argument, following: Bool = false, in subject: Subject) -> ScriptEdit? {
    guard let index = arguments.firstIndex(where: { $0.range == argument.range }),
      let before = index > 0 ? arguments[index - 1] : path
    else { return nil }
    var last = argument
    if following {
      guard index + 1 < arguments.count else { return nil }
      last = arguments[index + 1]
    }
    let range = SourceRange(before.range.upperBound, last.range.upperBound)
    let comments = subject.facts.step(of: self).instruction.innerComments
    guard !comments.contains(where: { range.overlaps($0) }) else { return nil }
    return ScriptEdit(
      [TextEdit(range, "")], drops: following ? [argument.text, last.text] : [argument.text])
  }

  /// The edit that takes an option away, also out of a cluster such as `-fsSk`.
  func removing(option letter: Character?, _ argument: Argument, in subject: Subject) -> ScriptEdit?
  {
    guard let letter, !argument.text.hasPrefix("--"), argument.text.utf8.count > 2 else {
      return removing(argument, in: subject)
    }
    guard command != nil, argument.text.hasPrefix("-"),
      argument.text.dropFirst().allSatisfy({ $0.isASCII && $0.isLetter })
    else { return nil }
    let rest = argument.text.filter { $0 != letter }
    return rest == "-"
      ? removing(argument, in: subject)
      : ScriptEdit(replacing: argument.text, at: argument.range, by: rest)
  }
}
