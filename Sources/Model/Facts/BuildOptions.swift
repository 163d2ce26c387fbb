/// What the command line of a build adds to the file.
public struct BuildOptions: Sendable {
  /// `--build-arg` values by name.
  public var arguments: [String: String] = [:]
  /// `--target`; nil for the last stage.
  public var target: String?
  /// The target platform, such as `linux/amd64`; nil where it is not fixed.
  public var platform: String?
  /// Names given by `--build-context`, which replace stages and images.
  public var namedContexts: Set<String> = []

  /// Options as a plain build has them.
  public init() {}
}
