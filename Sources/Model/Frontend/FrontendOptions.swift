public import OCI

/// What the command line of a build adds to the Dockerfile.
public struct FrontendOptions: Sendable {
  /// `--build-arg` values by name.
  public var arguments: [String: String] = [:]
  /// `--target`; nil for the last stage.
  public var target: String?
  /// What the image is for.
  public var platform = Platform.host
  /// Whether a platform was asked for.
  public var isPlatformGiven = false
  /// What the builder runs on.
  public var buildPlatform = Platform.host
  /// `--label` values by name, in order.
  public var labels: [(name: String, value: String)] = []
  /// The names given by `--build-context`.
  public var contexts: Set<String> = []
  /// Whether every step is done anew.
  public var ignoresCache = false
  /// The stages whose steps are done anew, in lower case.
  public var stagesWithoutCache: Set<String> = []
  /// The network of steps that ask for none: `default`, `none` or `host`.
  public var network = "default"

  /// The options of a plain build.
  public init() {}
}

/// What a base turned out to be.
public enum ResolvedBase: Sendable {
  /// An image, with a number that its operation carries.
  case image(Int, ImageConfig)
  /// Files of a named context.
  case files
}

/// What a base is asked by.
public enum BaseName: Hashable, Sendable {
  /// The name of an image as it is written, after variables were expanded.
  case image(String, Platform)
  /// A named context.
  case context(String, Platform)
}
