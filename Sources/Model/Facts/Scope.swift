/// The variables that an instruction sees.
///
/// An ENV hides an ARG of the same name, whatever their order (Dockerfile
/// reference, "Using ARG variables").
public struct Scope: Sendable {
  /// ENV of this stage and its bases.
  public internal(set) var environment = SharedTable<Binding>()
  /// ARG of this stage and the stages it builds on.
  public internal(set) var arguments = SharedTable<Binding>()
  /// Whether `environment` holds all there is; false where the base may set more.
  public internal(set) var environmentIsComplete = true

  /// A scope without variables.
  public init() {}

  /// The variable of that name; nil where none is declared in the file or known of the base.
  public func binding(_ name: String) -> Binding? { environment[name] ?? arguments[name] }

  /// The value of a variable: absent only where it is certain that nothing sets it.
  public func value(_ name: String) -> Fact<String> {
    if let binding = binding(name) { return binding.value }
    return environmentIsComplete ? .absent : .unknown
  }

  /// The value of an environment variable as a running process sees it, ARG left out.
  public func environmentValue(_ name: String) -> Fact<String> {
    if let binding = environment[name] { return binding.value }
    return environmentIsComplete ? .absent : .unknown
  }
}

/// The arguments that the frontend knows without a declaration.
public enum PredefinedArguments {
  /// The proxy arguments, which reach RUN as environment (Dockerfile reference, "Predefined ARGs").
  public static let proxies: Set<String> = [
    "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "FTP_PROXY", "ftp_proxy", "NO_PROXY",
    "no_proxy", "ALL_PROXY", "all_proxy",
  ]

  /// The platform arguments, visible in FROM, and in a stage after `ARG` without a default.
  public static let platforms: Set<String> = [
    "TARGETPLATFORM", "TARGETOS", "TARGETARCH", "TARGETVARIANT", "TARGETOSVERSION",
    "BUILDPLATFORM", "BUILDOS", "BUILDARCH", "BUILDVARIANT", "BUILDOSVERSION", "TARGETSTAGE",
  ]

  /// Arguments that steer the builder and need no declaration.
  public static let controls: Set<String> = [
    "BUILDKIT_CACHE_MOUNT_NS", "BUILDKIT_CONTEXT_KEEP_GIT_DIR", "BUILDKIT_INLINE_CACHE",
    "BUILDKIT_MULTI_PLATFORM", "BUILDKIT_SANDBOX_HOSTNAME", "BUILDKIT_SYNTAX",
    "BUILDKIT_DOCKERFILE_CHECK", "SOURCE_DATE_EPOCH", "BUILDKIT_BUILD_NAME",
    "BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE",
  ]
}
