public import BaseImages
public import Dockerfile
public import Source

/// What holds at one place of a stage.
public struct StageState: Sendable {
  /// The variables.
  public internal(set) var scope = Scope()
  /// The user.
  public internal(set) var user: UserFact
  /// The working directory, absolute and clean.
  public internal(set) var workingDirectory: Fact<String>
  /// Whether WORKDIR was set in this file, with the place of the last one.
  public internal(set) var workingDirectoryRange: SourceRange?
  /// The shell of the shell forms, such as `["/bin/sh", "-c"]`.
  public internal(set) var shell: Fact<[String]> = .known(["/bin/sh", "-c"])
  /// Whether SHELL was set in this file, with its place.
  public internal(set) var shellRange: SourceRange?
  /// The command of ENTRYPOINT; nil where there is none, or none is known.
  public internal(set) var entrypoint: EffectiveCommand?
  /// The command of CMD; nil where there is none, or none is known.
  public internal(set) var command: EffectiveCommand?
  /// Whether entry point and command are known even where they are nil.
  public internal(set) var commandsAreComplete = true
  /// HEALTHCHECK of this file, with its place.
  public internal(set) var healthcheck: (check: Healthcheck, range: SourceRange, step: Int)?
  /// The ports.
  public internal(set) var exposedPorts: [ExposedPort] = []
  /// The volumes: the path where it is known, and where it was written.
  public internal(set) var volumes: [(path: Fact<String>, range: SourceRange?)] = []
  /// The labels: the value where it is known, and where it was written.
  public internal(set) var labels: [String: (value: Fact<String>, range: SourceRange)] = [:]
  /// STOPSIGNAL, with its place.
  public internal(set) var stopSignal: (signal: Fact<String>, range: SourceRange?)?
  /// The accounts and groups.
  public internal(set) var accounts = Accounts()
  /// The files.
  public internal(set) var files = FileTree()
  /// The packages and programs that were installed.
  public internal(set) var installations = Installations()

  /// The kind of system; nil where it is not known.
  public internal(set) var family: BaseImageFacts.Family?

  /// Whether Node.js lies below `/usr/local`, as in its official images.
  var hasNodeInUsrLocal = false
  /// Whether something may have told npm to put global packages elsewhere.
  var hasNpmSettings = false

  init(user: UserFact, workingDirectory: Fact<String>) {
    self.user = user
    self.workingDirectory = workingDirectory
  }
}
