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
