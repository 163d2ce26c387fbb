import Arguments
import BaseImages
import Dockerfile
import Host
import Lint
import OCI
import Pin
import Policy
import Source

/// `hardstand pin`: holds the images that files name by their digests.
let pinCommand = Command(
  CommandDescription(
    name: "pin", abstract: "Hold the images that files name by their digests",
    discussion: """
      Looks up every image of a registry that a Dockerfile or compose file names, and writes the digest \
      behind its tag, as in `name:tag@sha256:DIGEST`. It is the digest of the index where there is one, so every \
      platform still works. A reference without a tag gets `:latest`, which is what it stands for. A \
      digest is written into an ARG where that gives the end of the reference and nothing else.

      Stages, scratch, references that have a digest, templates, waived lines, images that a compose \
      file builds and references with variables that cannot be resolved stay as they are; the last are \
      told with the reason. With --platform, an image that is not there for a platform is not pinned; \
      FROM --platform and `platform:` of a service count for their own image.

      Folders are searched for Dockerfiles, Containerfiles, compose*.yaml and docker-compose*.yaml. Exits \
      with 1 if --check finds a reference without a digest, or one whose tag stands for another digest \
      now, if --diff finds something to change, or if a platform is missing; with 3 if an image could \
      not be looked up, after all others were.
      """,
    group: "Images", arguments: [pathsArgument], options: PinOptions.all,
    examples: [
      .init("hardstand pin", "Pin what the files below the current folder name"),
      .init("hardstand pin --check", "Tell what is not pinned, and what has moved since"),
      .init("hardstand pin --update --diff", "Show what newer digests would change"),
      .init(
        "hardstand pin --platform linux/amd64,linux/arm64 Dockerfile",
        "Pin only what is there for both"),
    ])
) { session, arguments in
  try PinRun(session, arguments).run()
}

private let pathsArgument = ArgumentDescription(
  "PATH", .any, .path, help: "Files and folders, or - for stdin; the current folder without")

/// What `pin` takes.
enum PinOptions {
  static let check = OptionDescription.flag(
    "check", help: "Tell what is not pinned or has moved, and write nothing")
  static let update = OptionDescription.flag(
    "update", help: "Move pinned references to what their tags stand for today")
  static let diff = OptionDescription.flag(
    "diff", help: "Print what would change as a patch, and write nothing")
  static let platforms = OptionDescription.list(
    "platform", "PLATFORMS", help: "The platforms that images must be there for")

  static let all =
    [check, update, diff, platforms, CommonOptions.json, CheckOptions.config]
    + [CheckOptions.noConfig, CheckOptions.name] + ImageOptions.registries
}

/// One run of `pin`.
private struct PinRun {
  let session: Session
  let arguments: ParsedArguments
  let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)

  init(_ session: Session, _ arguments: ParsedArguments) {
    self.session = session
    self.arguments = arguments
  }

  func run() throws -> ExitCode {
    let isCheck = arguments.flag(PinOptions.check)
    let isDiff = arguments.flag(PinOptions.diff)
    for option in [PinOptions.update, PinOptions.diff] where isCheck && arguments.flag(option) {
      throw UsageError(
        "`--check` writes nothing, so `--\(option.long)` has nothing to do",
        hint: "Leave one of them out")
    }
    let mode: PinMode = isCheck ? .check : arguments.flag(PinOptions.update) ? .update : .pin
    let inputs = CheckInputs(arguments.arguments(pathsArgument), session) {
      DockerfileName.matches($0) || PinDocument.isCompose($0)
    }
    if inputs.files.isEmpty, inputs.failures.isEmpty {
      throw Failure(
        "found no Dockerfile and no compose file", hint: "Name the file, or a folder that holds one"
      )
    }
    let jobs = try jobs(inputs.files, mode, platforms())
    var failures = inputs.failures.map(\.failure)
    let documents = Parallel.map(jobs, threads: session.processors) { job in
      Result { () throws(Failure) in
        (try PinDocument(source(of: job.file), job.pinner.check), job)
      }
    }
    var read: [(document: PinDocument, job: Job)] = []
    for result in documents {
      do throws(Failure) { read.append(try result.get()) } catch { failures.append(error) }
    }
    let queries = read.flatMap { $0.job.pinner.queries(for: $0.document) }.merged
    let answers = PinLookup(try ImageSession.client(session, arguments)).answers(to: queries)
    failures += answers.failures
    let outcomes = Parallel.map(read, threads: session.processors) { document, job in
      (file: job.file, outcome: job.pinner.outcome(of: document, answers))
    }
    let delivery = Delivery(
      session: session, isDiff: isDiff || isCheck,
      isSilent: isCheck || arguments.flag(CommonOptions.json))
    var delivered: [PinOutcome] = []
    for (file, outcome) in outcomes {
      do throws(Failure) {
        try delivery.deliver(outcome.bytes, of: outcome.source, to: file)
        delivered.append(outcome)
      } catch {
        failures.append(error)
      }
    }
    let report = PinReport(outcomes: delivered, mode: mode, isDiff: isDiff)
    if arguments.flag(CommonOptions.json) {
      session.write(report.json)
    } else {
      if isCheck { session.write(report.findings(session.outputStyle)) }
      session.tell(report.summary(session.errorStyle, isVerbose: session.isVerbose))
    }
    for failure in failures { session.report(failure) }
    if !failures.isEmpty { return .failed }
    let isFound =
      isCheck
      ? delivered.contains(where: \.hasFindings)
      : isDiff && delivered.contains(where: \.isChanged)
        || delivered.contains(where: \.lacksPlatforms)
    return isFound ? .findings : .clean
  }

  private struct Job: Sendable {
    let file: String
    let pinner: Pinner
  }

  private func jobs(
    _ files: [String], _ mode: PinMode, _ platforms: [Platform]
  ) throws -> [Job] {
    var policies = try CheckPolicies(
      arguments, session, rules: rules, today: Day(secondsSince1970: session.now()), levels: [],
      only: [])
    return try files.map { file in
      let check = try policies.check(of: file).0
      return Job(file: file, pinner: Pinner(check: check, mode: mode, platforms: platforms))
    }
  }

  private func platforms() throws(Failure) -> [Platform] {
    var platforms: [Platform] = []
    for text in arguments.list(PinOptions.platforms) {
      guard let platform = Platform(text) else {
        throw Failure(
          "cannot understand the platform `\(text)`",
          hint: "write it as in `linux/amd64` or `arm64`"
        )
      }
      if !platforms.contains(platform) { platforms.append(platform) }
    }
    return platforms
  }

  private func source(of file: String) throws(Failure) -> SourceText {
    let source = try SourceReader.read(file, session)
    try SourceReader.requireText(source)
    if file == "-", let name = arguments.value(CheckOptions.name) {
      return SourceText(name: name, bytes: source.bytes)
    }
    return source
  }
}
