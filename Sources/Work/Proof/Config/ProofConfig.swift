import Source

/// What an image is held to, as a file of container-structure-test and hardstand's own keys say it.
public struct ProofConfig: Sendable {
  /// The path of the file as the user gave it.
  public let file: String
  /// The form, `1.0.0` or `2.0.0`.
  public internal(set) var schemaVersion = ""
  var variables: [ProofVariable] = []
  var options = RunOptions()
  var commands: [CommandCheck] = []
  var contents: [ContentCheck] = []
  var existences: [ExistenceCheck] = []
  var licences: [LicenceCheck] = []
  var metadata: MetadataCheck?
  var packages: [PackageCheck] = []
  var size: SizeCheck?
  var hasNoShell = false
  var hasNoPackageManager = false
  var hasNoSetuid = false
  /// Paths that may have the bits all the same.
  var allowedSetuid: [String] = []

  /// How many checks it asks for.
  public var count: Int {
    commands.count + contents.count + existences.count + licences.count + packages.count
      + (metadata == nil ? 0 : 1) + (size == nil ? 0 : 1)
      + [hasNoShell, hasNoPackageManager, hasNoSetuid].count { $0 }
  }

  /// Whether it asks for programs to be run.
  public var runsCommands: Bool { !commands.isEmpty }

  /// A configuration with no checks.
  init(file: String) { self.file = file }
}

/// A variable, and whether its value is a regular expression.
struct ProofVariable: Sendable, Hashable {
  let key, value: String
  var isExpression = false
}

/// How the containers of command tests are started (`containerRunOptions`).
struct RunOptions: Sendable, Hashable {
  var user: String?
  var isPrivileged = false
  var capabilities: [String] = []
  var environmentFile: String?
  /// Names of variables of this process.
  var variables: [String] = []
  var bindMounts: [String] = []
}
