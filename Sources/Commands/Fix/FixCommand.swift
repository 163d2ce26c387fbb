import Arguments
import BaseImages
import Dockerfile
import Evidence
import Facts
import Host
import Lint
import Pin
import Policy
import Repair
import Report
import Source

/// `hardstand fix`: repairs Dockerfiles.
let fixCommand = Command(
  CommandDescription(
    name: "fix", abstract: "Repair Dockerfiles",
    discussion: """
      Makes the repairs that change nothing about the build but what they say. After each, the file is \
      read again and its build plan compared with the one before; what does not hold is not done. \
      With --unsafe, repairs that may change behaviour are made too. With --pin, and only then, \
      registries are asked for the digests of images that findings say are not held by one; \
      `hardstand pin` does that for every image. A file that the builder refuses, \
      a template and a waived finding stay as they are. Exits with 1 if --diff finds something to \
      change.
      """,
    group: "Dockerfiles", arguments: [CheckOptions.paths], options: FixOptions.all,
    examples: [
      .init("hardstand fix --diff", "Show what would change below the current folder"),
      .init("hardstand fix Dockerfile", "Repair a file in place"),
      .init(
        "hardstand fix --unsafe --rule user-missing Dockerfile", "Make the repairs of one rule"),
      .init("hardstand fix - < Dockerfile > repaired", "Repair the standard input"),
    ])
) { session, arguments in
  try FixRun(session, arguments).run()
}

/// One run of `fix`.
struct FixRun {
  let session: Session
  let arguments: ParsedArguments
  let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)

  init(_ session: Session, _ arguments: ParsedArguments) {
    self.session = session
    self.arguments = arguments
  }

  func run() throws -> ExitCode {
    let inputs = CheckInputs(arguments.arguments(CheckOptions.paths), session)
    if inputs.files.isEmpty, inputs.failures.isEmpty {
      throw Failure("found no Dockerfile", hint: "Name the file, or a folder that holds one")
    }
    let only = try selectedRules()
    var policies = try CheckPolicies(
      arguments, session, rules: rules, today: try CheckOptions.today(arguments, session),
      levels: levels,
      only: only?.sorted())
    var jobs: [(file: String, check: FileCheck)] = []
    for file in inputs.files { jobs.append((file, try policies.check(of: file).0)) }
    let isUnsafe = arguments.flag(FixOptions.unsafe)
    let sources = Parallel.map(jobs, threads: session.processors) { job in
      Result { () throws(Failure) in try source(of: job.file) }
    }
    var failures = inputs.failures.map(\.failure)
    let answers = try pinAnswers(jobs.map(\.check), sources, only: only, &failures)
    let results = Parallel.map(Array(zip(jobs, sources)), threads: session.processors) { entry in
      let (job, source) = entry
      return Result { () throws(Failure) in
        outcome(
          of: job.file, try source.get(),
          // What comes on the standard input goes to the standard output, and nothing is written.
          Repairer(includesUnsafe: isUnsafe, rules: only, amendsContext: job.file != "-") { facts in
            let verdict = job.check.verdict(on: facts)
            return answers.map { PinRepairs(check: job.check).adding(to: verdict, facts, $0) }
              ?? verdict
          })
      }
    }
    var repaired: [RepairDelivery.Item] = []
    for (job, result) in zip(jobs, results) {
      do throws(Failure) {
        repaired.append(.init(file: job.file, outcome: try result.get()))
      } catch {
        failures.append(error)
      }
    }
    var delivery = RepairDelivery(
      Delivery(
        session: session, isDiff: arguments.flag(FixOptions.diff),
        isSilent: arguments.flag(CommonOptions.json)))
    delivery.deliver(repaired)
    failures += delivery.failures
    let summary = FixSummary(
      outcomes: delivery.outcomes, ignoreFiles: delivery.ignoreFiles,
      withoutContext: only.map { withoutContext(delivery.outcomes, $0) } ?? [], isUnsafe: isUnsafe,
      isDiff: arguments.flag(FixOptions.diff), showsEach: arguments.flag(FixOptions.show))
    if arguments.flag(CommonOptions.json) {
      session.write(summary.json)
    } else {
      session.tell(summary.text(session.errorStyle))
    }
    for failure in failures { session.report(failure) }
    if !failures.isEmpty { return .failed }
    return summary.isDiff && summary.hasChanges ? .findings : .clean
  }

  /// What `--rule NAME=LEVEL` says, as `check` takes it.
  private var levels: [String] { arguments.list(FixOptions.rule).filter { $0.contains("=") } }

  /// The names of the rules that `--rule` gives; nil without.
  private func selectedRules() throws(Failure) -> Set<String>? {
    let given = arguments.list(FixOptions.rule).filter { !$0.contains("=") }
    if given.isEmpty { return nil }
    var names: Set<String> = []
    for text in given {
      let places = rules.places(matching: Selector(text))
      if places.isEmpty {
        throw Failure(
          "--rule: `\(text)` is no rule, alias or family",
          hint: rules.suggestion(for: text).map { "Write `\($0)`" }
            ?? "List the rules with `hardstand rules`")
      }
      for place in places { names.insert(rules.rules[place].name) }
    }
    return names
  }

  /// The rules that are about nothing but the ignore file.
  private static let aboutContext: Set<String> = [
    "dockerignore-incomplete", "dockerignore-missing", "secret-in-context",
  ]

  /// The files whose context is not known, where rules about it were asked for by name.
  private func withoutContext(_ outcomes: [RepairOutcome], _ only: Set<String>) -> [String] {
    if only.isDisjoint(with: Self.aboutContext) { return [] }
    return outcomes.filter { !$0.isContextKnown }.map(\.source.name)
  }

  /// What registries say of the images of findings; nil where they are not to be asked.
  private func pinAnswers(
    _ checks: [FileCheck], _ sources: [Result<SourceText, Failure>], only: Set<String>?,
    _ failures: inout [Failure]
  ) throws(Failure) -> PinAnswers? {
    guard arguments.flag(FixOptions.pin) else { return nil }
    let client = try ImageSession.client(session, arguments)
    let jobs = Array(zip(checks, sources))
    let queries = Parallel.map(jobs, threads: session.processors) { check, source in
      guard let source = try? source.get() else { return [PinQuery]() }
      let facts = DockerfileFacts.of(DockerfileSyntax.parse(source))
      var verdict = check.verdict(on: facts)
      if let only {
        verdict = Verdict(
          source: source, findings: verdict.findings.filter { only.contains($0.rule) })
      }
      return PinRepairs(check: check).queries(for: verdict, facts)
    }
    let answers = PinLookup(client).answers(to: queries.flatMap(\.self).merged)
    failures += answers.failures
    return answers
  }

  private func source(of file: String) throws(Failure) -> SourceText {
    var source = try SourceReader.read(file, session)
    try SourceReader.requireText(source)
    if file == "-", let name = arguments.value(CheckOptions.name) {
      source = SourceText(name: name, bytes: source.bytes)
    }
    return source
  }

  private func outcome(
    of file: String, _ source: SourceText, _ repairer: Repairer
  ) -> RepairOutcome {
    let given = arguments.value(CheckOptions.context)
    return repairer.repair(source) { session.context(of: $0, in: file, given: given) }
  }
}

extension RepairOutcome {
  /// The difference between before and after.
  var diff: UnifiedDiff { Delivery.diff(source, bytes) }
}
