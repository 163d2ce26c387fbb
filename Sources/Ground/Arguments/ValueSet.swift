/// The values that an option or argument takes, from which checks and completion follow.
public enum ValueSet: Hashable, Sendable {
  /// One of a few words.
  public struct Choice: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The word.
    public let name: String
    /// What it means; empty where the word says all.
    public let help: String

    /// A word and what it means.
    public init(_ name: String, _ help: String = "") {
      self.name = name
      self.help = help
    }

    /// A word that says all.
    public init(stringLiteral name: String) { self.init(name) }
  }

  /// Any text.
  case text
  /// The path of a file.
  case file
  /// The path of a folder.
  case folder
  /// The path of a file or folder.
  case path
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// One of these words.
  case choices([Choice])
  /// A word that the program lists when asked by `complete KIND`; others are taken too.
  case dynamic(String)

  /// Why a value is not in the set; nil when it is.
  func objection(to value: String) -> (reason: String, suggestion: String?)? {
    switch self {
    case .text, .file, .folder, .path, .dynamic: return nil
    case .integer(let range):
      guard let number = Int(value) else { return ("`\(value)` is no whole number", nil) }
      if range.contains(number) { return nil }
      if range.upperBound == Int.max { return ("\(number) is less than \(range.lowerBound)", nil) }
      return ("\(number) is not from \(range.lowerBound) to \(range.upperBound)", nil)
    case .choices(let choices):
      let names = choices.map(\.name)
      if names.contains(value) { return nil }
      let list = names.map { "`\($0)`" }.joined(separator: ", ")
      return ("`\(value)` is none of \(list)", Suggestion.sentence(for: value, among: names))
    }
  }
}
