import Arguments
import Dockerfile
import Facts
import Host
import OCI
import Plan
import Source

/// Prints the plan of a build without doing anything, the network included.
enum BuildPlanning {
  static func show(
    _ session: Session, _ arguments: ParsedArguments
  ) throws(Failure) -> ExitCode {
    let folder = arguments.argument(BuildArguments.context) ?? "."
    let file = arguments.value(BuildArguments.file) ?? Paths.join(folder, "Dockerfile")
    let source = try SourceReader.read(file, session)
    try SourceReader.requireText(source)
    var options = BuildOptions()
    options.target = arguments.value(BuildArguments.target)
    options.platform = arguments.list(BuildArguments.platform).first
    options.arguments = BuildRequest.arguments(arguments, session)
    options.namedContexts = Set(
      try BuildRequest.pairs(arguments.list(BuildArguments.buildContext), "--build-context")
        .map(\.name))
    let facts = DockerfileFacts.of(.parse(source), options: options)
    if let problem = facts.refusal {
      throw Failure(
        problem.message, in: source, at: problem.range.lowerBound, hint: problem.help)
    }
    if let target = options.target?.lowercased(),
      !facts.stages.contains(where: { $0.name == target || "\($0.index)" == target })
    {
      let names = facts.stages.map { $0.name ?? "\($0.index)" }.joined(separator: ", ")
      throw Failure("`\(target)` is no stage of `\(file)`", hint: "Name one of \(names)")
    }
    guard let graph = BuildGraph(of: BuildPlan(of: facts, options: options)) else {
      throw Failure("`\(file)` has no stage", hint: "Begin it with FROM")
    }
    switch arguments.value(BuildArguments.format) {
    case "json": session.write(graph.json(in: source))
    case "dot": session.write(graph.dot(in: source))
    default: session.write(graph.text(in: source))
    }
    return .clean
  }
}
