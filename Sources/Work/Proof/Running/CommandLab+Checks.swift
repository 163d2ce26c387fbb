import Containers
import OCI
import Source

extension CommandLab {
  /// Carries out one command test.
  func result(
    _ check: CommandCheck, _ config: ImageConfig, _ globals: [ProofVariable], _ options: RunOptions
  ) -> ProofResult {
    var result = ProofResult("Command Test: \(check.name)")
    do throws(Failure) {
      try carryOut(check, config, globals, options, &result)
    } catch {
      result.add(
        "the command", expected: "to be run",
        seen: ([error.what] + error.because + [error.hint].compactMap { $0 })
          .joined(separator: ": "))
    }
    return result
  }

  private func carryOut(
    _ check: CommandCheck, _ config: ImageConfig, _ globals: [ProofVariable],
    _ options: RunOptions, _ result: inout ProofResult
  ) throws(Failure) {
    // Variables of the test stand above those of the options, those above global ones, and all above
    // those of the image.
    var environment = config.runtime.environment
    func set(_ name: String, _ value: String) {
      environment.removeAll { $0.hasPrefix("\(name)=") }
      environment.append("\(name)=\(value)")
    }
    for variable in globals {
      set(variable.key, VariableText(environment).expanded(variable.value))
    }
    for entry in try variables(options) {
      let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      set(String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
    }
    for variable in check.variables {
      set(variable.key, VariableText(environment).expanded(variable.value))
    }
    let text = VariableText(environment)
    let limit = check.timeout ?? timeout
    let bench = try bench()
    var notes: [String] = []
    for (number, words) in check.setup.enumerated() {
      let run = try self.run(
        words.map(text.expanded), config, environment: environment, options, on: bench,
        timeout: limit)
      if !run.outcome.succeeded {
        notes.append("command \(number + 1) of setup \(CommandLab.sentence(run.outcome, limit))")
      }
    }
    let run = try self.run(
      check.words.map(text.expanded), config, environment: environment, options, on: bench,
      timeout: limit)
    result.output = run.output
    result.errors = run.errors
    compare(run, check, limit, &result)
    for words in check.teardown {
      _ = try self.run(
        words.map(text.expanded), config, environment: environment, options, on: bench,
        timeout: limit)
    }
    if !result.differences.isEmpty {
      // Whether setup went well counts for nothing by itself, as container-structure-test has it.
      for note in notes { result.add("setup", expected: "no trouble", seen: note) }
      if let network = networkTrouble(run) { result.differences.append(network) }
    }
  }

  private func compare(
    _ run: Run, _ check: CommandCheck, _ limit: Duration, _ result: inout ProofResult
  ) {
    result.compare(
      run.errors, "standard error", check.expectedError, check.excludedError)
    result.compare(
      run.output, "standard output", check.expectedOutput, check.excludedOutput)
    switch run.outcome.ending {
    case .exited(let status):
      if Int(status) != check.status {
        result.add("exit status", expected: "\(check.status)", seen: "\(status)")
      }
    case .timedOut, .stopped:
      result.add(
        "the command", expected: "to end within \(limit)", seen: "it was killed")
    case .notStarted(let problem):
      // A test may ask for the status that a shell gives for what is not there.
      if Int(problem.status) != check.status || check.status == 0 {
        result.add(
          "the command", expected: "to start",
          seen: ([problem.failure.what] + problem.failure.because).joined(separator: ": "))
      }
    }
  }

  static func sentence(_ outcome: ContainerRunner.Outcome, _ limit: Duration) -> String {
    switch outcome.ending {
    case .exited(let status): "ended with status \(status)"
    case .timedOut, .stopped: "was killed after \(limit)"
    case .notStarted(let problem):
      "did not start: " + ([problem.failure.what] + problem.failure.because).joined(separator: ": ")
    }
  }

  /// What is told where a command seems to have failed for want of a network.
  private func networkTrouble(_ run: Run) -> ProofResult.Difference? {
    if hasNetwork { return nil }
    let text = (run.output + run.errors).lowercased()
    let signs = [
      "network is unreachable", "could not resolve", "temporary failure resolving",
      "name resolution", "getaddrinfo", "bad address", "unknownhostexception",
    ]
    guard signs.contains(where: { text.contains($0) }) else { return nil }
    return .init(
      "network", expected: "one that leads out",
      seen: "none, as tests have it; add `--network host`")
  }
}
