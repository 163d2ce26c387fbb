import Arguments
import BaseImages
import Evidence
import Host
import Lint
import Policy
import Source

/// The policies that govern files, one for each configuration that is found.
struct CheckPolicies {
  private let session: Session
  private let arguments: ParsedArguments
  private let rules: RuleIndex
  private let today: Day
  private let environment: PolicyOptions
  private let flags: PolicyOptions
  private var pathByFolder: [String: String?] = [:]
  private var byPath: [String: EffectivePolicy] = [:]
  /// Files under one policy share one check.
  private var checks: [String: FileCheck] = [:]
  /// The configurations that were read, in the order of their paths.
  private(set) var configurations: [Configuration] = []

  /// - Parameters:
  ///   - levels: texts such as `DL3008=off`; those of `--rule` unless given.
  ///   - only: the names of the rules that run; those of `--select` unless given.
  init(
    _ arguments: ParsedArguments, _ session: Session, rules: RuleIndex, today: Day,
    levels: [String]? = nil, only: [String]? = nil
  ) throws(Failure) {
    self.session = session
    self.arguments = arguments
    self.rules = rules
    self.today = today
    environment = try PolicyOptions(environment: session.environment, knowing: rules)
    flags = try PolicyOptions(
      profile: arguments.value(CheckOptions.profile),
      select: only ?? arguments.list(CheckOptions.select),
      ignore: arguments.list(CheckOptions.ignore), failOn: arguments.value(CheckOptions.failOn),
      rules: levels ?? arguments.list(CheckOptions.rule),
      values: arguments.list(CheckOptions.set),
      knowing: rules)
  }

  /// The check of a file under its policy, and the least severity that fails the run.
  mutating func check(of file: String) throws(Failure) -> (FileCheck, failOn: Severity?) {
    let path = configurationPath(for: file)
    let effective = try policy(of: path)
    let target = Paths.normalized(session.path(file == "-" ? "Dockerfile" : file))
    let key = "\(path ?? "") \(effective.overrides(for: target))"
    if let check = checks[key] { return (check, effective.failOn) }
    let check = FileCheck(policy: effective.policy(for: target), rules: rules, today: today)
    checks[key] = check
    return (check, effective.failOn)
  }

  /// The path of the configuration that governs a file; nil without one.
  private mutating func configurationPath(for file: String) -> String? {
    if arguments.flag(CheckOptions.noConfig) { return nil }
    if let given = arguments.value(CheckOptions.config) { return session.path(given) }
    let folder = Paths.normalized(
      file == "-" ? session.folder : Paths.folder(of: session.path(file)))
    if let known = pathByFolder[folder] { return known }
    let path = Configuration.path(governing: folder, in: DiskFiles())
    pathByFolder[folder] = path
    return path
  }

  private mutating func policy(of path: String?) throws(Failure) -> EffectivePolicy {
    if let known = byPath[path ?? ""] { return known }
    var configuration = Configuration()
    if let path {
      configuration = try Configuration(at: path, in: DiskFiles(), rules: rules)
      configurations.append(configuration)
    }
    let policy = try EffectivePolicy(
      rules: rules, configuration: configuration, environment: environment, flags: flags)
    byPath[path ?? ""] = policy
    return policy
  }
}

/// The disk, for the search of configuration.
struct DiskFiles: ConfigurationFiles {
  func bytes(at path: String) throws(Failure) -> [UInt8]? {
    Files.exists(path) ? try Files.read(path, limit: 1 << 20) : nil
  }

  func exists(_ path: String) -> Bool { Files.exists(path) }
}
