import Arguments
import Dockerfile
import Source

private let file = ArgumentDescription("FILE", .one, .file, help: "The Dockerfile, or - for stdin")

/// `hardstand debug ast`: the tree of a Dockerfile as BuildKit's parser tests print it.
let debugAST = Command(
  CommandDescription(
    name: "ast", abstract: "Print the tree of a Dockerfile",
    discussion: "One s-expression an instruction, in the form of BuildKit's parser tests.",
    arguments: [file],
    examples: [.init("hardstand debug ast Dockerfile", "Print the tree")])
) { session, arguments in
  let source = try SourceReader.read(arguments.argument(file) ?? "-", session)
  let syntax = DockerfileSyntax.parse(source)
  if let problem = syntax.problems.first(where: { $0.step == .parse }) {
    throw Failure(problem.message, in: source, at: problem.range.lowerBound, hint: problem.help)
  }
  session.write(syntax.dump())
  return .clean
}
