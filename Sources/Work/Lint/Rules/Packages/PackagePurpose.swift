import Facts

/// What a package of a distribution is for, where that is no part of running a service.
enum PackagePurpose: String {
  /// Compilers, linkers and what drives them.
  case compiler = "compilers"
  /// Headers and static libraries, which only compilers read.
  case headers = "headers"
  /// Clients of version control.
  case versionControl = "version control"
  /// Editors, debuggers and the like, for a person at a terminal.
  case interactive = "tools for a terminal"

  /// The purpose of a package by its name; nil for whatever may be needed at run time.
  init?(_ package: Installations.Package) {
    guard package.manager.isSystem else { return nil }
    if let known = Self.known[package.name] {
      self = known
    } else if Self.isHeaders(package.name, package.manager) {
      self = .headers
    } else if Self.isCompiler(package.name) {
      self = .compiler
    } else {
      return nil
    }
  }

  private static func isHeaders(_ name: String, _ manager: Installations.Manager) -> Bool {
    switch manager {
    case .apt, .apk: name.hasSuffix("-dev") || name.hasSuffix("-headers") || name.hasSuffix("-dbg")
    case .dnf, .zypper:
      name.hasSuffix("-devel") || name.hasSuffix("-headers") || name.hasSuffix("-debuginfo")
    default: false
    }
  }

  /// Whether a name is that of a compiler with its version, such as `gcc-14` or `clang-19`.
  private static func isCompiler(_ name: String) -> Bool {
    for stem in ["gcc-", "g++-", "clang-", "gfortran-", "llvm-"] where name.hasPrefix(stem) {
      return name.dropFirst(stem.count).allSatisfy { $0.isNumber || $0 == "." }
    }
    return false
  }

  private static let known: [String: PackagePurpose] = {
    var table: [String: PackagePurpose] = [:]
    for name in [
      "autoconf", "automake", "base-devel", "bison", "build-base", "build-essential",
      "cargo", "clang", "cmake", "dpkg-dev", "flex", "g++", "gcc", "gcc-c++", "gfortran", "go",
      "golang", "golang-go", "libtool", "llvm", "m4", "make", "meson", "nasm", "ninja",
      "ninja-build", "pkg-config", "pkgconf", "rust", "rustc", "swig", "yasm",
    ] { table[name] = .compiler }
    for name in ["linux-headers", "kernel-headers", "glibc-devel"] { table[name] = .headers }
    for name in ["bzr", "cvs", "git", "git-core", "git-lfs", "mercurial", "subversion"] {
      table[name] = .versionControl
    }
    for name in [
      "emacs", "emacs-nox", "gdb", "htop", "joe", "man-db", "mc", "nano", "screen", "strace",
      "telnet", "tmux", "tree", "vim", "vim-tiny", "vim-enhanced", "lsof", "tcpdump",
    ] { table[name] = .interactive }
    return table
  }()
}
