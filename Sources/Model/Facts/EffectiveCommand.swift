public import Dockerfile
public import Source

/// A CMD, ENTRYPOINT or HEALTHCHECK command as it is in force, with the shell of its place.
public struct EffectiveCommand: Sendable {
  /// What it runs: words without a shell, or text for one.
  public let form: CommandForm
  /// The place of the instruction; nil where the base brought it.
  public let range: SourceRange?
  /// The step that set it, as an index in the steps of its stage; nil where the base or an earlier stage did.
  public let step: Int?
  /// The shell that runs the shell form.
  public let shell: Fact<[String]>

  /// The same command as a stage built on this one sees it.
  var inherited: EffectiveCommand {
    EffectiveCommand(form: form, range: range, step: nil, shell: shell)
  }

  /// The words of an exec form.
  public var words: [Argument]? {
    if case .exec(let words) = form { words } else { nil }
  }

  /// Whether it is a shell form.
  public var isShellForm: Bool {
    if case .shell = form { true } else { false }
  }

  /// Whether it names no program at all, which clears an inherited one.
  public var isEmpty: Bool {
    switch form {
    case .exec(let words): words.isEmpty
    case .shell(let text): text.isEmpty
    }
  }
}

/// A port of EXPOSE.
public struct ExposedPort: Hashable, Sendable {
  /// The number, or the first of a range.
  public let number: Int
  /// The last number of a range; the same as `number` for one port.
  public let last: Int
  /// `tcp`, `udp` or `sctp`, in lower case.
  public let transport: String
  /// Where it was written; nil where the base brought it.
  public let range: SourceRange?
}
