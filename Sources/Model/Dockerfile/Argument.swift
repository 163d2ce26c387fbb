public import Source

/// A piece of an instruction, with the bytes it came from.
public struct Argument: Hashable, Sendable {
  /// The text as the frontend's parser keeps it: joined over continuations,
  /// with quotes in place; decoded where it is an element of a JSON array.
  public let value: String
  /// The text with the place of each byte.
  public let text: MappedText
  /// Where it stands, without surrounding blanks; with the quotes of a JSON string.
  public let range: SourceRange

  /// An argument of text that stands in a file, by default at the place of the text.
  public init(_ text: MappedText, range: SourceRange? = nil) {
    value = text.text
    self.text = text
    self.range = range ?? text.sourceRange
  }

  /// An argument that no file holds, such as a word of a base image's command.
  public init(made value: String) {
    self.value = value
    text = MappedText()
    range = SourceRange(0, 0)
  }

  /// Two arguments are equal when they say the same at the same place.
  public static func == (left: Argument, right: Argument) -> Bool {
    left.range == right.range && left.value == right.value
  }

  /// Feeds value and place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(range)
  }
}

/// A `--name` or `--name=value` of an instruction.
public struct InstructionFlag: Hashable, Sendable {
  /// The name without dashes.
  public let name: String
  /// The value after quote removal; nil when the flag has no `=`.
  public let value: String?
  /// The value with the place of each byte, where there is one.
  public let valueText: MappedText
  /// The whole flag.
  public let range: SourceRange
  /// The flag as the frontend's parser keeps it, such as `--chown=1:1`.
  public let text: String

  /// Two flags are equal when they say the same at the same place.
  public static func == (left: InstructionFlag, right: InstructionFlag) -> Bool {
    left.range == right.range && left.text == right.text
  }

  /// Feeds text and place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(range)
  }

  /// The value as an argument.
  public var argument: Argument? { value == nil ? nil : Argument(valueText) }
}

/// A key with its value, as ENV, LABEL and ARG take them.
public struct KeyValue: Hashable, Sendable {
  /// The key.
  public let key: Argument
  /// The value with its quotes; nil for an ARG without default.
  public let value: Argument?
  /// Whether it was written without `=`, in the legacy form `KEY value`.
  public let isLegacy: Bool
  /// Key and value together.
  public let range: SourceRange
}
