public import OCI

/// What is certain of a base image. A property that is nil is unknown.
public struct BaseImageFacts: Sendable {
  /// The kind of system an image holds.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// Debian.
    case debian
    /// Ubuntu.
    case ubuntu
    /// Alpine Linux.
    case alpine
    /// Wolfi, which Chainguard's images are made of.
    case wolfi
    /// Google's distroless images.
    case distroless
    /// Nothing, or nearly nothing: `scratch` and images of one static program.
    case scratch
    /// BusyBox alone.
    case busybox
    /// Red Hat Enterprise Linux, its universal base images, CentOS, Fedora and their rebuilds.
    case redhat
    /// Amazon Linux.
    case amazonlinux
    /// Azure Linux and CBL-Mariner.
    case azurelinux
    /// Windows.
    case windows
  }

  /// A release of a distribution.
  public struct Distribution: Hashable, Sendable {
    /// The name in lower case, such as `debian`.
    public let name: String
    /// The release, such as `13` or `3.24`.
    public let version: String
    /// The codename, such as `trixie`; nil where the distribution gives none.
    public let codename: String?
    /// The version of glibc, such as `2.41`; nil for musl or where it is unknown.
    public let glibc: String?
    /// Since when the floating tag means this release, as year and month or a
    /// day; nil where the tag itself names the release.
    public let meantSince: String?

    /// Whether the tag leaves the release open, so that it may change.
    public var isImplied: Bool { meantSince != nil }
  }

  /// The shells of an image.
  public enum Shell: Hashable, Sendable {
    /// No shell at all, so shell form cannot run.
    case none
    /// `/bin/sh` is the program named, such as `dash`; whether bash is there too, if known.
    case sh(String, bash: Bool?)
    /// A shell of Windows.
    case windows
  }

  /// An account or a group with its number.
  public struct Account: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The number of the user; nil where it is unknown.
    public let uid: Int?
    /// The number of the primary group; nil where it is unknown.
    public let gid: Int?
  }

  /// A group with its number.
  public struct Group: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The number; nil where it is unknown.
    public let gid: Int?
  }

  /// What an image is for.
  public enum Role: String, Hashable, Sendable {
    /// It has compilers or package tools and belongs in early stages.
    case build
    /// It is made to be the last stage.
    case runtime
    /// It has a shell for looking around, and belongs in no release.
    case debug
    /// It is a server that runs as it is.
    case service
  }

  /// Where the facts come from and when they were looked up.
  public struct Provenance: Hashable, Sendable {
    /// The sources, in words.
    public let source: String
    /// The day of the sources.
    public let checked: Day
  }

  /// The image that the facts are about.
  public let reference: ImageReference
  /// Where the row comes from.
  public internal(set) var provenance: Provenance
  /// Whether it is one of Docker's official images, or the vendor's own.
  public internal(set) var isOfficial = false
  /// The kind of system.
  public internal(set) var family: Family?
  /// The release of the distribution.
  public internal(set) var distribution: Distribution?
  /// The shells.
  public internal(set) var shell: Shell?
  /// The user that processes run as; `uid` is nil where only the name is known.
  public internal(set) var defaultUser: Account?
  /// The accounts that are certain to be there.
  public internal(set) var accounts: [Account] = []
  /// The groups that are certain to be there.
  public internal(set) var groups: [Group] = []
  /// Whether `accounts` and `groups` are all there are.
  public internal(set) var accountsAreComplete = false
  /// The package manager: `apt`, `apk`, `dnf`, `microdnf`, `yum`, `tdnf`, or `none`.
  public internal(set) var packageManager: String?
  /// The C library: `glibc`, `musl`, or `none`.
  public internal(set) var libc: String?
  /// What the environment holds; a nil value is set to something unknown.
  public internal(set) var environment: [String: String?] = [:]
  /// Whether `environment` is all there is.
  public internal(set) var environmentIsComplete = false
  /// The working directory, `/` where none is set.
  public internal(set) var workingDirectory: String?
  /// The entry point; empty where the image has none.
  public internal(set) var entrypoint: [String]?
  /// The default command; empty where the image has none.
  public internal(set) var command: [String]?
  /// The exposed ports, such as `80/tcp`.
  public internal(set) var exposedPorts: [String] = []
  /// The declared volumes.
  public internal(set) var volumes: [String] = []
  /// The signal that stops it, such as `SIGQUIT`; nil where it is unknown or not set.
  public internal(set) var stopSignal: String?
  /// Whether the image has ONBUILD triggers.
  public internal(set) var hasOnbuildTriggers: Bool?
  /// Directories that are certain to be there and matter to builds.
  public internal(set) var directories: [String] = []
  /// What the image is for.
  public internal(set) var roles: [Role] = []
  /// The tag of the twin with a shell and package manager, or, on that twin, of the plain one.
  public internal(set) var devPair: String?
  /// What goes wrong with it, one sentence each.
  public internal(set) var pitfalls: [String] = []
  /// The parts of its tag; nil where only a digest is given.
  public let tagShape: TagShape?
  /// How firmly the reference holds the image.
  public internal(set) var pinning: ImagePinning

  /// Names of accounts that some images of the kind have, so that their absence is not certain.
  public internal(set) var possibleAccounts: Set<String> = []
  /// Names of groups that some images of the kind have, so that their absence is not certain.
  public internal(set) var possibleGroups: Set<String> = []
  var presentTools: Set<String> = []
  var absentTools: Set<String> = []
  var cycles: [ProductCycle] = []

  init(reference: ImageReference, provenance: Provenance) {
    self.reference = reference
    self.provenance = provenance
    tagShape = reference.effectiveTag.map { TagShape($0) }
    pinning = .tag(.floating)
  }
}

extension BaseImageFacts {
  /// Whether a shell is there to run shell form; nil where that is unknown.
  public var hasShell: Bool? {
    switch shell {
    case .some(.none): false
    case .sh, .windows: true
    case nil: nil
    }
  }

  /// Whether a program is on the path of the image; nil where that is unknown.
  ///
  /// The name is that of the command, such as `curl` or `useradd`.
  public func hasTool(_ name: String) -> Bool? {
    if presentTools.contains(name) { return true }
    if absentTools.contains(name) { return false }
    if case .sh(let program, let bash) = shell {
      if name == "sh" || name == program { return true }
      if name == "bash" { return bash }
    }
    if absentTools.contains("*") { return false }
    return nil
  }

  /// The account of a name; nil where there is none or none is known.
  public func account(named name: String) -> Account? { accounts.first { $0.name == name } }

  /// The account with a number; nil where there is none or none is known.
  public func account(uid: Int) -> Account? { accounts.first { $0.uid == uid } }

  /// The group of a name; nil where there is none or none is known.
  public func group(named name: String) -> Group? { groups.first { $0.name == name } }

  /// The group with a number; nil where there is none or none is known.
  public func group(gid: Int) -> Group? { groups.first { $0.gid == gid } }

  /// Whether an account of that name is there; nil where that is unknown.
  public func hasAccount(_ name: String) -> Bool? {
    if account(named: name) != nil { return true }
    return accountsAreComplete && !possibleAccounts.contains(name) ? false : nil
  }

  /// Whether a group of that name is there; nil where that is unknown.
  public func hasGroup(_ name: String) -> Bool? {
    if group(named: name) != nil { return true }
    return accountsAreComplete && !possibleGroups.contains(name) ? false : nil
  }
}
