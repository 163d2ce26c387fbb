/// What a base image is to be made of.
public struct BaseSpec: Hashable, Sendable {
  /// The schema that specifications name.
  public static let schemaName = "hardstand.base/1"

  /// The name, which the image has unless another is given.
  public var name = ""
  /// What it is for, in one sentence.
  public var summary = ""
  /// The distribution, such as `debian`.
  public var distribution = "debian"
  /// The suites that packages are from, such as `bookworm-security`; the highest version wins.
  public var suites: [String] = []
  /// The components of the suites.
  public var components = ["main"]
  /// The platforms, by Debian's names of architectures.
  public var architectures = ["amd64", "arm64"]
  /// The packages; what they need comes with them.
  public var packages: [String] = []
  /// Packages that are not followed where others need them, as only their maintainer scripts do.
  public var without: [String] = []
  /// Whether the package manager and all essential packages are part of it.
  public var hasPackageManager = false
  /// Whether the sources of the machine are written for the package manager.
  public var usesMachineSources = false
  /// Files that are left out, as patterns of paths.
  public var drop: [String] = []
  /// Languages whose messages are kept, such as `de`.
  public var locales: [String] = []
  /// Time zones that are kept, as patterns below `/usr/share/zoneinfo`; nil for all.
  public var timezones: [String]?
  /// The accounts beside those that every base has.
  public var accounts: [Account] = []
  /// The account that it runs as, by numbers or by a name of `accounts`.
  public var user = "nonroot"
  /// The folder that it starts in.
  public var directory = "/home/nonroot"
  /// The variables, in order.
  public var environment: [Variable] = []
  /// The program and its first words.
  public var entrypoint: [String] = []
  /// The words after the entrypoint.
  public var command: [String] = []
  /// Labels of the image.
  public var labels: [Variable] = []
  /// Annotations of the manifest.
  public var annotations: [Variable] = []

  /// A name with a value.
  public struct Variable: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The value.
    public let value: String

    /// A pair.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// An account and its group of the same name.
  public struct Account: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The number of the account.
    public let uid: UInt32
    /// The number of the group.
    public let gid: UInt32
    /// The home folder, which is made.
    public let home: String
    /// The login shell.
    public let shell: String

    /// An account from its parts.
    public init(name: String, uid: UInt32, gid: UInt32, home: String, shell: String) {
      self.name = name
      self.uid = uid
      self.gid = gid
      self.home = home
      self.shell = shell
    }
  }

  /// A specification that says nothing.
  public init() {}

  /// The account of distroless images.
  public static let nonroot = Account(
    name: "nonroot", uid: 65_532, gid: 65_532, home: "/home/nonroot", shell: "/sbin/nologin")

  /// All accounts beside root and nobody: `nonroot` and those of the specification.
  public var allAccounts: [Account] {
    accounts.contains { $0.name == "nonroot" } ? accounts : [BaseSpec.nonroot] + accounts
  }

  /// The user of the image in numbers, `uid:gid`; what is neither number nor known name stays.
  public var userNumbers: String {
    if user == "root" || user == "0" { return "0:0" }
    if let account = allAccounts.first(where: { $0.name == user }) {
      return "\(account.uid):\(account.gid)"
    }
    return user
  }

  /// The same base with a shell and tools to look around with, in `/busybox`.
  public var debugVariant: BaseSpec {
    var spec = self
    spec.isDebugVariant = true
    return spec
  }

  /// The packages that the variant for debugging has beside those of the base.
  static let debugPackages = ["busybox-static"]

  /// Whether tools to look around with were added.
  public internal(set) var isDebugVariant = false
}
