/// Packages that others need for their maintainer scripts alone, and that an image without a package
/// manager has no use for.
enum MaintainerPackages {
  static let names: Set<String> = [
    "adduser", "awk", "cdebconf", "coreutils", "debconf", "debconf-2.0", "debianutils", "dpkg",
    "init-system-helpers", "install-info", "libpam-modules", "lsb-base", "mawk", "openssl",
    "passwd",
    "perl", "perl-base", "perl:any", "sed", "sensible-utils", "systemd", "sysvinit-utils", "tar",
    "ucf", "update-inetd", "util-linux",
  ]
}
