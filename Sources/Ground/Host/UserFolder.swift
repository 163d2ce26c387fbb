/// Where this system keeps what programs have for a user (XDG base directory specification; Apple's
/// file system programming guide).
public enum UserFolder: Sendable {
  /// Data that is kept.
  case data
  /// What can be got again.
  case cache

  /// The folder; nil where the environment names no home.
  public func path(in environment: [String: String]) -> String? {
    if let named = environment[self == .data ? "XDG_DATA_HOME" : "XDG_CACHE_HOME"],
      named.hasPrefix("/")
    {
      return named
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    #if canImport(Darwin)
      return Paths.join(home, self == .data ? "Library/Application Support" : "Library/Caches")
    #else
      return Paths.join(home, self == .data ? ".local/share" : ".cache")
    #endif
  }
}
