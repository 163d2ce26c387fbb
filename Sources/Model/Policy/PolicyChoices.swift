/// How `USER` is to be written.
public enum UserForm: String, PolicyChoice {
  /// As a name or a number.
  case any
  /// As a name.
  case name
  /// As a number.
  case numeric
  /// As a number with a numeric group, `uid:gid`.
  case numericWithGroup = "numeric-with-group"
}

/// The login shell of the user that an image runs as.
public enum UserShell: String, PolicyChoice {
  /// Any shell.
  case any
  /// One that refuses a login, such as `/sbin/nologin`.
  case nologin
  /// None, and no shell in the image.
  case none
}

/// The home directory of the user that an image runs as.
public enum UserHome: String, PolicyChoice {
  /// There or not.
  case any
  /// There.
  case required
  /// Not there.
  case none
  /// Not needed; where `HOME` is set it can be written to.
  case writable
}

/// Where a base image comes from.
public enum BaseFamily: String, PolicyChoice {
  /// Images of Chainguard and Wolfi.
  case chainguard
  /// Images without shell and package manager, such as those of GoogleContainerTools.
  case distroless
  /// Slim variants of Debian and Ubuntu images.
  case slim
  /// Images on Alpine.
  case alpine
  /// Full Debian images.
  case debian
  /// Full Ubuntu images.
  case ubuntu
  /// Images of Red Hat and its relatives, such as UBI, Fedora, Rocky Linux.
  case redhat
}

/// How the reference of a base image is to be pinned.
public enum BasePin: String, PolicyChoice {
  /// Not at all.
  case none
  /// With a tag.
  case tag
  /// With a digest.
  case digest
  /// With both.
  case tagAndDigest = "tag+digest"

  /// Whether a tag must be there.
  public var needsTag: Bool { self == .tag || self == .tagAndDigest }
  /// Whether a digest must be there.
  public var needsDigest: Bool { self == .digest || self == .tagAndDigest }
}

/// A package manager of a distribution.
public enum PackageManager: String, PolicyChoice {
  /// apt of Debian and Ubuntu.
  case apt
  /// apk of Alpine and Wolfi.
  case apk
  /// dnf, microdnf, yum and zypper.
  case rpm
}

/// Who owns the files of the application.
public enum FileOwner: String, PolicyChoice {
  /// Anybody.
  case any
  /// The user that the image runs as.
  case user
  /// Root, so that the application cannot change its own code.
  case root
}

/// Whether an image must declare a health check.
public enum HealthRequirement: String, PolicyChoice {
  /// It need not.
  case no
  /// It must where it runs a service.
  case services
  /// It must.
  case yes
}

/// The programs that a health check may call.
public enum HealthTools: String, PolicyChoice {
  /// All.
  case any
  /// All but curl.
  case noCurl = "no-curl"
  /// None that was installed for it: the application itself or its interpreter.
  case noClient = "no-client"
}

/// What runs as process 1.
public enum InitProcess: String, PolicyChoice {
  /// Anything.
  case any
  /// Anything that ends on SIGTERM.
  case signals
  /// An init such as tini in the image.
  case image
  /// An init that the container engine adds.
  case runtime
  /// An init of the image or of the engine.
  case either
}

/// Who may move the tag `latest`.
public enum LatestTag: String, PolicyChoice {
  /// Everybody.
  case any
  /// Builds of the default branch.
  case defaultBranch = "default-branch"
  /// Releases.
  case release
  /// Nobody in a registry; local builds bear `local`.
  case local
  /// Nobody.
  case never
}

/// Which programs that raise privileges an image may hold.
public enum PrivilegeTools: String, PolicyChoice {
  /// All.
  case any
  /// All but sudo; what the base brings of others is listed.
  case noSudo = "no-sudo"
  /// None.
  case none
}

/// How the cache of pip is kept out of an image.
public enum PipCache: String, PolicyChoice {
  /// It need not be.
  case any
  /// With a cache mount or `--no-cache-dir`.
  case either
  /// With a cache mount.
  case cacheMount = "cache-mount"
  /// With `--no-cache-dir`.
  case noCacheDir = "no-cache-dir"
}

/// The form of the command that starts the application.
public enum CommandForm: String, PolicyChoice {
  /// Any form.
  case any
  /// The exec form, without a shell between.
  case exec
}
