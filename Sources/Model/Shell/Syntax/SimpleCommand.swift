public import Source

/// A command of words, with the assignments before and the redirections among them.
public struct SimpleCommand: Hashable, Sendable {
  /// The assignments before the first word.
  public let assignments: [Assignment]
  /// The words: the name, then its arguments. Empty where there are only assignments or
  /// redirections.
  public let words: [Word]
  /// The redirections in the order in which they stand.
  public let redirects: [Redirect]
  /// The scripts that its words hand to another shell, as in `sh -c '…'`.
  public let nestedScripts: [NestedScript]
  /// From its first to its last byte.
  public let range: SourceRange

  /// The first word, which names what runs.
  public var name: Word? { words.first }

  /// The words after the name.
  public var arguments: ArraySlice<Word> { words.dropFirst() }
}

/// A script in a word of a command.
public struct NestedScript: Hashable, Sendable {
  /// The script; its ranges are places in the same file.
  public let script: ShellScript
  /// The index of its word in the words of the command.
  public let wordIndex: Int
  /// Whether the shell hands on the text as it was read. Where it is false the outer shell
  /// replaces parameters in it first.
  public let isExact: Bool
}

/// A variable and the value that it takes.
public struct Assignment: Hashable, Sendable {
  /// The name of the variable.
  public let name: String
  /// Where the name stands.
  public let nameRange: SourceRange
  /// The index in `name[index]=…`.
  public let index: Word?
  /// Whether it is `+=`.
  public let isAppend: Bool
  /// The value; nil where it is empty or an array.
  public let value: Word?
  /// The elements of `name=(…)`; nil where it is no array.
  public let elements: [ArrayElement]?
  /// From the name up to the end of the value.
  public let range: SourceRange
}

/// One value of an array.
public struct ArrayElement: Hashable, Sendable {
  /// The index in `[index]=value`.
  public let key: Word?
  /// The value.
  public let value: Word
}
