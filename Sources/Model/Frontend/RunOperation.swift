/// A command with everything that its process sees.
public struct RunOperation: Hashable, Sendable {
  /// The program and its words.
  public var arguments: [String]
  /// The variables in order, as `NAME=value`.
  public var environment: [String]
  /// The folder that it starts in.
  public var directory: String
  /// The account, as `user[:group]`; empty for root.
  public var user: String
  /// What is mounted, in order.
  public var mounts: [RunMount]
  /// The network: `default`, `none` or `host`.
  public var network: String
  /// Whether the process has all privileges.
  public var isInsecure: Bool
  /// The devices asked for, by their names in CDI.
  public var devices: [String]
  /// Proxy variables of the build, which count for no cache and no history.
  public var proxies: [String]
}

/// A mount of RUN.
public struct RunMount: Hashable, Sendable {
  /// How the users of a cache share it.
  public enum Sharing: String, Hashable, Sendable {
    /// All at once.
    case shared
    /// Each has one of its own while several work.
    case `private`
    /// One after another.
    case locked
  }

  /// The kinds of mounts.
  public enum Kind: Hashable, Sendable {
    /// Files of a context, a stage or an image.
    case bind(FileOrigin, path: String)
    /// A folder that outlives the build; files to begin with may be named.
    case cache(id: String, Sharing, seed: FileOrigin?, path: String)
    /// A folder in memory, of at most so many bytes.
    case tmpfs(size: Int64?)
    /// A secret in a file.
    case secret(id: String)
    /// The socket of an agent.
    case ssh(id: String)
    /// A file with this content.
    case file([UInt8])
  }

  /// What it is.
  public var kind: Kind
  /// Where it appears; empty for a secret that is only a variable.
  public var target: String
  /// Whether nothing can be written.
  public var isReadOnly: Bool
  /// The permission bits, where they are given.
  public var mode: UInt32?
  /// The owner and the group, where they are given.
  public var owner, group: UInt32?
  /// Whether the step fails where the secret or agent is not there.
  public var isRequired: Bool
  /// The variable that holds the secret.
  public var variable: String?
}
