import Source

/// A piece of an instruction within which nothing is moved.
struct Atom {
  let range: SourceRange
  /// What belongs between it and the atom before.
  var join: Gap.Join = .blank
  /// What may be done with the gap before it.
  var role: Gap.Role = .fixed
  /// The text that takes its place; nil where it stays.
  var replacement: [UInt8]?

  init(
    _ range: SourceRange, _ join: Gap.Join = .blank, _ role: Gap.Role = .fixed,
    replacement: [UInt8]? = nil
  ) {
    self.range = range
    self.join = join
    self.role = role
    self.replacement = replacement
  }
}
