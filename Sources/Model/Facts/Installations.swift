public import Source

/// The packages that commands of the file installed.
public struct Installations: Sendable {
  /// A package manager.
  public enum Manager: String, Hashable, Sendable, CaseIterable {
    case apt
    case apk
    /// yum, dnf, microdnf and tdnf.
    case dnf
    case zypper
    case pacman
    case pip
    case uv
    case pipx
    case npm
    case yarn
    case pnpm
    case gem
    case go
    case cargo
    case conda

    /// Whether its packages belong to the distribution.
    public var isSystem: Bool {
      switch self {
      case .apt, .apk, .dnf, .zypper, .pacman: true
      default: false
      }
    }
  }

  /// One package of one command.
  public struct Package: Sendable {
    /// Who installed it.
    public let manager: Manager
    /// Its name in lower case, without version, release or architecture.
    public let name: String
    /// The version that was asked for, as written; nil where none was.
    public let version: String?
    /// Where its name stands.
    public let range: SourceRange
    /// The command, from its program on.
    public let commandRange: SourceRange
    /// The step, as an index in the steps of its stage.
    public let step: Int
    /// Whether the command certainly runs.
    public let isCertain: Bool
  }

  /// The packages in the order of their commands.
  public internal(set) var packages: [Package] = []
  /// Whether an install command took packages that are not named in the file.
  public internal(set) var hasUnnamed = false

  /// Whether a package of that name was installed.
  public func has(_ name: String, by manager: Manager? = nil) -> Bool {
    packages.contains { $0.name == name && (manager == nil || $0.manager == manager) }
  }

  /// Packages that bring no account and nothing outside of the folders of the system.
  public static let plain: Set<String> = [
    "bash", "binutils", "build-essential", "build-base", "bzip2", "ca-certificates", "cmake",
    "coreutils", "curl", "dumb-init", "file", "findutils", "g++", "gcc", "gettext", "git", "gnupg",
    "gnupg2", "gzip", "jq", "less", "libc6-compat", "libffi-dev", "libpq-dev", "libpq5",
    "libssl-dev", "libssl3", "libxml2-dev", "locales", "make", "musl-dev", "openssh-client",
    "openssl", "openssl-dev", "patch", "pkg-config", "procps", "python3", "python3-dev",
    "python3-pip", "python3-venv", "sqlite3", "su-exec", "gosu", "sudo", "tar", "tini", "tzdata",
    "unzip", "util-linux", "vim", "wget", "xz-utils", "zip", "zlib1g-dev", "libstdc++", "libgcc",
    "linux-headers", "apt-transport-https", "software-properties-common", "netcat", "iputils-ping",
    "libcap2-bin", "libcap", "apt-utils", "lsb-release", "nano", "libxslt-dev",
    "default-jre-headless",
  ]

  /// Whether nothing but packages that are known to bring no account and no further program was
  /// installed.
  public var arePlain: Bool {
    !hasUnnamed
      && packages.allSatisfy { !$0.manager.isSystem || Self.plain.contains($0.name) }
  }
}
