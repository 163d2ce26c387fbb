import Documents
public import Evidence
import Host
public import Source

/// ShellCheck itself, run beside the rules on the shell text of RUN instructions.
///
/// All texts of all files go to one process. Each becomes a file with a prologue that names its
/// dialect and sets the variables of ENV and ARG, so that ShellCheck knows what the build knows.
public struct ShellCheck: Sendable {
  private let environment: [String: String]

  /// A run in an environment, whose `PATH` holds the program and whose `TMPDIR` takes the texts.
  public init(environment: [String: String]) {
    self.environment = environment
  }

  /// What makes no sense for the text of RUN: missing `#!` lines, files that the checker cannot
  /// see, and unused variables, which the programs of the step may read.
  private static let excluded = [
    "SC1008", "SC1090", "SC1091", "SC2148", "SC2187", "SC2239", "SC2034",
  ]

  /// The findings in each source, in the order of the sources.
  /// - Throws: `Failure` when the program is not there or cannot read what it is given.
  public func findings(in sources: [SourceText]) throws(Failure) -> [[Finding]] {
    guard Spawn.find("shellcheck", in: environment) != nil else {
      throw Failure(
        "cannot run `shellcheck`", because: ["no folder in PATH holds it"],
        hint: "install shellcheck (Debian: `apt-get install shellcheck`), or check without it")
    }
    let scripts = Parallel.map(Array(sources.enumerated())) { index, source in
      ShellCheckScript.all(in: source, index: index)
    }.flatMap(\.self)
    var findings = sources.map { _ in [Finding]() }
    guard let first = scripts.first else { return findings }
    let reports: [(script: ShellCheckScript, comment: JSON)]
    if scripts.count == 1 {
      reports = try comments(of: try run(["-"], input: .bytes(first.bytes), folder: nil)) { _ in
        first
      }
    } else {
      reports = try inFolder(scripts)
    }
    for (script, comment) in reports {
      if let finding = script.finding(from: comment) { findings[script.source].append(finding) }
    }
    return findings.map { Self.unique($0) }
  }

  /// Runs the program on files in a temporary folder.
  private func inFolder(_ scripts: [ShellCheckScript]) throws(Failure) -> [(ShellCheckScript, JSON)]
  {
    let base = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let name = String(UInt64.random(in: .min ... .max), radix: 36)
    let folder = Paths.join(base, "hardstand-shellcheck-\(name)")
    try Files.makeFolder(folder)
    let names = scripts.indices.map { "\($0).sh" }
    defer {
      for name in names { try? Files.remove(Paths.join(folder, name)) }
      try? Files.removeEmptyFolder(folder)
    }
    for (script, name) in zip(scripts, names) {
      try Files.write(script.bytes, to: Paths.join(folder, name), mode: 0o600)
    }
    return try comments(of: try run(names, input: .nothing, folder: folder)) { file in
      Int(file.prefix { $0 != "." }).flatMap { scripts.indices.contains($0) ? scripts[$0] : nil }
    }
  }

  private func run(_ files: [String], input: Spawn.Input, folder: String?) throws(Failure)
    -> Spawn.Outcome
  {
    var spawn = Spawn(
      "shellcheck",
      ["--norc", "--format=json1", "--exclude=" + Self.excluded.joined(separator: ",")] + files,
      environment: environment, folder: folder)
    spawn.input = input
    return try spawn.run()
  }

  /// The comments of a report with the scripts that they are about.
  private func comments(
    of outcome: Spawn.Outcome, script: (String) -> ShellCheckScript?
  ) throws(Failure) -> [(script: ShellCheckScript, comment: JSON)] {
    // 0 says that all is well, and 1 that something was found.
    guard outcome.ending == .exited(0) || outcome.ending == .exited(1) || !outcome.output.isEmpty,
      !outcome.isCut
    else {
      let reason = outcome.errorText.split(separator: "\n").first.map(String.init)
      throw Failure(
        "`shellcheck` did not end as it should", because: reason.map { [$0] } ?? [],
        hint: "try `shellcheck --version`, or check without it")
    }
    let report = try JSON(reading: outcome.output, name: "the report of shellcheck")
    return (report["comments"]?.array ?? []).compactMap { comment in
      guard let file = comment["file"]?.string, let script = script(file) else { return nil }
      return (script, comment)
    }
  }

  private static func unique(_ findings: [Finding]) -> [Finding] {
    var seen: Set<Finding> = []
    return findings.filter { seen.insert($0).inserted }
  }
}
