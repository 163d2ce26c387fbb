import Dockerfile
import Shell
import Source
import Synchronization

/// A command of RUN, CMD, ENTRYPOINT or HEALTHCHECK.
public struct PlannedCommand: Sendable {
  /// The words of an exec form; nil for a shell form.
  public let words: [String]?
  /// The shell that runs a shell form, such as `["/bin/sh", "-c"]`; nil for an exec form.
  public let shell: [String]?
  /// The text of a shell form, here-documents included as the shell gets them.
  public let text: String
  /// The text as syntax, where a shell of the POSIX family reads it.
  private let script: Script?

  /// A script whose words are read when they are first asked for, and once.
  private final class Script: Sendable {
    private enum Words {
      case unread
      case read([String]?)
    }

    private let syntax: ShellScript
    private let text: MappedText
    private let words = Mutex(Words.unread)

    init(_ syntax: ShellScript, _ text: MappedText) {
      self.syntax = syntax
      self.text = text
    }

    var tokens: [String]? {
      words.withLock { words in
        if case .read(let known) = words { return known }
        let tokens = syntax.tokens(of: text)
        words = .read(tokens)
        return tokens
      }
    }
  }

  init(words: [String]) {
    self.words = words
    shell = nil
    text = ""
    script = nil
  }

  init(text: String, shell: [String], script: ShellScript?, mapped: MappedText?) {
    words = nil
    self.shell = shell
    self.text = text
    if let script, let mapped { self.script = Script(script, mapped) } else { self.script = nil }
  }

  /// The words of an exec form, or the words and operators of a shell form; nil where they are not
  /// known.
  public var tokens: [String]? { words ?? script?.tokens }

  /// Whether the command does nothing: an empty exec form, or a text without anything.
  public var isEmpty: Bool { words?.isEmpty ?? text.isEmpty }
}

extension PlannedCommand: Hashable {
  /// Two commands are equal when their words are, whatever the blanks between them.
  public static func == (left: PlannedCommand, right: PlannedCommand) -> Bool {
    guard left.words == right.words, left.shell == right.shell else { return false }
    if left.text == right.text { return true }
    guard let own = left.tokens, let other = right.tokens else { return false }
    return own == other
  }

  /// Feeds what is the same for equal commands.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words)
    hasher.combine(shell)
  }
}
