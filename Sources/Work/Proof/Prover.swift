import Archive
import Host
import OCI
public import Source

/// Holds an image to configurations.
public struct Prover: Sendable {
  private var image: ProvenImage
  private let lab: CommandLab?
  private let threads: Int

  /// - Parameters:
  ///   - image: The image.
  ///   - lab: Where commands are run; nil where no configuration runs any.
  ///   - threads: How many commands run at once.
  public init(_ image: ProvenImage, _ lab: CommandLab?, threads: Int) {
    self.image = image
    self.lab = lab
    self.threads = threads
  }

  /// Carries out the checks of configurations: what they want of files is read from the layers once, and
  /// all commands run beside each other.
  /// - Throws: `Failure` when a layer is damaged.
  public mutating func prove(_ configs: [ProofConfig]) throws(Failure) -> [ProofReport] {
    try load(configs)
    let commands = commandResults(configs)
    let image = image
    return zip(configs, commands).map { config, commands in
      let text = VariableText(
        image.config.runtime.environment + config.variables.map { "\($0.key)=\($0.value)" })
      var results = commands
      results += config.contents.map { check in Self.timed { check.result(image) } }
      results += config.existences.map { check in Self.timed { check.result(image, text) } }
      results += config.licences.map { check in Self.timed { check.result(image) } }
      if let metadata = config.metadata {
        results.append(Self.timed { metadata.result(image) })
      }
      results += config.packages.map { check in Self.timed { check.result(image) } }
      if let size = config.size { results.append(Self.timed { size.result(image) }) }
      if config.hasNoShell {
        results.append(
          Self.timed { ProgramCheck.result("No Shell Test", ProgramCheck.shells, "shell", image) })
      }
      if config.hasNoPackageManager {
        results.append(
          Self.timed {
            ProgramCheck.result(
              "No Package Manager Test", ProgramCheck.packageManagers, "package manager", image)
          })
      }
      if config.hasNoSetuid {
        results.append(
          Self.timed { PermissionCheck.setuid(image, allowed: config.allowedSetuid) })
      }
      return ProofReport(file: config.file, results: results)
    }
  }

  private mutating func load(_ configs: [ProofConfig]) throws(Failure) {
    var paths: [String] = []
    for config in configs {
      paths += config.contents.map(\.path)
      for check in config.licences { paths += check.paths(image) }
      if !config.packages.isEmpty { paths += PackageCheck.paths(image) }
    }
    try image.load(paths)
  }

  private func commandResults(_ configs: [ProofConfig]) -> [[ProofResult]] {
    var work: [(config: Int, check: CommandCheck)] = []
    for (number, config) in configs.enumerated() {
      work += config.commands.map { (number, $0) }
    }
    guard let lab, !work.isEmpty else { return configs.map { _ in [] } }
    let settings = image.config
    let results = Parallel.map(work, threads: threads) { work in
      let config = configs[work.config]
      return Self.timed {
        lab.result(work.check, settings, config.variables, config.options)
      }
    }
    var lists = [[ProofResult]](repeating: [], count: configs.count)
    for (item, result) in zip(work, results) { lists[item.config].append(result) }
    return lists
  }

  static func timed(_ check: () -> ProofResult) -> ProofResult {
    let clock = ContinuousClock()
    let start = clock.now
    var result = check()
    result.duration = clock.now - start
    return result
  }
}
