import Arguments
import Dockerfile
import Source

private let word = ArgumentDescription("WORD", help: "The word, such as ${NAME:-default}")
private let words = OptionDescription.flag("words", help: "Split the result into words, one a line")
private let variables = OptionDescription.list(
  "env", "NAME=VALUE", separator: nil, variable: .none, help: "Set a variable")
private let escape = OptionDescription.value(
  "escape", "CHARACTER", variable: .none, help: "The escape character, \\ or a backtick")

/// `hardstand debug expand`: a word after the frontend replaced its variables.
let debugExpand = Command(
  CommandDescription(
    name: "expand", abstract: "Expand a word as the Dockerfile frontend does",
    arguments: [word], options: [words, variables, escape],
    examples: [
      .init("hardstand debug expand --env V=1.2.3 '${V%.*}'", "Print 1.2"),
      .init("hardstand debug expand --words --env V='a b' '$V c'", "Print three words"),
    ])
) { session, arguments in
  var environment: [String: String] = [:]
  for pair in arguments.list(variables) {
    guard let equals = pair.firstIndex(of: "=") else {
      throw UsageError("`--env \(pair)` has no `=`", hint: "Write `--env NAME=value`")
    }
    environment[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
  }
  let expander = Expander(escape: arguments.value(escape)?.utf8.first ?? UInt8(ascii: "\\"))
  let text = arguments.argument(word) ?? ""
  do throws(ExpansionError) {
    if arguments.flag(words) {
      for text in try expander.words(text, environment: environment).texts ?? [] {
        session.write(text + "\n")
      }
    } else {
      session.write((try expander.word(text, environment: environment).value.text ?? "") + "\n")
    }
    return .clean
  } catch {
    session.report(Failure("cannot expand `\(text)`", because: [error.description]))
    return .findings
  }
}
