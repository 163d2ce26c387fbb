/// The values that rules, proofs, scans and builds measure against.
///
/// Without a profile they ask nothing: each demand stands in a profile or a
/// configuration file.
public struct PolicyValues: Hashable, Sendable {
  /// The user that an image runs as.
  public var user = User()
  /// The base image.
  public var base = Base()
  /// The package managers whose packages must name a version.
  public var packagePins: [PackageManager] = []
  /// Who owns the files of the application.
  public var fileOwner = FileOwner.any
  /// The health check.
  public var health = Health()
  /// How many worker processes a server starts unless told otherwise; nil leaves it open.
  public var workers: Int?
  /// What runs as process 1.
  public var initProcess = InitProcess.any
  /// Who may move the tag `latest`.
  public var latestTag = LatestTag.any
  /// How many vulnerabilities an image may have.
  public var scanGate = ScanGate.off
  /// The platforms that an image is built for, such as `linux/amd64`; none for that of the host.
  public var platforms: [String] = []
  /// Whether a container runs with a read-only root.
  public var runsReadOnly = false
  /// Whether an image must be signed.
  public var requiresSignature = false
  /// What a build may cost.
  public var budget = Budget()
  /// Programs that raise privileges.
  public var privilegeTools = PrivilegeTools.any
  /// How the cache of pip is kept out of the image.
  public var pipCache = PipCache.any
  /// The form of the command that starts the application.
  public var commandForm = CommandForm.any
  /// The registries that images may come from, as names or patterns; none for every registry.
  public var trustedRegistries: [String] = []
  /// The labels of the image.
  public var labels = Labels()

  /// Values that ask nothing.
  public init() {}

  /// Whether images may come from a registry, such as `ghcr.io`; a registry in
  /// `trustedRegistries` may hold `*`, as in `*.example.com`.
  public func trusts(registry: String) -> Bool {
    trustedRegistries.isEmpty
      || trustedRegistries.contains { Glob($0.lowercased()).matches(registry.lowercased()) }
  }

  /// What is asked of the user that an image runs as.
  public struct User: Hashable, Sendable {
    /// The ids accepted; root is judged by a rule of its own.
    public var ids = UserIDs.any
    /// How `USER` is to be written.
    public var form = UserForm.any
    /// The login shell.
    public var shell = UserShell.any
    /// The home directory.
    public var home = UserHome.any
  }

  /// What is asked of base images.
  public struct Base: Hashable, Sendable {
    /// The families accepted for the last stage; none for all. `scratch` is always accepted.
    public var families: [BaseFamily] = []
    /// How a reference is to be pinned.
    public var pin = BasePin.none
    /// Whether a development variant may be the last stage.
    public var allowsDevelopmentVariant = true
  }

  /// What is asked of health checks.
  public struct Health: Hashable, Sendable {
    /// Whether an image must declare one.
    public var isRequired = HealthRequirement.no
    /// The programs that it may call.
    public var tools = HealthTools.any
  }

  /// What a build may cost.
  public struct Budget: Hashable, Sendable {
    /// The size of the image, unpacked.
    public var size = SizeBudget()
    /// A smaller size that is worth aiming for.
    public var sizeAim = SizeBudget()
    /// The time of a build with nothing in the cache; nil for no bound.
    public var time: TimeSpan?
    /// The time of a build with everything in the cache; nil for no bound.
    public var cachedTime: TimeSpan?
  }

  /// What is asked of labels.
  public struct Labels: Hashable, Sendable {
    /// Labels that must be there.
    public var required: [String] = []
    /// Labels whose values have a form.
    public var schema = LabelSchema()
    /// Whether labels outside of `required` and `schema` are refused.
    public var isStrict = false
  }
}
