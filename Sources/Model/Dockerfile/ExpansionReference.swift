/// What a substitution does with the value of its variable.
public enum ExpansionOperator: String, Hashable, Sendable, CaseIterable {
  /// `${v-w}`: the argument where the variable is unset.
  case defaultIfUnset = "-"
  /// `${v:-w}`: the argument where the variable is unset or empty.
  case defaultIfEmpty = ":-"
  /// `${v+w}`: the argument where the variable is set, else nothing.
  case alternateIfSet = "+"
  /// `${v:+w}`: the argument where the variable is set and not empty, else nothing.
  case alternateIfFilled = ":+"
  /// `${v?e}`: an error where the variable is unset.
  case requireSet = "?"
  /// `${v:?e}`: an error where the variable is unset or empty.
  case requireFilled = ":?"
  /// `${v#p}`: the value without the shortest beginning that matches.
  case trimShortestPrefix = "#"
  /// `${v##p}`: the value without the longest beginning that matches.
  case trimLongestPrefix = "##"
  /// `${v%p}`: the value without the shortest end that matches.
  case trimShortestSuffix = "%"
  /// `${v%%p}`: the value without the longest end that matches.
  case trimLongestSuffix = "%%"
  /// `${v/p/r}`: the value with its first match replaced.
  case replaceFirst = "/"
  /// `${v//p/r}`: the value with every match replaced.
  case replaceAll = "//"
}

/// One place in a word where a variable is named.
public struct ExpansionReference: Hashable, Sendable {
  /// The name, without `$` and braces; empty in forms such as `${/a/b}`.
  public let name: String
  /// The bytes of the whole reference in the word, from `$` on.
  public internal(set) var range: Range<Int>
  /// The bytes of the name in the word.
  public let nameRange: Range<Int>
  /// Whether the name stands in braces.
  public let isBraced: Bool
  /// Whether the reference stands within double quotes.
  public let isQuoted: Bool
  /// The operator, where the substitution has one.
  public internal(set) var operation: ExpansionOperator?
  /// The argument of the operator as written: default, message or pattern.
  public internal(set) var argument: String?
  /// The bytes of the argument in the word.
  public internal(set) var argumentRange: Range<Int>?
  /// The replacement of `/` and `//` as written.
  public internal(set) var replacement: String?
  /// The bytes of the replacement in the word.
  public internal(set) var replacementRange: Range<Int>?
  /// What the environment said.
  public internal(set) var binding: ExpansionBinding
  /// The index of the reference in whose argument this one stands.
  public let enclosing: Int?
  /// Whether the operator around it certainly dropped its value, as in
  /// `${set:-$other}`. BuildKit looks such a variable up all the same.
  public internal(set) var isDiscarded = false
}
