/// The variables that are set in a container although no file sets them.
enum RuntimeVariables {
  /// Whether the runtime, the shell or a common platform sets a variable.
  static func isProvided(_ name: String) -> Bool {
    known.contains(name) || prefixes.contains { name.hasPrefix($0) }
  }

  /// Whether a variable is by its name a place for more arguments, which may be empty.
  static func isOptional(_ name: String) -> Bool {
    let name = name.uppercased()
    return suffixes.contains { name.hasSuffix($0) } || name.hasPrefix("EXTRA")
  }

  private static let suffixes = [
    "OPTS", "OPTIONS", "ARGS", "FLAGS", "PARAMS", "EXTRA", "ARGUMENTS", "CMD", "COMMAND", "CMDLINE",
  ]

  private static let prefixes = [
    "KUBERNETES_", "ECS_", "AWS_", "K_", "CLOUD_RUN_", "HEROKU_", "RAILWAY_", "FLY_", "RENDER_",
    "WEBSITE_", "AZURE_", "GAE_", "GOOGLE_", "VCAP_", "CF_", "SM_", "AIP_", "NOMAD_", "POD_",
    "BASH", "LC_", "SLURM_", "OMPI_",
  ]

  private static let known: Set<String> = [
    "PATH", "HOME", "HOSTNAME", "TERM", "PWD", "OLDPWD", "SHLVL", "PPID", "UID", "EUID", "IFS",
    "RANDOM", "SECONDS", "LINENO", "OPTARG", "OPTIND", "OPTERR", "SHELL", "USER", "LOGNAME", "LANG",
    "PS1", "PS2", "PS4", "REPLY", "GROUPS", "container", "PORT", "DYNO", "DATABASE_URL",
    "REDIS_URL",
    "SERVICE_NAME", "NODE_NAME", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy",
    "https_proxy", "no_proxy", "PIPESTATUS", "FUNCNAME", "MACHTYPE", "OSTYPE", "HOSTTYPE", "_",
    "FUNCTIONS_HTTPWORKER_PORT", "TARGET", "SSH_AUTH_SOCK", "DISPLAY",
  ]
}
