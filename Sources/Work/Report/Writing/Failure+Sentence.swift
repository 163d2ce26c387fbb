import Source

extension Failure {
  /// What failed and why, without the way on, as told under the input `name`: a place in
  /// another file stands before it.
  func sentence(in name: String) -> String {
    let text = ([what] + because).joined(separator: ": ")
    guard let place, place.name != name else { return text }
    return "\(place.name):\(place.position.line):\(place.position.column): \(text)"
  }

  /// Where in the input `name` it failed; nil where it failed elsewhere, or at no place.
  func position(in name: String) -> SourcePosition? {
    place?.name == name ? place?.position : nil
  }
}
