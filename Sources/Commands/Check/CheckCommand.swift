import Arguments
import BaseImages
import Evidence
import Host
import Lint
import Policy
import Report
import Source
import Terminal

/// `hardstand check`: finds what is wrong in Dockerfiles.
let checkCommand = Command(
  CommandDescription(
    name: "check", abstract: "Find what is wrong in Dockerfiles",
    discussion: """
      Folders are searched for Dockerfile, Containerfile, *.Dockerfile and Dockerfile.*, what \
      .gitignore leaves out aside. Nothing is built, pulled or run.
      """,
    group: "Dockerfiles", arguments: [CheckOptions.paths], options: CheckOptions.all,
    examples: [
      .init("hardstand check", "Check every Dockerfile below the current folder"),
      .init("hardstand check --profile production Dockerfile", "Ask what production needs"),
      .init("hardstand check --format sarif -o check.sarif .", "Write a report for code scanning"),
      .init("hardstand check --stdin-filename Dockerfile -", "Check the standard input"),
    ])
) { session, arguments in
  if arguments.flag(CheckOptions.fix) { return try FixRun(session, arguments).run() }
  for option in [FixOptions.diff, FixOptions.unsafe, FixOptions.show] where arguments.flag(option) {
    throw UsageError("`--\(option.long)` needs `--fix`", hint: "Run `hardstand fix`")
  }
  return try CheckRun(session, arguments).run()
}

/// One run of `check`.
private struct CheckRun {
  let session: Session
  let arguments: ParsedArguments
  let rules = RuleIndex(RuleBook.descriptions + ConfigurationRule.descriptions)
  let today: Day

  init(_ session: Session, _ arguments: ParsedArguments) throws {
    self.session = session
    self.arguments = arguments
    today = try CheckOptions.today(arguments, session)
  }

  func run() throws -> ExitCode {
    let inputs = CheckInputs(arguments.arguments(CheckOptions.paths), session)
    if inputs.files.isEmpty, inputs.failures.isEmpty {
      throw Failure(
        "found no Dockerfile", hint: "Name the file, or a folder that holds one")
    }
    var policies = try CheckPolicies(arguments, session, rules: rules, today: today)
    let baseline = try arguments.value(CheckOptions.baseline).map { path throws(Failure) in
      try Baseline(reading: try SourceReader.read(path, session))
    }
    var jobs: [Job] = []
    var failOn: Severity? = .error
    for file in inputs.files {
      let (check, least) = try policies.check(of: file)
      jobs.append(Job(file: file, check: check))
      failOn = least
    }
    let verdicts =
      try self.verdicts(of: jobs, baseline: baseline)
      + inputs.failures.map { Verdict(name: $0.name, failure: $0.failure) }
      + policies.configurations.flatMap(\.verdicts).filter { !$0.findings.isEmpty }
    if let path = arguments.value(CheckOptions.writeBaseline) {
      let baseline = Baseline(recording: verdicts)
      try Files.write(Array(baseline.text.utf8), to: session.path(path))
      session.tell("wrote \(baseline.count) findings to `\(path)`")
      return verdicts.contains { $0.failure != nil } ? .failed : .clean
    }
    return try tell(verdicts, failOn: failOn)
  }

  private struct Job: Sendable {
    let file: String
    let check: FileCheck
  }

  /// The verdicts, one a job, worked out on all processors.
  private func verdicts(of jobs: [Job], baseline: Baseline?) throws(Failure) -> [Verdict] {
    let session = session
    let sources = arguments.flag(CheckOptions.shellcheck) ? self.sources(of: jobs) : []
    let beside = try shellCheckFindings(in: sources)
    let context = arguments.value(CheckOptions.context)
    let name = arguments.value(CheckOptions.name)
    return Parallel.map(Array(jobs.enumerated()), threads: session.processors) { index, job in
      do throws(Failure) {
        var source =
          try sources.isEmpty ? SourceReader.read(job.file, session) : sources[index].get()
        try SourceReader.requireText(source)
        if job.file == "-", let name { source = SourceText(name: name, bytes: source.bytes) }
        return job.check.verdict(
          on: source, baseline: baseline, beside: beside.isEmpty ? [] : beside[index]
        ) { syntax in
          session.context(of: syntax, in: job.file, given: context)
        }
      } catch {
        return Verdict(name: job.file, failure: error)
      }
    }
  }

  private func sources(of jobs: [Job]) -> [Result<SourceText, Failure>] {
    let session = session
    return Parallel.map(jobs, threads: session.processors) { job in
      Result { () throws(Failure) in try SourceReader.read(job.file, session) }
    }
  }

  /// What ShellCheck finds, one list a source; a file that cannot be read is told with its verdict.
  private func shellCheckFindings(
    in sources: [Result<SourceText, Failure>]
  ) throws(Failure) -> [[Finding]] {
    if sources.isEmpty { return [] }
    return try ShellCheck(environment: session.environment).findings(
      in: sources.map { (try? $0.get()) ?? SourceText(name: "", bytes: []) })
  }

  private func tell(_ verdicts: [Verdict], failOn: Severity?) throws -> ExitCode {
    let report = CheckReport(
      verdicts: verdicts, rules: rules.rules,
      tool: CheckReport.Tool(version: Version.number), failOn: failOn)
    let text: String
    if arguments.flag(CheckOptions.statistics) {
      text = StatisticsTable(report).text(style: session.reportStyle)
    } else {
      let format = arguments.choice(CheckOptions.format, as: ReportFormat.self) ?? .human
      text = format.reporter(
        style: session.reportStyle, width: session.outputStyle.columns ?? 100,
        glyphs: session.outputStyle.usesUnicode ? .unicode : .ascii
      ).text(report)
    }
    if let path = arguments.value(CheckOptions.output) {
      try Files.write(Array(text.utf8), to: session.path(path))
    } else {
      session.write(text)
    }
    if verdicts.contains(where: { $0.failure != nil }) { return .failed }
    guard let failOn else { return .clean }
    return verdicts.contains { $0.findings.contains { $0.severity >= failOn } } ? .findings : .clean
  }
}
