/// The language of a shell text.
public enum ShellDialect: String, Hashable, Sendable, CaseIterable {
  /// A `sh` of which only POSIX is certain.
  case posix
  /// The Debian Almquist shell.
  case dash
  /// The Almquist shell of BusyBox.
  case ash
  /// The GNU Bourne-Again shell.
  case bash
  /// The Z shell.
  case zsh
  /// The Korn shell, with mksh.
  case ksh

  /// The language of the shell that an executable is, told by its path or name; nil for
  /// everything that is no shell of the Bourne family, such as `cmd`, `pwsh` or `python`.
  public init?(executable: String) {
    let bytes = executable.utf8
    var name = Substring(executable)
    if let slash = bytes.lastIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      name = executable[bytes.index(after: slash)...]
    }
    if name.hasSuffix(".exe") { name = name.dropLast(4) }
    switch name {
    case "sh": self = .posix
    case "dash": self = .dash
    case "ash", "busybox": self = .ash
    case "bash", "rbash": self = .bash
    case "zsh": self = .zsh
    case "ksh", "ksh93", "mksh", "lksh", "pdksh", "oksh": self = .ksh
    default: return nil
    }
  }

  /// Whether the shell has the extensions that bash, ksh and zsh share: arrays, `[[ ]]`,
  /// process substitution, brace expansion.
  public var isExtended: Bool {
    switch self {
    case .bash, .zsh, .ksh: true
    case .posix, .dash, .ash: false
    }
  }
}
