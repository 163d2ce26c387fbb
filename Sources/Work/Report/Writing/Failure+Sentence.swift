import Source

extension Failure {
  /// What failed and why, without the place and the way on.
  var sentence: String { ([what] + because).joined(separator: ": ") }
}
