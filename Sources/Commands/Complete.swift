import Arguments

/// `hardstand complete KIND`: the words that a completion script asks for.
let completeCommand = Command(
  CommandDescription(
    name: "complete", abstract: "List the words that can stand at some place", group: "About",
    arguments: [kindArgument], isHidden: true)
) { session, arguments in
  let kind = arguments.argument(kindArgument) ?? ""
  // Whoever types does not want to read why there is nothing to offer.
  guard let found = CommandTable.candidates.first(where: { $0.kind == kind }),
    let words = try? found.list(session)
  else { return .clean }
  for word in words {
    session.write(word.meaning.isEmpty ? "\(word.word)\n" : "\(word.word)\t\(word.meaning)\n")
  }
  return .clean
}

private let kindArgument = ArgumentDescription("KIND", help: "What the words are")
