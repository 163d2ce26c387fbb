/// What is known of commands in maintainer scripts.
enum ScriptCommands {
  /// Commands that change nothing in an image, or only what a running system has: builtins, questions,
  /// and what debhelper puts into scripts for services, caches and moves of old versions.
  static let harmless: Set<String> = [
    "[", "[[", ":", ".", "source", "true", "false", "echo", "printf", "cat", "exit", "return",
    "set",
    "shift", "test", "export", "unset", "local", "read", "eval", "trap", "command", "which", "type",
    "getent", "grep", "egrep", "fgrep", "sed", "awk", "cut", "tr", "sort", "head", "tail", "wc",
    "cmp",
    "md5sum", "readlink", "realpath", "dirname", "basename", "find", "ls", "id", "uname", "expr",
    "mountpoint", "dpkg", "dpkg-query", "dpkg-vendor", "dpkg-trigger", "dpkg-maintscript-helper",
    "dpkg-architecture", "deb-systemd-helper", "deb-systemd-invoke", "systemctl",
    "systemd-tmpfiles",
    "systemd-sysusers", "systemd-hwdb", "udevadm", "update-rc.d", "invoke-rc.d", "service",
    "db_version", "db_get", "db_set", "db_stop", "db_input", "db_go", "db_purge", "db_fset",
    "db_subst", "db_unregister", "db_reset", "ischroot", "telinit", "systemd", "xargs", "cd",
    "update-menus", "update-mime-database", "update-desktop-database",
    "gtk-update-icon-cache", "update-initramfs", "update-binfmts", "install-info", "mandb",
    "ldconfig", "py3compile", "py3clean", "pycompile", "update-alternatives", "rm", "rmdir",
    "restorecon", "selinuxenabled", "wait", "sleep", "kill", "while", "break", "continue",
  ]
}
