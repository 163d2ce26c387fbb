import Arguments
import Dockerfile
import Facts
import Source
import Terminal

private let files = ArgumentDescription("FILE", .some, .file, help: "Dockerfiles, or - for stdin")

/// `hardstand debug parse`: whether the frontend takes each file, and which step refuses it.
let debugParse = Command(
  CommandDescription(
    name: "parse", abstract: "Say whether the frontend takes each Dockerfile",
    discussion: """
      Prints a line for each file: path, tab, verdict, tab, message. The verdict is ok, or the step \
      that refuses the file: parse, instruction or plan. A build without --build-arg is assumed.
      """,
    arguments: [files],
    examples: [.init("hardstand debug parse */Dockerfile", "Print a verdict for each file")])
) { session, arguments in
  var status = ExitCode.clean
  for path in arguments.arguments(files) {
    do throws(Failure) {
      let source = try SourceReader.read(path, session)
      let facts = DockerfileFacts.of(DockerfileSyntax.parse(source))
      guard let problem = facts.refusal else {
        session.write("\(path)\tok\t\n")
        continue
      }
      let place = source.position(at: problem.range.lowerBound)
      var message = "\(place.line):\(place.column): \(problem.message)"
      if let help = problem.help { message += "; \(help)" }
      session.write(
        "\(path)\t\(problem.step.rawValue)\t\(Visible.text(message, session.outputStyle))\n")
      status = status.joined(with: .findings)
    } catch {
      session.report(error)
      status = status.joined(with: .failed)
    }
  }
  return status
}
