public import Source

/// A comment that takes findings away.
public struct Waiver: Hashable, Sendable {
  /// The tool whose syntax it is written in.
  public let tool: Tool
  /// How far it reaches.
  public let scope: Scope
  /// The names of the rules it waives; `all` for every rule.
  public let names: [Name]
  /// Why, where it says so.
  public let reason: String?
  /// The last day on which it holds, as `YYYY-MM-DD`; nil for no end.
  public let until: String?
  /// The comment.
  public let range: SourceRange

  /// A name with its place.
  public struct Name: Hashable, Sendable {
    /// The text as written.
    public let text: String
    /// Where it stands; the whole comment where no name is written.
    public let range: SourceRange
  }

  /// How far a waiver reaches.
  public enum Scope: Hashable, Sendable {
    /// Over the whole file.
    case file
    /// Over a stage, by its place in the file.
    case stage(Int)
    /// Over an instruction, by its place in the file.
    case instruction(Int)
    /// Over nothing, as nothing follows it.
    case nothing
  }
}

/// A comment that says in which shell the instructions after it run.
///
/// It holds up to the next `SHELL` or `FROM`.
public struct ShellOverride: Hashable, Sendable {
  /// The shell with its options, as written, such as `/bin/bash`.
  public let shell: String
  /// The comment.
  public let range: SourceRange
}

/// BuildKit's `# check=` directive at the top of a file.
public struct CheckDirective: Hashable, Sendable {
  /// Whether what BuildKit's checks find fails the build.
  public internal(set) var failsBuild = false
  /// The experimental checks that are asked for; `all` for every one.
  public internal(set) var experimental: [String] = []
  /// The comment.
  public let range: SourceRange
}
