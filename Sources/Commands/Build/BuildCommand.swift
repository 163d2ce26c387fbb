import Arguments
import Dockerfile
import Facts
import Host
import Plan
import Source

/// `hardstand build`: what a Dockerfile asks a builder to do.
let buildCommand = Command(
  CommandDescription(
    name: "build", abstract: "Print the plan of a build",
    discussion: """
      Prints the operations that the target needs, each with what it needs in turn, and the settings \
      of the image. Nothing is built, pulled or run: carrying the plan out is still to come, so \
      --plan must be given.
      """,
    group: "Dockerfiles", arguments: [contextArgument],
    options: [planOption, formatOption, fileOption, targetOption, argumentOption, platformOption],
    examples: [
      .init("hardstand build --plan .", "Print what a build of this folder would do"),
      .init("hardstand build --plan --target test --build-arg VERSION=2 .", "Plan another stage"),
      .init("hardstand build --plan --format dot . | dot -Tsvg > plan.svg", "Draw the plan"),
    ])
) { session, arguments in
  guard arguments.flag(planOption) else {
    throw Failure(
      "cannot build an image yet", hint: "Print the plan of the build with `--plan`")
  }
  let folder = arguments.argument(contextArgument) ?? "."
  let file = arguments.value(fileOption) ?? Paths.join(folder, "Dockerfile")
  let source = try SourceReader.read(file, session)
  try SourceReader.requireText(source)
  var options = BuildOptions()
  options.target = arguments.value(targetOption)
  options.platform = arguments.value(platformOption)
  for text in arguments.list(argumentOption) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    // A name alone takes its value from the environment, as Docker does.
    options.arguments[name] =
      parts.count == 2 ? String(parts[1]) : session.environment[name]
  }
  let facts = DockerfileFacts.of(.parse(source), options: options)
  if let problem = facts.refusal {
    throw Failure(
      problem.message, in: source, at: problem.range.lowerBound, hint: problem.help)
  }
  if let target = options.target?.lowercased(),
    !facts.stages.contains(where: { $0.name == target || "\($0.index)" == target })
  {
    throw Failure(
      "`\(target)` is no stage of `\(file)`",
      hint: "Name one of \(facts.stages.map { $0.name ?? "\($0.index)" }.joined(separator: ", "))")
  }
  guard let graph = BuildGraph(of: BuildPlan(of: facts, options: options)) else {
    throw Failure("`\(file)` has no stage", hint: "Begin it with FROM")
  }
  switch arguments.value(formatOption) {
  case "json": session.write(graph.json(in: source))
  case "dot": session.write(graph.dot(in: source))
  default: session.write(graph.text(in: source))
  }
  return .clean
}

private let contextArgument = ArgumentDescription(
  "CONTEXT", .optional, .folder, help: "The folder to build; the current one without")
private let planOption = OptionDescription.flag(
  "plan", help: "Print what would be done, and do nothing")
private let formatOption = OptionDescription.value(
  "format", "FORMAT",
  .choices([
    .init("text", "For people"), .init("json", "For programs"), .init("dot", "For Graphviz"),
  ]), default: "text", help: "How to print the plan")
private let fileOption = OptionDescription.value(
  "file", short: "f", "FILE", .file, help: "The Dockerfile [default: CONTEXT/Dockerfile]")
private let targetOption = OptionDescription.value(
  "target", "STAGE", help: "The stage to build [default: the last]")
private let argumentOption = OptionDescription.list(
  "build-arg", "NAME=VALUE", separator: nil, variable: .none, help: "Set a build argument")
private let platformOption = OptionDescription.value(
  "platform", "PLATFORM", help: "The platform to build for, such as linux/arm64")
