public import Source

/// One instruction with everything that was written for it.
public struct Instruction: Sendable {
  /// The keyword as written.
  public let keyword: Argument
  /// What the keyword names; nil where it names nothing.
  public let kind: InstructionKind?
  /// From the keyword to the last byte, here-documents included, without the final line ending.
  public let range: SourceRange
  /// From the keyword to the end of its own lines, without here-documents.
  public let header: SourceRange
  /// The logical line: continuations joined, comments between them dropped.
  public let line: MappedText
  /// What stands after keyword and flags, without surrounding blanks.
  public let rest: MappedText
  /// The flags in the order written.
  public let flags: [InstructionFlag]
  /// The arguments as the frontend's parser splits them.
  public let arguments: [Argument]
  /// Whether the arguments were written as a JSON array of strings.
  public let isJSON: Bool
  /// Where text that begins like a JSON array stops being one, and so is a shell form.
  public let brokenArray: SourceRange?
  /// The pairs of ENV, LABEL and ARG.
  public let pairs: [KeyValue]
  /// What the arguments mean; nil where they are refused.
  public let body: InstructionBody?
  /// The here-documents in the order of their markers.
  public let heredocs: [Heredoc]
  /// The comment lines directly above, without directives.
  public let comments: [SourceRange]
  /// Comment lines between the lines of the instruction.
  public let innerComments: [SourceRange]
  /// Blank lines between the lines of the instruction.
  public let emptyContinuations: [SourceRange]
  /// The first reason for which the frontend refuses it.
  public let problem: SyntaxProblem?

  /// The flag of that name, the last where it is repeated.
  public func flag(_ name: String) -> InstructionFlag? { flags.last { $0.name == name } }

  /// The place of the keyword.
  public var keywordRange: SourceRange { keyword.range }
}
