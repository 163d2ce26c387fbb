public import Source

/// What an instruction asks for, after its arguments were checked.
public indirect enum InstructionBody: Sendable {
  case add(Transfer)
  case arg([KeyValue])
  case cmd(CommandForm)
  case copy(Transfer)
  case entrypoint(CommandForm)
  case env([KeyValue])
  case expose([Argument])
  case from(From)
  case healthcheck(Healthcheck)
  case label([KeyValue])
  case maintainer(Argument)
  case onbuild(Instruction)
  case run(Run)
  case shell([Argument])
  case stopsignal(Argument)
  case user(Argument)
  case volume([Argument])
  case workdir(Argument)
}

/// The two ways to write a command.
public enum CommandForm: Sendable {
  /// A JSON array: the program and its arguments, without a shell.
  case exec([Argument])
  /// Text for the shell in force.
  case shell(MappedText)

  /// Where it stands.
  public var range: SourceRange? {
    switch self {
    case .exec(let words):
      guard let first = words.first, let last = words.last else { return nil }
      return first.range.union(last.range)
    case .shell(let text): return text.isEmpty ? nil : text.sourceRange
    }
  }
}

/// FROM: the base of a stage and its name.
public struct From: Sendable {
  /// The base as written, variables included.
  public let base: Argument
  /// The word `AS` as written.
  public let asKeyword: Argument?
  /// The name as written; the frontend compares it in lower case.
  public let name: Argument?
  /// The value of `--platform`.
  public let platform: Argument?
}

/// RUN: a command with its mounts.
public struct Run: Sendable {
  /// The command; with here-documents, the line that holds their markers.
  public let command: CommandForm
  /// The `--mount` flags.
  public let mounts: [Mount]
  /// The value of `--network`.
  public let network: Argument?
  /// The value of `--security`.
  public let security: Argument?
  /// The values of `--device`.
  public let devices: [Argument]
  /// Whether the command is nothing but here-documents, whose text is then the script.
  public let isHeredocScript: Bool
}

/// A `--mount` of RUN, before variables are expanded.
public struct Mount: Sendable {
  /// One `key` or `key=value`.
  public struct Option: Hashable, Sendable {
    /// The key in lower case.
    public let key: String
    /// The value; nil without `=`.
    public let value: String?
  }

  /// The options in the order written.
  public let options: [Option]
  /// The whole flag.
  public let range: SourceRange
  /// The value of the flag with its places.
  public let text: MappedText

  /// The value of the first of the keys that is given.
  public func value(_ keys: String...) -> String? {
    for option in options.reversed() where keys.contains(option.key) { return option.value }
    return nil
  }

  /// Whether a key is given, with or without a value.
  public func has(_ keys: String...) -> Bool { options.contains { keys.contains($0.key) } }

  /// The type in lower case: bind, cache, tmpfs, secret or ssh; bind when none is given.
  public var type: String { value("type")?.lowercased() ?? "bind" }
  /// Where it appears.
  public var target: String? { value("target", "dst", "destination") }
  /// The stage, image or context it comes from.
  public var from: String? { value("from") }
  /// The path in there.
  public var source: String? { value("source", "src") }
  /// The id of a cache, secret or agent.
  public var id: String? { value("id") }
}

/// COPY and ADD: sources, destination and flags.
public struct Transfer: Sendable {
  /// One source.
  public enum Origin: Sendable {
    /// A path, pattern or URL.
    case path(Argument)
    /// The content of a here-document.
    case heredoc(Heredoc, Argument)

    /// Where it stands.
    public var argument: Argument {
      switch self {
      case .path(let argument), .heredoc(_, let argument): argument
      }
    }
  }

  /// The sources in the order written.
  public let sources: [Origin]
  /// The destination.
  public let destination: Argument
  /// The value of `--from`.
  public let from: Argument?
  /// The value of `--chown`.
  public let chown: Argument?
  /// The value of `--chmod`.
  public let chmod: Argument?
  /// The value of `--checksum`.
  public let checksum: Argument?
  /// Whether `--link` is set.
  public let link: Bool
  /// Whether `--parents` is set.
  public let parents: Bool
  /// Whether `--keep-git-dir` is set.
  public let keepGitDirectory: Bool
  /// `--unpack`, where given.
  public let unpack: Bool?
  /// The values of `--exclude`.
  public let excludes: [Argument]

  /// The sources that are paths, patterns or URLs.
  public var paths: [Argument] {
    sources.compactMap { if case .path(let argument) = $0 { argument } else { nil } }
  }
}

/// HEALTHCHECK: a command with its timing, or none.
public struct Healthcheck: Sendable {
  /// The command; nil for `NONE`.
  public let command: CommandForm?
  /// `--interval` in nanoseconds, where given.
  public let interval: Int64?
  /// `--timeout` in nanoseconds, where given.
  public let timeout: Int64?
  /// `--start-period` in nanoseconds, where given.
  public let startPeriod: Int64?
  /// `--start-interval` in nanoseconds, where given.
  public let startInterval: Int64?
  /// `--retries`, where given.
  public let retries: Int?
}
